// Why something is short, and why a command is not stronger: sums that a reader can add.
'use strict';

const { TIERS } = require('./read');

function checkCertificates(report, plan, strengths) {
  const rows = new Map(plan.areas.map((area) => [`${area.level} ${area.code}`, area]));
  const shortages = plan.findings.map((finding, index) => ({ ...finding, place: `findings[${index}]` }));
  for (const area of plan.areas.filter((row) => row.level === 'AREA_LEVEL_PROVINCE')) {
    for (const total of area.totals.filter((one) => one.short > 0)) {
      const told = shortages.filter(
        (finding) => finding.code === 'shortage' && finding.area_code === area.code && isOf(finding, total),
      );
      report.check(told.length > 0, 'finding-lacking', `${area.code} ${total.force}`);
      for (const again of told.slice(1)) report.check(false, 'finding-unfounded', again.place);
    }
  }
  for (const finding of shortages.filter((one) => one.code === 'shortage')) {
    checkShortage(report, plan, rows, strengths, finding);
  }
  checkNextSteps(report, plan, strengths);
}

// One finding for each TPS that has no post; no limits but in findings on shortages of provinces.
function checkFindings(report, plan, rows) {
  const uncovered = new Set(rows.filter((row) => row.post === null).map((row) => row.code));
  plan.findings.forEach((finding, index) => {
    const place = `findings[${index}]`;
    if (finding.code !== 'shortage') report.check(finding.binds.length === 0, 'bind-unfounded', place);
    if (finding.code !== 'not-covered') return;
    const right = finding.severity === 'SEVERITY_ERROR' && finding.area_code === '';
    report.check(right && uncovered.delete(finding.tps_code), 'finding-unfounded', place);
  });
  for (const code of uncovered) report.check(false, 'finding-lacking', code);
}

const number = (finding, name) => finding.numbers.find((one) => one.name === name)?.value;

// A finding does not name its force but in its words, which its numbers tell apart.
function isOf(finding, total) {
  const word = { FORCE_POLRI: 'Polri', FORCE_TNI: 'TNI', FORCE_LINMAS: 'Linmas' }[total.force];
  const named = finding.message.en.toLowerCase().includes(word.toLowerCase());
  return named && number(finding, 'short') === total.short && number(finding, 'required') === total.required;
}

// The limits that a finding on a shortage of a province names: true figures, each of which binds,
// and which add up to the shortage where no ceiling is among them.
function checkShortage(report, plan, rows, strengths, finding) {
  const { place, area_code: province } = finding;
  const total = rows.get(`AREA_LEVEL_PROVINCE ${province}`)?.totals.find((one) => isOf(finding, one));
  const warns = finding.severity === 'SEVERITY_WARNING' && finding.tps_code === '' && finding.rule === null;
  report.check(total !== undefined && total.short > 0 && warns, 'finding-unfounded', place);
  if (total === undefined) return;
  const { force } = total;
  const lacking = lackingOf(rows, strengths, force);
  const seen = new Set();
  finding.binds.forEach((bind, index) => {
    const at = `${place}.binds[${index}]`;
    const key = `${bind.kind} ${bind.code}`;
    const wanted = trueBind(bind, province, force, rows, strengths, lacking);
    report.check(wanted !== null && wanted.need > wanted.available && !seen.has(key), 'bind-unfounded', at);
    seen.add(key);
    if (wanted === null) return;
    report.equal(wanted.need, bind.need, 'bind-need', at);
    report.equal(wanted.available, bind.available, 'bind-available', at);
  });
  if (finding.binds.some((bind) => bind.kind === 'BIND_KIND_CEILING')) return;
  // A command that guards beyond its province draws on that province's reserve as well.
  if (plan.posts.some((post) => strengths.province(force, strengths.command(force, post.first_tps_code)) !== post.first_tps_code.slice(0, 2))) return;
  const own = finding.binds.filter((bind) => bind.kind === 'BIND_KIND_OWN');
  const beyond = own.reduce((sum, bind) => sum + bind.need - bind.available, 0);
  const fromNation = plan.transfers
    .filter((one) => one.force === force && one.source === 'ID' && strengths.province(force, one.command) === province)
    .reduce((sum, one) => sum + one.personnel, 0);
  const short = beyond + (lacking.direct.get(province) ?? 0) - strengths.reserve(force, province) - fromNation;
  report.equal(short, total.short, 'binds-sum', place);
}

// What each command needs beyond its own strength, and what claims on a province's reserve itself.
function lackingOf(rows, strengths, force) {
  const [own, direct] = [new Map(), new Map()];
  for (const area of rows.values()) {
    const total = area.totals.find((one) => one.force === force);
    if (area.level !== 'AREA_LEVEL_COMMAND' || total === undefined) continue;
    if (area.code.startsWith('reserve/')) {
      direct.set(area.code.slice('reserve/'.length), total.required);
      continue;
    }
    // Stronger sizes that are served before a claim have used strength up as well.
    const [need, available] = [total.required + total.above, strengths.own(force, area.code)];
    if (need > available) own.set(area.code, { need, available });
  }
  return { own, direct };
}

