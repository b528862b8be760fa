// Checks a plan against the TPS and strengths that it was made from, with nothing of pamtps:
//
//     node verify.js PLAN.json --tps TPS.csv [--strengths STRENGTHS.csv] [--lang id|en] [--json]
//
// Exit codes: 0 every statement holds, 1 internal, 2 bad input, 4 a statement is broken.
'use strict';

const { parseArgs } = require('node:util');
const { BadInput, readPlan, readStrengths, readTps } = require('./read');
const { Report } = require('./report');
const { checkCertificates, checkFindings } = require('./certificates');
const { checkPosts, checkStations } = require('./posts');
const { checkStrength, checkUnits } = require('./strength');
const { addedUp, checkRows, checkStatus } = require('./sums');

const USAGE =
  'usage: node verify.js PLAN.json --tps TPS.csv [--strengths STRENGTHS.csv] [--lang id|en] [--json]';

// Every check of a plan; what they find is in the report.
function verify(plan, tps, strengths) {
  const report = new Report();
  const rows = checkStations(report, plan, tps);
  checkPosts(report, plan, rows, strengths);
  checkUnits(report, plan, tps);
  const sums = addedUp(plan, rows, strengths);
  checkRows(report, plan, sums, strengths);
  checkStrength(report, plan, sums, strengths);
  checkFindings(report, plan, rows);
  checkCertificates(report, plan, strengths);
  checkStatus(report, plan);
  return report;
}

function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      tps: { type: 'string' },
      strengths: { type: 'string' },
      lang: { type: 'string', default: 'en' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  if (positionals.length !== 1 || values.tps === undefined || !['id', 'en'].includes(values.lang)) {
    throw new BadInput(USAGE);
  }
  const plan = readPlan(positionals[0]);
  const report = verify(plan, readTps(values.tps), readStrengths(values.strengths));
  process.stdout.write(values.json ? report.json() : report.text(values.lang));
  return report.violations.length === 0 ? 0 : 4;
}

if (require.main === module) {
  try {
    process.exitCode = main();
  } catch (error) {
    const wrong = error instanceof BadInput || String(error.code).startsWith('ERR_PARSE_ARGS');
    process.stderr.write(`${wrong ? error.message : error.stack}\n`);
    process.exitCode = wrong ? 2 : 1;
  }
}

module.exports = { verify };
