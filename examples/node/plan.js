// Plans a batch of TPS with nothing but the protos:
//
//     node plan.js TPS.csv --election-date 2024-11-27 [--strengths STRENGTHS.csv]
//                  [--policy ID] [--server HOST:PORT]
//
// Prints the plan's name, digest, status and totals as JSON. Exit codes are those of the command
// `pamtps`: 0 complete, 1 internal, 2 bad input, 3 short, 4 invalid, 5 server not reached.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');
const grpc = require('@grpc/grpc-js');
const protoLoader = require('@grpc/proto-loader');
const protobuf = require('protobufjs');

const PROTOS = path.join(__dirname, '..', '..', 'protos');
const EXIT_BY_STATUS = { PLAN_STATUS_COMPLETE: 0, PLAN_STATUS_SHORT: 3, PLAN_STATUS_INVALID: 4 };
const MAX_MESSAGE_BYTES = 512 * 1024 * 1024; // 4 MiB unless set

const TIERS = {
  kurang_rawan: 'RISK_TIER_KURANG_RAWAN',
  rawan: 'RISK_TIER_RAWAN',
  sangat_rawan: 'RISK_TIER_SANGAT_RAWAN',
};
const ACCESSES = { road: 'ACCESS_ROAD', foot: 'ACCESS_FOOT', sea: 'ACCESS_SEA', air: 'ACCESS_AIR' };
const FORCES = { polri: 'FORCE_POLRI', tni: 'FORCE_TNI', linmas: 'FORCE_LINMAS' };
const ROLES = { own: 'STRENGTH_ROLE_OWN', reserve: 'STRENGTH_ROLE_RESERVE' };
// Columns that repeat what the TPS code says.
const REPEATED = ['province_code', 'regency_code', 'district_code', 'village_code', 'number', 'special_location'];
const STANDARD = ['tps_code', 'risk_tier', 'registered_voters', 'travel_minutes', 'access'];

// The value that the proto has for a word. proto-loader sends an unknown enum name as 0 without a
// word; the server rejects every zero, so an unknown word must not be replaced by a guess here.
function enumValue(names, word) {
  return Object.hasOwn(names, word) ? names[word] : 0;
}

// The records of a CSV file: quoted cells, commas only, every cell text.
function readCsv(file) {
  const text = fs.readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  const rows = [];
  let row = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (match === null) throw new BadInput(`${file}: wrong quotation marks in row ${rows.length + 1}`);
    row.push(match[1] === undefined ? match[2] : match[1].replaceAll('""', '"'));
    if (match[3] !== ',') {
      if (row.length > 1 || row[0] !== '') rows.push(row);
      row = [];
    }
  }
  if (row.length > 0) rows.push([...row, '']); // the file ends with a comma
  const [header, ...cells] = rows;
  if (header === undefined) throw new BadInput(`${file}: the file is empty`);
  for (const values of cells) {
    if (values.length !== header.length) throw new BadInput(`${file}: a row has ${values.length} cells, the header ${header.length}`);
  }
  return { header, records: cells.map((values) => Object.fromEntries(header.map((name, i) => [name, values[i]]))) };
}

class BadInput extends Error {}

function wholeNumber(text) {
  if (!/^[0-9]+$/.test(text)) throw new BadInput(`“${text}” is not a whole number`);
  return Number(text);
}

function readBatch(file) {
  const { header, records } = readCsv(file);
  const rows = records.map((record) => {
    const row = { tps_code: record.tps_code, risk_tier: enumValue(TIERS, record.risk_tier) };
    // A field that is not known stays away: 0 minutes would be a statement.
    if (record.registered_voters) row.registered_voters = wholeNumber(record.registered_voters);
    if (record.travel_minutes) row.travel_minutes = wholeNumber(record.travel_minutes);
    if (record.access) row.access = enumValue(ACCESSES, record.access);
    return row;
  });
  const others = header.filter((name) => !REPEATED.includes(name) && !STANDARD.includes(name));
  const attributes = others.map((name) => ({ name, values: records.map((record) => record[name]) }));
  return { rows, attributes };
}

