// The files: a plan as `pamtps plan --out` writes it, and the CSV files that it was made from.
'use strict';

const fs = require('node:fs');

class BadInput extends Error {}

const FORCES = ['FORCE_POLRI', 'FORCE_TNI', 'FORCE_LINMAS'];
const TIERS = ['RISK_TIER_KURANG_RAWAN', 'RISK_TIER_RAWAN', 'RISK_TIER_SANGAT_RAWAN'];
const TOTAL = {
  force: FORCES,
  required: 'number',
  wished: 'number',
  assigned: 'number',
  short: 'number',
  above: 'number',
  available: 'number?',
};
const BINDS = [{ kind: 'text', code: 'text', need: 'number', available: 'number' }];
// What is read of a plan. The protobuf mapping may leave out zeros, empty texts and empty lists;
// with `?` a field is optional, and one that is not there says something else than zero.
const PLAN = {
  status: 'text',
  totals: [TOTAL],
  areas: [
    {
      level: 'text',
      code: 'text',
      kurang_rawan: 'number',
      rawan: 'number',
      sangat_rawan: 'number',
      post_count: 'number',
      totals: [TOTAL],
      sizes: [{ risk_tier: TIERS, size_limit: 'number', post_count: 'number' }],
    },
  ],
  posts: [
    {
      area_code: 'text',
      command: 'text',
      station_count: 'number',
      first_tps_code: 'text',
      size_limit: 'number',
      polri: 'number',
      polri_short: 'number',
      tni: 'number',
      tni_short: 'number',
      linmas: 'number',
      linmas_short: 'number',
      rules: ['number'],
    },
  ],
  stations: [
    {
      tps_code: 'text',
      risk_tier: TIERS,
      post: 'number?',
      linmas: 'number',
      linmas_short: 'number',
      rules: ['number'],
      movement: 'number?',
    },
  ],
  units: [
    {
      area_code: 'text',
      command: 'text',
      force: FORCES,
      required: 'number',
      wished: 'number',
      assigned: 'number',
      rule: 'number',
    },
  ],
  transfers: [{ source: 'text', command: 'text', force: FORCES, personnel: 'number' }],
  findings: [
    {
      severity: 'text',
      code: 'text',
      area_code: 'text',
      tps_code: 'text',
      rule: 'number?',
      message: { en: 'text' },
      numbers: [{ name: 'text', value: 'number' }],
      binds: BINDS,
    },
  ],
  rules: [{ id: 'text' }],
  next_steps: [
    {
      command: 'text',
      risk_tier: TIERS,
      area_code: 'text',
      size_limit: 'number',
      next_size_limit: 'number',
      personnel: 'number',
      binds: BINDS,
    },
  ],
};
const TPS_CODE = /^\d{2}\.\d{2}\.\d{2}\.\d{4}\.\d{3}$/;

function readText(file) {
  try {
    return fs.readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new BadInput(`${file}: ${error.message}`);
  }
}

// The records of a CSV file: quoted cells, commas only, every cell text.
function readCsv(file) {
  const text = readText(file);
  const rows = [];
  let row = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (match === null) throw new BadInput(`${file}: wrong quotation marks in row ${rows.length + 1}`);
    row.push(match[1] === undefined ? match[2] : match[1].replaceAll('""', '"'));
    if (match[3] !== ',') {
      if (row.some((value) => value !== '')) rows.push(row);
      row = [];
    }
  }
  if (row.length > 0) rows.push([...row, '']); // the file ends with a comma
  const [header, ...cells] = rows;
  if (header === undefined) throw new BadInput(`${file}: the file is empty`);
  return cells.map((values, number) => {
    if (values.length !== header.length) {
      throw new BadInput(`${file}: row ${number + 1} has ${values.length} cells, the header ${header.length}`);
    }
    return Object.fromEntries(header.map((name, index) => [name, values[index]]));
  });
}

function readPlan(file) {
  let plan;
  try {
    plan = JSON.parse(readText(file));
  } catch (error) {
    if (error instanceof BadInput) throw error;
    throw new BadInput(`${file}: ${error.message}`);
  }
  return shaped(plan, PLAN, file, 'plan');
}

// The value with every field of its shape, each of the right type.
function shaped(value, shape, file, place) {
  const wrong = (allowed) => new BadInput(`${file}: ${place}: ${JSON.stringify(value)} is not ${allowed}`);
  if (shape === 'number?' && (value === undefined || value === null)) return null;
  if (shape === 'number' || shape === 'number?') {
    if (!Number.isInteger(value ?? 0)) throw wrong('a whole number');
    return value ?? 0;
  }
  if (shape === 'text') {
    if (typeof (value ?? '') !== 'string') throw wrong('a text');
    return value ?? '';
  }
  if (Array.isArray(shape) && typeof shape[0] === 'string' && shape.length > 1) {
    if (!shape.includes(value)) throw wrong(`one of ${shape.join(', ')}`);
    return value;
  }
  if (Array.isArray(shape)) {
    if (!Array.isArray(value ?? [])) throw wrong('a list');
    return (value ?? []).map((item, index) => shaped(item, shape[0], file, `${place}[${index}]`));
  }
  if (typeof (value ?? {}) !== 'object' || Array.isArray(value)) throw wrong('an object');
  const fields = Object.entries(shape);
  return Object.fromEntries(fields.map(([name, inner]) => [name, shaped(value?.[name], inner, file, `${place}.${name}`)]));
}

