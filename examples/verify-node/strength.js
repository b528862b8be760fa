// Units, transfers and strength: nobody assigns more than they have and receive, no reserve sends
// more than it has, and nothing is sent that is not needed.
'use strict';

const { FORCES, contains } = require('./read');

function checkUnits(report, plan, tps) {
  const areas = new Set();
  for (const code of tps) {
    const parts = code.split('.');
    for (let depth = 1; depth < parts.length; depth += 1) areas.add(parts.slice(0, depth).join('.'));
  }
  plan.units.forEach((unit, index) => {
    const place = `units[${index}]`;
    report.check(areas.has(unit.area_code), 'unit-area', place);
    const within = unit.assigned >= 0 && unit.assigned <= unit.required;
    report.check(within, 'unit-assigned', place, `0..${unit.required}`, unit.assigned);
    report.check(unit.wished >= 0, 'unit-wished', place);
    report.check(plan.rules[unit.rule] !== undefined, 'plan-index-wrong', place);
  });
}

function checkStrength(report, plan, sums, strengths) {
  const received = new Map();
  const sent = new Map();
  const add = (map, key, persons) => map.set(key, (map.get(key) ?? 0) + persons);
  plan.transfers.forEach(({ source, command, force, personnel }, index) => {
    const place = `transfers[${index}]`;
    report.check(personnel >= 1, 'transfer-personnel', place);
    report.check(strengths.hasReserve(force, source), 'transfer-source', place);
    const province = strengths.province(force, command);
    const served = (province !== '' && contains(source, province)) || strengths.guardsIn(force, command, source);
    const itself = command.startsWith('reserve/') && source !== 'ID';
    report.check(served && !itself, 'transfer-outside', place);
    add(received, `${force} ${command}`, Math.max(0, personnel));
    add(sent, `${force} ${source}`, Math.max(0, personnel));
  });
  for (const force of FORCES.filter((one) => strengths.given.has(one))) {
    const used = sums.used(force);
    const receiving = plan.transfers.filter((one) => one.force === force).map((one) => one.command);
    for (const name of new Set([...used.keys(), ...receiving])) {
      const [mine, got] = [used.get(name) ?? 0, received.get(`${force} ${name}`) ?? 0];
      if (name.startsWith('reserve/')) {
        const source = name.slice('reserve/'.length);
        add(sent, `${force} ${source}`, Math.max(0, mine - got));
        continue;
      }
      const own = strengths.own(force, name);
      report.check(mine <= own + got, 'strength-exceeded', name, `<= ${own + got}`, mine);
      const lacking = Math.max(0, mine - own);
      report.check(got <= lacking, 'transfer-wasted', name, `<= ${lacking}`, got);
    }
    for (const [key, persons] of sent) {
      const [of, source] = key.split(' ');
      if (of !== force) continue;
      const most = strengths.reserve(force, source);
      report.check(persons <= most, 'reserve-exceeded', source, `<= ${most}`, persons);
    }
  }
}

module.exports = { checkStrength, checkUnits };
