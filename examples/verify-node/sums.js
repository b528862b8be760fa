// Every row of areas and totals is the sum of its parts, and the status follows from them.
//
// A post belongs to the areas of its first TPS, with its Polri and TNI; linmas to those of their
// TPS; a unit to its own area and those around it. What posts require at the weakest sizes stands
// in the policy: of it the rows are checked against each other, and what is assigned against posts.
'use strict';

const { FORCES, TIERS, around } = require('./read');

const LEVELS = ['AREA_LEVEL_PROVINCE', 'AREA_LEVEL_REGENCY', 'AREA_LEVEL_DISTRICT']; // by dots in the code
const COMMAND = 'AREA_LEVEL_COMMAND';
const NATION = 'AREA_LEVEL_NATION ID';
const COLUMNS = ['required', 'wished', 'assigned', 'short', 'above'];

class Sums {
  constructor() {
    this.rows = new Map();
  }

  at(key) {
    if (!this.rows.has(key)) {
      const totals = Object.fromEntries(FORCES.map((force) => [force, { assigned: 0, concerned: false, units: {}, linmas: {} }]));
      this.rows.set(key, { tiers: [0, 0, 0], posts: 0, sizes: new Map(), totals });
    }
    return this.rows.get(key);
  }

  // The rows of the areas around a code, from the district to the nation.
  around(code) {
    const areas = around(code).filter((area) => area.split('.').length <= LEVELS.length);
    return [...areas.map((area) => this.at(`${LEVELS[area.split('.').length - 1]} ${area}`)), this.at(NATION)];
  }

  command(name) {
    return this.at(`${COMMAND} ${name}`);
  }

  // What is assigned of a force under each command, by its name.
  used(force) {
    const commands = [...this.rows].filter(([key]) => key.startsWith(COMMAND));
    return new Map(commands.map(([key, row]) => [key.slice(COMMAND.length + 1), row.totals[force].assigned]));
  }
}

const add = (numbers, name, more) => {
  numbers[name] = (numbers[name] ?? 0) + more;
};

function addedUp(plan, rows, strengths) {
  const sums = new Sums();
  for (const row of rows) {
    const command = strengths.command('FORCE_LINMAS', row.code);
    for (const around of sums.around(row.code)) around.tiers[row.tier] += 1;
    if (row.post !== null) sums.command(strengths.command('FORCE_POLRI', row.code)).tiers[row.tier] += 1;
    for (const place of [...sums.around(row.code), sums.command(command)]) {
      const total = place.totals.FORCE_LINMAS;
      total.concerned ||= row.linmas + row.linmas_short > 0;
      total.assigned += row.linmas;
      add(total.linmas, 'required', row.linmas + row.linmas_short);
      add(total.linmas, 'short', row.linmas_short);
    }
  }
  const firsts = new Map(); // post -> its first TPS
  for (const row of rows) if (row.post !== null && !firsts.has(row.post)) firsts.set(row.post, row);
  for (const [index, first] of firsts) {
    const post = plan.posts[index];
    const size = `${TIERS[first.tier]} ${post.size_limit}`;
    const own = sums.command(strengths.command('FORCE_POLRI', first.code));
    for (const place of [...sums.around(first.code), own]) {
      place.posts += 1;
      place.sizes.set(size, (place.sizes.get(size) ?? 0) + 1);
      place.totals.FORCE_POLRI.assigned += post.polri;
      place.totals.FORCE_POLRI.concerned = true;
    }
    const army = sums.command(strengths.command('FORCE_TNI', first.code));
    for (const place of [...sums.around(first.code), army]) {
      place.totals.FORCE_TNI.assigned += post.tni;
      place.totals.FORCE_TNI.concerned ||= post.tni > 0;
    }
  }
  for (const unit of plan.units) {
    for (const place of [...sums.around(unit.area_code), sums.command(unit.command)]) {
      place.totals[unit.force].assigned += unit.assigned;
      place.totals[unit.force].concerned ||= unit.required > 0;
    }
    // Those that stand in a row itself, and in none of the rows inside it.
    const own = sums.around(unit.area_code)[0].totals[unit.force].units;
    for (const name of ['required', 'wished', 'assigned']) add(own, name, unit[name]);
    add(own, 'short', Math.max(0, unit.required - unit.assigned));
    add(own, 'above', Math.max(0, unit.assigned - unit.required));
  }
  return sums;
}