// The codes of the TPS.
function readTps(file) {
  const codes = readCsv(file).map((record) => record.tps_code);
  const wrong = codes.find((code) => !TPS_CODE.test(code ?? ''));
  if (wrong !== undefined || codes.length === 0) throw new BadInput(`${file}: no TPS code: ${wrong}`);
  return new Set(codes);
}

function readStrengths(file) {
  const records = file === undefined ? [] : readCsv(file);
  return new Strengths(
    records.map((record) => {
      const force = `FORCE_${record.force?.toUpperCase()}`;
      if (!FORCES.includes(force)) throw new BadInput(`${file}: no force: ${record.force}`);
      if (!['own', 'reserve'].includes(record.role)) throw new BadInput(`${file}: no role: ${record.role}`);
      if (!/^[0-9]+$/.test(record.personnel)) throw new BadInput(`${file}: no number: ${record.personnel}`);
      const covers = (record.covers ?? '').split(/[ ;]+/).filter((code) => code !== '');
      return {
        force,
        own: record.role === 'own',
        area: record.area_code,
        command: record.command || record.area_code,
        covers: covers.length > 0 ? covers : [record.area_code],
        personnel: Number(record.personnel),
      };
    }),
  );
}

// Whether a code is the area or lies in it; the nation (ID) contains all.
function contains(area, code) {
  return area === 'ID' || code === area || code.startsWith(`${area}.`);
}

// The codes of the areas around a code, itself first, then from the village to the province.
function around(code) {
  const parts = code.split('.');
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('.'));
}

// Who has which strength, and who guards what.
class Strengths {
  constructor(records) {
    this.records = records;
    this.given = new Set(records.map((record) => record.force));
    this.ofCode = new Map(); // force and code covered -> command
    this.ownOf = new Map(); // force and command -> persons
    this.areaOf = new Map(); // force and command -> area
    this.reserveOf = new Map(); // force and area -> persons
    for (const { force, own, area, command, covers, personnel } of records) {
      const key = own ? `${force} ${command}` : `${force} ${area}`;
      const map = own ? this.ownOf : this.reserveOf;
      map.set(key, (map.get(key) ?? 0) + personnel);
      if (!own) continue;
      if (!this.areaOf.has(key)) this.areaOf.set(key, area);
      for (const code of covers) this.ofCode.set(`${force} ${code}`, command);
    }
  }

  own(force, command) {
    return this.ownOf.get(`${force} ${command}`) ?? 0;
  }

  reserve(force, area) {
    return this.reserveOf.get(`${force} ${area}`) ?? 0;
  }

  hasReserve(force, area) {
    return this.reserveOf.has(`${force} ${area}`);
  }

  // The command that guards a TPS: the one with the longest code that covers it. Where none does,
  // one without own strength stands for it that is named after the regency.
  command(force, tps) {
    for (const code of around(tps)) {
      const found = this.ofCode.get(`${force} ${code}`);
      if (found !== undefined) return found;
    }
    const regency = tps.slice(0, 5);
    return this.ownOf.has(`${force} ${regency}`) ? `no-command/${regency}` : regency;
  }

  // The province whose reserve serves a command; empty of a name that is no command.
  province(force, command) {
    if (command.startsWith('reserve/')) return command.slice('reserve/'.length);
    const area = this.areaOf.get(`${force} ${command}`);
    if (area !== undefined) return area.slice(0, 2);
    return /^(no-command\/)?\d\d\.\d\d$/.test(command) ? command.replace('no-command/', '').slice(0, 2) : '';
  }

  // Whether a command covers something in a province.
  guardsIn(force, command, province) {
    const codes = [...this.ofCode].filter(([, name]) => name === command).map(([key]) => key);
    return codes.some((key) => key.startsWith(`${force} ${province}`));
  }

  // All strength in an area, reserves included; null where none of the force is given.
  inside(force, area) {
    if (!this.given.has(force)) return null;
    const here = this.records.filter((record) => record.force === force && contains(area, record.area));
    return here.reduce((sum, record) => sum + record.personnel, 0);
  }
}

module.exports = { BadInput, FORCES, TIERS, around, contains, readPlan, readStrengths, readTps };
