// Finding words among 10^6 utterances of one tenant, among others': GET /api/search at the origin, with its envelope, wib.enter, the
// full-text index, hits marked, the audit row and the commit. The peer is what one would write without an index: ILIKE under row-level
// security on the same rows, asked for the same words, its page in the same order; of it only Postgres's own time counts.
//   node bench/macro/search/run.mts [--build build/release] [--utterances 1000000] [--seconds 15] [--rate 20]
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs, promisify } from "node:util";
import { load, ourCore, print, root, rounded, tell } from "../program.mts";
import { envelope, get, openStack, pidOf, sql } from "../stack.mts";

const { values: options } = parseArgs({ options: {
  build: { type: "string", default: path.join(root, "build/release") },
  utterances: { type: "string", default: "1000000" },
  seconds: { type: "string", default: "15" },
  rate: { type: "string", default: "20" },
} });
const utterances = Number(options.utterances), seconds = Number(options.seconds), rate = Number(options.rate), kWarmup = 3;
const kAskedOfPeer = 12;

const id = (name: string) => createHash("md5").update(`bench-search-${name}`).digest("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
const who = { organization: id("org-0"), actor: id("session-0"), user: id("user-0") };
const word = (rank: number) => `w${[...String(rank)].map((digit) => "abcdefghij"[Number(digit)]).join("")}`;

// Words of every frequency, alone and together, as phrases, left out, by speaker, by time: the same questions in every run.
let state = 1;
const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
const drawn = (besides = 0): number => {
  const rank = Math.floor(10000 ** random());
  return rank === besides ? drawn(besides) : rank;
};
const kinds: (() => { q: string; more?: string; words: number[] })[] = [
  () => { const a = drawn(); return { q: word(a), words: [a] }; },
  () => { const a = 1000 + Math.floor(9000 * random()); return { q: word(a), words: [a] }; },
  () => { const a = drawn(), b = drawn(a); return { q: `${word(a)} ${word(b)}`, words: [a, b] }; },
  () => { const a = drawn(), b = drawn(a); return { q: `"${word(a)} ${word(b)}"`, words: [a, b] }; },
  () => { const a = drawn(), b = drawn(a); return { q: `${word(a)} -${word(b)}`, words: [a] }; },
  () => { const a = drawn(); return { q: word(a), more: "&speaker=consumer", words: [a] }; },
  () => { const a = drawn(); return { q: word(a), more: "&to=2026-01-12T00:00:00Z", words: [a] }; },
];
const asked = Array.from({ length: 700 }, (_, i) => kinds[i % kinds.length]!());
const targets = asked.map(({ q, more }) => `/api/search?q=${encodeURIComponent(q)}${more ?? ""}`);

const stack = openStack();
const folder = mkdtempSync(path.join(tmpdir(), "wib-bench-search-"));
const quantile = (sorted: number[], share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]!;

/// How long Postgres itself takes for each statement, as the service's role, the tenant bound: microseconds.
async function timesOf(statements: string[]): Promise<number[]> {
  const file = path.join(folder, "peer.sql");
  writeFileSync(file, [`select set_config('app.current_organization_id', '${who.organization}', false);`, ...statements.map((one) => `explain (analyze, timing off, format json) ${one};`)].join("\n"));
  const { stdout } = await promisify(execFile)("psql", ["-XAtq", "-v", "ON_ERROR_STOP=1", "-h", stack.postgres, "-p", "5432", "-U", "wib_app", "-d", "wib", "-f", file],
    { env: { ...process.env, PGPASSWORD: stack.env.pg_app_password! }, maxBuffer: 1 << 26 });
  return [...stdout.matchAll(/"Execution Time": ([\d.]+)/g)].map(([, ms]) => Number(ms) * 1000);
}

try {
  tell(`search: ${utterances} utterances of one tenant among others'`);
  const seeding = Date.now();
  writeFileSync(path.join(folder, "seed.sql"), readFileSync(path.join(import.meta.dirname, "seed.sql"), "utf8").replaceAll(":utterances", `${utterances}`));
  await sql(stack, { file: path.join(folder, "seed.sql") });
  tell(`seeded in ${rounded((Date.now() - seeding) / 1000, 1)} s`);
  const [[mine, all]] = (await sql(stack, { command: `select count(*) filter (where organization_id = '${who.organization}'), count(*) from transcript_utterances` }))
    .trim().split("\n").map((row) => row.split("\t").map(Number)) as [[number, number]];
  assert.equal(mine, utterances - (utterances % 50));

  // What is found are the tenant's utterances that hold the words, the newest call first: as a plain reading of all finds them.
  for (const { q, words } of asked.filter(({ q }) => !/["-]/.test(q)).slice(0, 12)) {
    const target = `/api/search?q=${encodeURIComponent(q)}&limit=25`;
    const answer = await get(stack.originUrl + target, { "x-wib-envelope": envelope(stack, target, who) });
    assert.equal(answer.status, 200, answer.text.slice(0, 300));
    const found = JSON.parse(answer.text).results.map((one: any) => `${one.version_id}.${one.utterance_index}`);
    const read = (await sql(stack, { command: `select version_id || '.' || utterance_index from transcript_utterances where organization_id = '${who.organization}'
      ${words.map((rank) => `and ' ' || content || ' ' like '% ${word(rank)} %'`).join(" ")} order by call_at desc, version_id, utterance_index limit 25` })).trim().split("\n").filter(Boolean);
    assert.deepEqual(found, read, `${q} finds what is there`);
  }

  const requests = path.join(folder, "search.jsonl");
  writeFileSync(requests, targets.map((target) => `${JSON.stringify({ target, envelope: { ...who, role: "agent" }, expect: { status: 200, contains: '"success":true' } })}\n`).join(""));
  const line = await load(options.build, "http", "--target", stack.originUrl, "--requests", requests, "--rate", rate, "--seconds", seconds, "--warmup", kWarmup, "--connections", 4,
    "--core", ourCore, "--name", "search_p99", "--side", "wib", "--unit", "p99_us", "--envelope-key", stack.env.WIB_ENVELOPE_KEYS!.split(",")[0]!,
    "--pid-tree", `postgres=${pidOf(stack, "postgres")}`);
  print({ ...line, utterances: mine, utterances_of_all: all });

  const times = (await timesOf(asked.slice(0, kAskedOfPeer).map(({ words }) => `select u.*, c.to_number from transcript_utterances u join calls c on c.id = u.call_id
    where ${words.map((rank) => `u.content ilike '%${word(rank)}%'`).join(" and ")} order by u.call_at desc, u.version_id, u.utterance_index limit 25`))).toSorted((a, b) => a - b);
  assert.equal(times.length, kAskedOfPeer);
  print({ name: "search_p99", side: "ilike+rls", value: rounded(quantile(times, 0.99), 0), unit: "p99_us", answered: times.length, p50_us: rounded(quantile(times, 0.5), 0),
    p99_us: rounded(quantile(times, 0.99), 0), utterances: mine, utterances_of_all: all });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