// The figures that a limit should have; null where it is none of the province.
function trueBind(bind, province, force, rows, strengths, lacking) {
  const asked = (code) =>
    [...lacking.own]
      .filter(([name]) => strengths.province(force, name) === code)
      .reduce((sum, [, one]) => sum + one.need - one.available, lacking.direct.get(code) ?? 0);
  if (bind.kind === 'BIND_KIND_OWN') {
    return strengths.province(force, bind.code) === province ? (lacking.own.get(bind.code) ?? null) : null;
  }
  if (bind.kind === 'BIND_KIND_RESERVE') {
    if (bind.code === province) return { need: asked(province), available: strengths.reserve(force, province) };
    if (bind.code !== 'ID') return null;
    const provinces = new Set([...lacking.direct.keys(), ...[...lacking.own.keys()].map((name) => strengths.province(force, name))]);
    const beyond = [...provinces].map((code) => Math.max(0, asked(code) - strengths.reserve(force, code)));
    return { need: beyond.reduce((one, other) => one + other, 0), available: strengths.reserve(force, 'ID') };
  }
  // A ceiling stands in the policy: what is required in its area is known, what it allows is not,
  // but it must allow what is assigned.
  const area = [...rows.values()].find((row) => row.level !== 'AREA_LEVEL_COMMAND' && row.code === bind.code);
  const total = area?.totals.find((one) => one.force === force);
  if (total === undefined || bind.code.slice(0, 2) !== province || total.assigned > bind.available) return null;
  return { need: total.required, available: bind.available };
}

// Of each command and tier one step at most, by command and the highest tier first. A step makes
// posts smaller, and something is in its way: at least one limit that it needs more of than there is.
function checkNextSteps(report, plan, strengths) {
  const tiers = new Map(plan.stations.map((station) => [station.tps_code, station.risk_tier]));
  const seen = new Set();
  plan.next_steps.forEach((step, index) => {
    const place = `next_steps[${index}]`;
    const key = `${step.command} ${step.risk_tier}`;
    report.check(strengths.given.has('FORCE_POLRI') && !seen.has(key), 'next-step-unfounded', place);
    seen.add(key);
    const before = plan.next_steps[index - 1];
    report.check(before === undefined || follows(before, step), 'next-step-order', place);
    const used = plan.posts.some((post) => {
      const inside = post.first_tps_code.startsWith(`${step.area_code}.`) && post.command === step.command;
      return inside && post.size_limit === step.size_limit && tiers.get(post.first_tps_code) === step.risk_tier;
    });
    const smaller = step.next_size_limit >= 1 && step.next_size_limit < step.size_limit;
    report.check(used && smaller && step.personnel > 0, 'next-step-wrong', place);
    checkLimits(report, step, place, strengths);
    report.check(step.binds.some((bind) => bind.need > bind.available), 'next-step-affordable', place);
  });
}

// Whether a step may stand behind another: commands as Unicode orders them, as everywhere in a plan.
function follows(before, step) {
  const order = Buffer.compare(Buffer.from(before.command), Buffer.from(step.command));
  return order < 0 || (order === 0 && TIERS.indexOf(step.risk_tier) <= TIERS.indexOf(before.risk_tier));
}

// Own strength first; what it lacks is asked of the province's reserve, then of the nation's, where
// there are such; then come ceilings of the regency and the province, which stand in the policy.
function checkLimits(report, step, place, strengths) {
  const force = 'FORCE_POLRI';
  const [province, regency] = [step.area_code.slice(0, 2), step.area_code.slice(0, 5)];
  const sources = [{ kind: 'BIND_KIND_OWN', code: step.command, most: strengths.own(force, step.command) }];
  for (const code of [province, 'ID']) {
    const most = strengths.reserve(force, code);
    const given = code === 'ID' ? most > 0 : strengths.hasReserve(force, code);
    if (given) sources.push({ kind: 'BIND_KIND_RESERVE', code, most });
  }
  const binds = step.binds.map((bind, index) => ({ ...bind, place: `${place}.binds[${index}]` }));
  let lacking = step.personnel;
  for (const { kind, code, most } of sources) {
    if (kind !== 'BIND_KIND_OWN' && lacking <= 0) break;
    const bind = binds.shift();
    const named = bind !== undefined && bind.kind === kind && bind.code === code;
    report.check(named, 'next-step-binds', place);
    if (!named) return;
    report.equal(lacking, bind.need, 'next-step-need', bind.place);
    const left = Math.max(0, Math.min(most, bind.available));
    report.equal(left, bind.available, 'next-step-available', bind.place);
    lacking -= left;
  }
  const areas = [regency, province].filter((code) => binds.some((bind) => bind.code === code));
  const ceilings = areas.map((code) => `BIND_KIND_CEILING ${code}`);
  report.check(
    JSON.stringify(binds.map((bind) => `${bind.kind} ${bind.code}`)) === JSON.stringify(ceilings),
    'next-step-binds',
    place,
  );
  for (const bind of binds) {
    report.equal(step.personnel, bind.need, 'next-step-need', bind.place);
    report.check(bind.available >= 0, 'next-step-available', bind.place, '>= 0', bind.available);
  }
}

module.exports = { checkCertificates, checkFindings };