function checkRows(report, plan, sums, strengths) {
  const forces = plan.totals.map((total) => total.force);
  report.check(JSON.stringify(forces) === JSON.stringify(FORCES), 'totals-forces', 'totals');
  const given = new Map();
  plan.areas.forEach((area, index) => {
    const key = `${area.level} ${area.code}`;
    report.check(!given.has(key), 'area-twice', `areas[${index}]`);
    if (!given.has(key)) given.set(key, { ...area, place: `areas[${index}]` });
  });
  for (const [key, { totals }] of sums.rows) {
    const needed = !key.startsWith(COMMAND) || Object.values(totals).some((total) => total.concerned);
    report.check(!needed || given.has(key), 'area-lacking', key.slice(key.indexOf(' ') + 1));
  }
  for (const [key, area] of given) {
    const command = area.level === COMMAND;
    const reserve = command && area.code.startsWith('reserve/');
    const known = sums.rows.has(key) || (command && (reserve || strengths.records.some((one) => one.command === area.code)));
    report.check(known, 'area-unknown', area.place);
    checkRow(report, area, sums.at(key), strengths, command);
  }
  plan.totals.forEach((total, index) => {
    checkTotal(report, total, `totals[${index}]`, sums.at(NATION), strengths, 'ID', false);
    const row = given.get(NATION)?.totals.find((one) => one.force === total.force);
    for (const name of COLUMNS) report.equal(row?.[name], total[name], 'row-sum', `totals[${index}].${name}`);
  });
  checkParents(report, given, sums);
}

function checkRow(report, area, sum, strengths, command) {
  ['kurang_rawan', 'rawan', 'sangat_rawan'].forEach((name, rank) => {
    report.equal(sum.tiers[rank], area[name], 'row-tps', `${area.place}.${name}`);
  });
  report.equal(sum.posts, area.post_count, 'row-posts', `${area.place}.post_count`);
  const sizes = new Map(area.sizes.map((one) => [`${one.risk_tier} ${one.size_limit}`, one.post_count]));
  const same = sizes.size === area.sizes.length && sizes.size === sum.sizes.size;
  const right = [...sum.sizes].every(([size, posts]) => sizes.get(size) === posts);
  report.check(same && right, 'row-sizes', `${area.place}.sizes`);
  const forces = area.totals.map((total) => total.force);
  const once = new Set(forces).size === forces.length;
  const needed = FORCES.filter(
    (force) => !command || sum.totals[force].concerned || strengths.own(force, area.code) > 0,
  );
  report.check(once && needed.every((force) => forces.includes(force)), 'row-forces', area.place);
  area.totals.forEach((total, index) => {
    checkTotal(report, total, `${area.place}.totals[${index}]`, sum, strengths, area.code, area.level);
  });
}

function checkTotal(report, total, place, sum, strengths, code, level) {
  const { force, required, short, above, assigned } = total;
  report.equal(required - short + above, assigned, 'row-arithmetic', place);
  report.check(COLUMNS.every((name) => total[name] >= 0), 'row-sum', place);
  report.equal(sum.totals[force].assigned, assigned, 'row-sum', `${place}.assigned`);
  if (force === 'FORCE_LINMAS') {
    const { required: needed = 0, short: lacking = 0 } = sum.totals[force].linmas;
    for (const [name, number] of [['required', needed], ['wished', needed], ['short', lacking], ['above', 0]]) {
      report.equal(number, total[name], 'row-sum', `${place}.${name}`);
    }
  }
  let available = strengths.inside(force, code);
  if (level === 'AREA_LEVEL_DISTRICT') available = null;
  if (level === COMMAND && strengths.given.has(force)) {
    const source = code.startsWith('reserve/') ? code.slice('reserve/'.length) : null;
    available = source === null ? strengths.own(force, code) : null;
    if (source !== null && strengths.hasReserve(force, source)) available = strengths.reserve(force, source);
  }
  report.equal(available, total.available, 'row-available', `${place}.available`);
}

// A row is the sum of the rows inside it and of the units that are its own; the commands together
// are the nation.
function checkParents(report, given, sums) {
  for (const [key, area] of given) {
    const depth = area.level === 'AREA_LEVEL_NATION' ? 0 : LEVELS.indexOf(area.level) + 1;
    if (area.level !== 'AREA_LEVEL_NATION' && (depth === 0 || depth === LEVELS.length)) continue;
    const inside = [...given.values()].filter(
      (row) => row.level === LEVELS[depth] && (depth === 0 || row.code.startsWith(`${area.code}.`)),
    );
    compare(report, area, inside, sums.at(key), true);
  }
  const nation = given.get(NATION);
  const commands = [...given.values()].filter((row) => row.level === COMMAND);
  if (nation !== undefined) compare(report, nation, commands, null, false);
}

function compare(report, area, parts, sum, withUnits) {
  area.totals.forEach((total, index) => {
    for (const name of COLUMNS) {
      const units = withUnits ? (sum.totals[total.force].units[name] ?? 0) : 0;
      const inside = parts.map((row) => row.totals.find((one) => one.force === total.force)?.[name] ?? 0);
      const whole = inside.reduce((one, other) => one + other, units);
      report.equal(whole, total[name], 'row-sum', `${area.place}.totals[${index}].${name}`);
    }
  });
}

// INVALID where a finding is an error, else SHORT where anything is short, else COMPLETE.
function checkStatus(report, plan) {
  const invalid = plan.findings.some((finding) => finding.severity === 'SEVERITY_ERROR');
  const short = plan.totals.some((total) => total.short > 0);
  const status = invalid ? 'PLAN_STATUS_INVALID' : short ? 'PLAN_STATUS_SHORT' : 'PLAN_STATUS_COMPLETE';
  report.equal(status, plan.status, 'status-wrong', 'status');
}

module.exports = { addedUp, checkRows, checkStatus };
