// TPS and posts: every TPS once and in one post, and every post as its own numbers say.
//
// What a TPS requires stands in the policy, which this verifier does not read. But TPS on which the
// same rules hold require the same, and so do those that share a post; what follows from that alone
// is checked.
'use strict';

const { TIERS, contains } = require('./read');

// Each TPS of the batch once. Returns the rows that can be relied on.
function checkStations(report, plan, tps) {
  const seen = new Set();
  const rows = [];
  plan.stations.forEach((station, index) => {
    const place = `stations[${index}]`;
    const { tps_code: code } = station;
    report.check(tps.has(code), 'tps-not-in-batch', place);
    report.check(!seen.has(code), 'tps-twice', place);
    const exists = station.post !== null && plan.posts[station.post] !== undefined;
    report.check(station.post === null || exists, 'post-index-wrong', place, `< ${plan.posts.length}`, station.post);
    report.check(station.linmas >= 0 && station.linmas_short >= 0, 'linmas-of-tps', place);
    if (tps.has(code) && !seen.has(code)) {
      rows.push({ ...station, code, index, post: exists ? station.post : null, tier: TIERS.indexOf(station.risk_tier) });
    }
    seen.add(code);
  });
  for (const code of tps) report.check(seen.has(code), 'tps-lacking', code);
  return rows.sort((one, other) => (one.code < other.code ? -1 : 1));
}

function checkPosts(report, plan, rows, strengths) {
  const members = plan.posts.map(() => []);
  for (const row of rows) if (row.post !== null) members[row.post].push(row);
  plan.posts.forEach((post, index) => checkPost(report, post, `posts[${index}]`, members[index], strengths));
  checkAlike(report, plan);
  checkRuns(report, plan, rows);
  checkGroups(report, plan, rows, members);
}

function checkPost(report, post, place, stations, strengths) {
  report.check(stations.length > 0, 'post-empty', place);
  for (const name of ['polri', 'tni']) {
    report.check(post[name] >= 0 && post[`${name}_short`] >= 0, `post-${name}`, place);
  }
  if (stations.length === 0) return;
  const total = (name) => stations.reduce((sum, station) => sum + station[name], 0);
  report.equal(stations.length, post.station_count, 'post-stations', place);
  report.equal(stations[0].code, post.first_tps_code, 'post-first-tps', place);
  const inside = stations.every((station) => contains(post.area_code, station.code));
  report.check(inside, 'post-across-border', place);
  const commands = new Set(stations.map((station) => strengths.command('FORCE_POLRI', station.code)));
  report.check(commands.size === 1, 'post-mixed-commands', place);
  report.equal([...commands][0], post.command, 'post-command', place);
  report.check(new Set(stations.map((station) => station.tier)).size === 1, 'post-mixed-tiers', place);
  const fits = stations.length <= post.size_limit;
  report.check(fits, 'post-over-size', place, `<= ${post.size_limit}`, stations.length);
  report.equal(total('linmas'), post.linmas, 'post-linmas', place);
  report.equal(total('linmas_short'), post.linmas_short, 'post-linmas-short', place);
}

// The rules of a post or TPS are all there is to its guards: where they are the same, so are those.
function checkAlike(report, plan) {
  const compare = (rows, list, name) => {
    const needs = new Map(); // rules -> what the first that has them needs
    rows.forEach((row, index) => {
      const need = row[name] + row[`${name}_short`];
      const key = JSON.stringify(row.rules);
      if (!needs.has(key)) needs.set(key, need);
      const code = list === 'posts' ? `post-${name}` : 'linmas-of-tps';
      report.equal(needs.get(key), need, code, `${list}[${index}]`);
    });
  };
  compare(plan.posts, 'posts', 'polri');
  compare(plan.posts, 'posts', 'tni');
  compare(plan.stations, 'stations', 'linmas');
}

// What TPS have in common that surely may share posts.
function kind(plan, row) {
  const post = plan.posts[row.post];
  return JSON.stringify([post.area_code, post.command, row.tier, row.rules, row.movement]);
}

// The TPS of a post follow each other in code order among those of one kind.
function checkRuns(report, plan, rows) {
  const runs = new Map(); // kind -> post of the last TPS, and posts whose run has ended
  const broken = new Set();
  for (const row of rows) {
    if (row.post === null) continue;
    const key = kind(plan, row);
    const run = runs.get(key) ?? { post: row.post, ended: new Set() };
    if (run.post !== row.post) {
      run.ended.add(run.post);
      if (run.ended.has(row.post)) broken.add(row.post);
      run.post = row.post;
    }
    runs.set(key, run);
  }
  plan.posts.forEach((_, index) => report.check(!broken.has(index), 'post-not-contiguous', `posts[${index}]`));
}

// The number that stands there most often, the smaller of two that stand there as often.
function usual(numbers) {
  const count = new Map();
  for (const number of numbers) count.set(number, (count.get(number) ?? 0) + 1);
  return [...count].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0][0];
}

// Posts that share a kind of TPS, directly or through others, have one requirement. Of n TPS and
// at most N a post there are n/N posts, rounded up; this holds for any of the posts of a
// requirement, because together they have fewer than N places to spare.
function checkGroups(report, plan, rows, members) {
  const parent = plan.posts.map((_, index) => index);
  const find = (index) => {
    while (parent[index] !== index) {
      parent[index] = parent[parent[index]];
      index = parent[index];
    }
    return index;
  };
  const first = new Map();
  for (const row of rows) {
    if (row.post === null) continue;
    const key = kind(plan, row);
    if (!first.has(key)) first.set(key, row.post);
    parent[find(row.post)] = find(first.get(key));
  }
  const groups = new Map();
  plan.posts.forEach((_, index) => {
    if (members[index].length === 0) return;
    groups.set(find(index), [...(groups.get(find(index)) ?? []), index]);
  });
  for (const posts of groups.values()) {
    const size = usual(posts.map((index) => plan.posts[index].size_limit));
    for (const index of posts) {
      report.equal(size, plan.posts[index].size_limit, 'post-size-differs', `posts[${index}]`);
    }
    const count = posts.reduce((sum, index) => sum + members[index].length, 0);
    if (size >= 1) {
      report.equal(Math.ceil(count / size), posts.length, 'group-posts', `posts[${posts[0]}]`);
    }
  }
}

module.exports = { checkPosts, checkStations };