function readStrengths(file) {
  return readCsv(file).records.map((record) => ({
    command: record.command ?? '',
    area_code: record.area_code,
    area_name: record.area_name ?? '',
    covers: (record.covers ?? '').split(/[ ;]+/).filter((code) => code !== ''),
    force: enumValue(FORCES, record.force),
    personnel: wholeNumber(record.personnel),
    role: enumValue(ROLES, record.role),
  }));
}

// The faults in an error's details: ErrorInfo has the number of all, BadRequest as many as fit.
function readDetails(error) {
  const details = { reason: '', count: 0, faults: [] };
  const [bytes] = error.metadata?.get('grpc-status-details-bin') ?? [];
  if (bytes === undefined) return details;
  const types = protobuf.loadSync(path.join(__dirname, 'error_details.proto'));
  const status = types.lookupType('google.rpc.Status').decode(bytes);
  for (const { type_url: url, value } of status.details) {
    const name = url.slice(url.lastIndexOf('/') + 1);
    if (name === 'google.rpc.ErrorInfo') {
      const info = types.lookupType(name).decode(value);
      details.reason = info.reason;
      details.count = Number(info.metadata.count ?? 0);
    } else if (name === 'google.rpc.BadRequest') {
      details.faults = types.lookupType(name).decode(value).fieldViolations.map((fault) => ({
        field: fault.field,
        code: fault.reason,
        en: fault.description,
        id: fault.localizedMessage?.message ?? fault.description,
      }));
    }
  }
  return details;
}

function plan(server, request) {
  const definition = protoLoader.loadSync('pamtps/v1/planning_service.proto', {
    includeDirs: [PROTOS],
    keepCase: true,
    enums: String,
    defaults: true,
  });
  const { PlanningService } = grpc.loadPackageDefinition(definition).pamtps.v1;
  const client = new PlanningService(server, grpc.credentials.createInsecure(), {
    'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.enable_http_proxy': 0,
  });
  return new Promise((resolve, reject) => {
    client.PlanDeployment(request, { deadline: Date.now() + 120_000 }, (error, reply) => {
      client.close();
      if (error) reject(error);
      else resolve(reply.plan);
    });
  });
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'election-date': { type: 'string', default: process.env.PAMTPS_ELECTION_DATE ?? '' },
      strengths: { type: 'string' },
      policy: { type: 'string', default: '' },
      server: { type: 'string', default: process.env.PAMTPS_SERVER ?? '127.0.0.1:50051' },
    },
  });
  if (positionals.length !== 1) throw new BadInput('give one file of TPS');
  const made = await plan(values.server, {
    batch: readBatch(positionals[0]),
    strengths: values.strengths ? readStrengths(values.strengths) : [],
    policy: values.policy,
    election_date: values['election-date'],
    view: 'PLAN_VIEW_FULL',
  });
  const { name, plan_digest: digest, status, totals, stations } = made;
  console.log(JSON.stringify({ name, plan_digest: digest, status, stations: stations.length, totals }, null, 2));
  return EXIT_BY_STATUS[status] ?? 1;
}

function exitCode(error) {
  if (error instanceof BadInput || error.code === 'ENOENT' || String(error.code).startsWith('ERR_PARSE_ARGS')) {
    console.error(error.message);
    return 2;
  }
  console.error(`${grpc.status[error.code] ?? 'error'}: ${error.details ?? error.stack}`);
  if (error.code === grpc.status.INVALID_ARGUMENT) {
    const details = readDetails(error);
    console.log(JSON.stringify(details, null, 2));
    return 2;
  }
  return [grpc.status.UNAVAILABLE, grpc.status.DEADLINE_EXCEEDED].includes(error.code) ? 5 : 1;
}

main().catch(exitCode).then((code) => { process.exitCode = code; });
