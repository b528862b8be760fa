// What has been found: statements counted, and those that do not hold. Codes are those of
// `pamtps verify` where the statement is the same.
'use strict';

const MESSAGES = {
  'tps-lacking': ['TPS tidak ada dalam rencana', 'the TPS is not in the plan'],
  'tps-twice': ['TPS tercantum lebih dari sekali', 'the TPS stands in the plan more than once'],
  'tps-not-in-batch': ['TPS tidak ada dalam berkas TPS', 'the TPS is not in the file of TPS'],
  'post-index-wrong': ['menunjuk pos yang tidak ada', 'refers to a post that does not exist'],
  'linmas-of-tps': ['jumlah Linmas negatif', 'a number of linmas is negative'],
  'post-empty': ['pos tidak menjaga satu pun TPS', 'the post guards no TPS'],
  'post-stations': ['banyaknya TPS pos keliru', 'the number of TPS of the post is wrong'],
  'post-first-tps': ['TPS pertama pos keliru', 'the first TPS of the post is wrong'],
  'post-across-border': ['pos melintasi batasnya', 'the post crosses its border'],
  'post-command': ['satuan Polri pos keliru', 'the Polri command of the post is wrong'],
  'post-mixed-commands': ['TPS di bawah beberapa satuan', 'its TPS are under several commands'],
  'post-mixed-tiers': ['TPS dengan kerawanan berbeda', 'its TPS have different tiers'],
  'post-over-size': ['pos menjaga terlalu banyak TPS', 'the post guards too many TPS'],
  'post-not-contiguous': ['TPS pos tidak berurutan menurut kode', 'the TPS of the post do not follow each other in code order'],
  'post-size-differs': ['ukuran berbeda untuk keperluan yang sama', 'different sizes for one requirement'],
  'group-posts': ['banyaknya pos bukan n/N dibulatkan ke atas', 'the number of posts is not n/N rounded up'],
  'post-polri': ['Polri pos negatif, atau berbeda untuk keperluan yang sama', 'Polri of the post negative, or different for one requirement'],
  'post-tni': ['TNI pos negatif, atau berbeda untuk keperluan yang sama', 'TNI of the post negative, or different for one requirement'],
  'post-linmas': ['jumlah Linmas TPS-nya keliru', 'the sum of the linmas of its TPS is wrong'],
  'post-linmas-short': ['jumlah kekurangan Linmas TPS-nya keliru', 'the sum of the linmas that its TPS lack is wrong'],
  'unit-area': ['bukan wilayah yang memuat TPS', 'no area that holds a TPS'],
  'unit-assigned': ['yang ditugaskan harus antara nol dan yang diperlukan', 'assigned must lie between zero and required'],
  'unit-wished': ['yang diinginkan negatif', 'wished is negative'],
  'plan-index-wrong': ['menunjuk aturan yang tidak ada', 'refers to a rule that does not exist'],
  'totals-forces': ['harus memuat tiap kekuatan satu kali, berurutan', 'must have each force once, in order'],
  'area-lacking': ['barisnya tidak ada', 'its row is not there'],
  'area-twice': ['barisnya ada lebih dari sekali', 'its row is there more than once'],
  'area-unknown': ['bukan wilayah atau satuan dalam rencana', 'no area or command of the plan'],
  'row-forces': ['tidak memuat setiap kekuatan satu kali', 'does not have every force once'],
  'row-tps': ['banyaknya TPS keliru', 'the number of TPS is wrong'],
  'row-posts': ['banyaknya pos keliru', 'the number of posts is wrong'],
  'row-sizes': ['banyaknya pos menurut ukuran keliru', 'the number of posts by size is wrong'],
  'row-arithmetic': ['diperlukan - kurang + lebih bukan yang ditugaskan', 'required - short + above is not assigned'],
  'row-sum': ['bukan jumlah bagian-bagiannya', 'not the sum of its parts'],
  'row-available': ['kekuatan yang tersedia keliru', 'the strength at hand is wrong'],
  'strength-exceeded': ['yang ditugaskan melebihi kekuatan sendiri dan kiriman', 'assigned is more than its own strength and what it receives'],
  'reserve-exceeded': ['yang terpakai melebihi cadangan', 'more is used than the reserve has'],
  'transfer-wasted': ['menerima lebih dari kekurangannya', 'receives more than it lacks'],
  'transfer-personnel': ['mengirim kurang dari satu orang', 'sends fewer than one person'],
  'transfer-source': ['cadangan itu tidak ada', 'there is no such reserve'],
  'transfer-outside': ['bukan satuan yang dilayani cadangan itu', 'no command that the reserve serves'],
  'finding-lacking': ['kekurangan tidak disebut dalam temuan', 'no finding tells the shortage'],
  'finding-unfounded': ['angka temuan bukan angka barisnya', 'the numbers of the finding are not those of the row'],
  'bind-unfounded': ['batas ini tidak menyebabkan kekurangan itu', 'this limit does not cause that shortage'],
  'bind-need': ['keperluan yang disebut keliru', 'the need is wrong'],
  'bind-available': ['yang tersedia keliru', 'what is available is wrong'],
  'binds-sum': ['batas yang disebut tidak berjumlah kekurangannya', 'the limits named do not add up to the shortage'],
  'next-step-affordable': ['tidak ada batas yang menghalanginya', 'no limit is in its way'],
  'next-step-available': ['yang tersisa bagi langkah itu tidak mungkin sekian', 'so much cannot be left for the step'],
  'next-step-binds': ['batas atas langkah itu keliru, atau salah urutan', 'the limits over the step are wrong, or in the wrong order'],
  'next-step-need': ['keperluan langkah itu keliru', 'what the step needs is wrong'],
  'next-step-order': ['langkah tidak urut menurut satuan dan kerawanan', 'the steps are not in the order of command and tier'],
  'next-step-unfounded': ['langkah satuan dan kerawanan itu sudah disebut, atau kekuatan Polri tidak diberikan', 'the step of that command and tier was told before, or no Polri strength is given'],
  'next-step-wrong': ['ukurannya tidak dipakai, atau langkahnya tidak menguatkan', 'the size is not used, or the step is no step up'],
  'status-wrong': ['statusnya keliru', 'the status is wrong'],
};
const REQUIRED = ['seharusnya', 'should be'];
const GIVEN = ['tertulis', 'is'];

class Report {
  constructor() {
    this.statements = 0;
    this.violations = [];
  }

  // One statement: `holds` says whether it does. Numbers are what it should be and what is there.
  check(holds, code, place, required, given) {
    this.statements += 1;
    if (!holds) this.violations.push({ code, place, required, given });
  }

  equal(required, given, code, place) {
    this.check(required === given, code, place, required, given);
  }

  json() {
    const { statements, violations } = this;
    return `${JSON.stringify({ statement_count: statements, violations }, null, 2)}\n`;
  }

  text(language) {
    const at = language === 'id' ? 0 : 1;
    const lines = this.violations.map(({ code, place, required, given }) => {
      const numbers = required === undefined ? '' : `: ${REQUIRED[at]} ${required}, ${GIVEN[at]} ${given}`;
      return `${place}: ${MESSAGES[code][at]}${numbers} (${code})`;
    });
    const [statements, broken] = [this.statements, this.violations.length];
    lines.push(
      language === 'id'
        ? `pernyataan diperiksa ${statements}, pelanggaran ${broken}`
        : `statements checked ${statements}, violations ${broken}`,
    );
    return `${lines.join('\n')}\n`;
  }
}

module.exports = { MESSAGES, Report };
