// The reporter, from invented raw lines whose ratios can be worked out on paper.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { figureOf, markdown, type Raw, readRequired, report, type Required, table } from "../../../bench/report.mts";

const required: Required = {
  programs: { read: { run: "read.mts", targets: [], npm: [], stack: false }, size: { run: "size.mts", targets: [], npm: [], stack: false } },
  rows: [
    { program: "read", name: "read_rate", unit: "req/s", better: "higher", figure: { divide: ["answered", "duration_s"] }, peers: [{ side: "peer", ratio_at_least: 4 }] },
    { program: "read", name: "read_per_core", from: "read_rate", unit: "req/cpu_s", better: "higher", figure: { divide: ["answered", "cpu_s.server"] }, peers: [{ side: "peer", ratio_at_least: 4 }] },
    { program: "size", name: "size", unit: "KiB", better: "lower", at_most: 200 },
  ],
};
const run = (side: string, answered: number, cpu: number, more: Partial<Raw> = {}): Raw => ({ name: "read_rate", side, unit: "req/s", answered, duration_s: 2, cpu_s: { server: cpu }, errors: 0, valid: true, ...more });
const size: Raw = { name: "size", side: "wib", value: 150, unit: "KiB" };
const good = [run("wib", 10_000, 1), run("peer", 2_000, 2), size];

test("Report recomputes values and ratios from raw figures", () => {
  const { results, missing, disagreements } = report(required, good);
  assert.deepEqual(missing, []);
  assert.deepEqual(disagreements, []);
  assert.deepEqual(results, [
    { name: "read_rate", value: 5_000, unit: "req/s", peer: "peer", peer_value: 1_000, ratio: 5, budget: ">= 4x", ok: true },
    { name: "read_per_core", value: 10_000, unit: "req/cpu_s", peer: "peer", peer_value: 1_000, ratio: 10, budget: ">= 4x", ok: true },
    { name: "size", value: 150, unit: "KiB", peer: null, peer_value: null, ratio: null, budget: "<= 200", ok: true },
  ]);
});

test("Report takes the median of several runs", () => {
  const { results } = report(required, [...good, run("wib", 6_000, 1), run("wib", 400_000, 1), run("peer", 4_000, 2)]);
  assert.equal(results[0]!.value, 5_000);
  assert.equal(results[0]!.peer_value, 1_500);
});

test("Report lists a figure nobody measured", () => {
  assert.deepEqual(report(required, good.slice(0, 2)).missing, ["size of wib: never measured"]);
  assert.deepEqual(report(required, [run("wib", 10_000, 1), size]).missing, ["read_rate of peer: never measured", "read_per_core of peer: never measured"]);
  assert.match(report(required, [run("wib", 10_000, 1), run("peer", 2_000, 2, { cpu_s: {} }), size]).missing[0]!, /read_per_core of peer: its raw line lacks/);
});

test("Report does not use a run with errors, its own or a peer's", () => {
  for (const more of [{ errors: 1 }, { valid: false, first_error: "status_500: no" }]) {
    const { results, missing } = report(required, [run("wib", 10_000, 1), run("peer", 2, 2, more), size]);
    assert.equal(missing.length, 2);
    assert.match(missing[0]!, /read_rate of peer: every run had errors/);
    assert.deepEqual(results.map((one) => one.name), ["size"]);
  }
  assert.equal(report(required, [...good, run("wib", 1, 1, { errors: 3 })]).results[0]!.value, 5_000, "the good run stands");
});

test("Report says which budget is missed", () => {
  const { results, missing } = report(required, [run("wib", 6_000, 1), run("peer", 2_000, 2), { ...size, value: 201 }]);
  assert.deepEqual(missing, []);
  assert.deepEqual(results.map((one) => one.ok), [false, true, false]);
  assert.match(table(results), /read_rate .* 3\.00x .*MISSED/);
  assert.match(markdown(results), /\| size \| 201\.0 \| KiB .*MISSED/);
});

test("Report notices a program that computes otherwise", () => {
  assert.equal(report(required, [run("wib", 10_000, 1, { value: 5_010 }), run("peer", 2_000, 2), size]).disagreements.length, 0);
  assert.match(report(required, [run("wib", 10_000, 1, { value: 9_000 }), run("peer", 2_000, 2), size]).disagreements[0]!, /says 9000, its raw figures 5000/);
});

test("Report keeps to the programs and names asked for", () => {
  assert.deepEqual(report(required, good, ["size"]).results.map((one) => one.name), ["size"]);
  assert.deepEqual(report(required, good, ["read_per_core"]).results.map((one) => one.name), ["read_per_core"]);
  assert.throws(() => report(required, good, ["nothing"]), /no bench is called nothing/);
});

test("Figures are read from nested members, quotients and lists", () => {
  const line: Raw = { name: "a", side: "wib", p99_us: 1500, cpu_s: { server: 0 }, runs: [3, 1, 2], list: [1, "2"] };
  assert.equal(figureOf(line, "p99_us"), 1500);
  assert.equal(figureOf(line, { divide: ["p99_us", 1000] }), 1.5);
  assert.equal(figureOf(line, { divide: ["p99_us", "cpu_s.server"] }), undefined, "nothing is divided by nothing");
  assert.equal(figureOf(line, { median: "runs" }), 2);
  assert.equal(figureOf(line, { median: "list" }), undefined);
  assert.equal(figureOf(line, "cpu_s.nobody.nothing"), undefined);
});

test("The reporter's exit status tells a missing figure from a missed budget", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "wib-report-"));
  try {
    const program = path.resolve(import.meta.dirname, "../../../bench/report.mts");
    writeFileSync(path.join(folder, "required.json"), JSON.stringify(required));
    const ask = (lines: Raw[], ...more: string[]) => new Promise<{ code: number; stdout: string }>((done) => {
      writeFileSync(path.join(folder, "raw.jsonl"), lines.map((line) => JSON.stringify(line)).join("\n"));
      execFile(process.execPath, [program, path.join(folder, "raw.jsonl"), "--required", path.join(folder, "required.json"), ...more],
        (error, stdout) => done({ code: Number(error?.code ?? 0), stdout }));
    });
    const slow = [run("wib", 6_000, 1), run("peer", 2_000, 2), size];
    assert.equal((await ask(good)).code, 0);
    assert.equal((await ask(slow)).code, 0);
    assert.equal((await ask(slow, "--strict")).code, 1);
    assert.equal((await ask(good.slice(1))).code, 1);
    assert.equal((await ask(good, "--only", "nothing")).code, 2);
    const lines = (await ask(good, "--json")).stdout.trim().split("\n").map((line) => JSON.parse(line));
    assert.deepEqual(Object.keys(lines[0]), ["name", "value", "unit", "peer", "peer_value", "ratio", "budget", "ok"]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("What the product owes names each figure once and only programs that exist", () => {
  const ours = readRequired();
  const names = ours.rows.map((row) => row.name);
  assert.deepEqual(names, [...new Set(names)]);
  for (const row of ours.rows) assert.ok(row.program in ours.programs, `${row.name} is measured by a program`);
  const root = path.resolve(import.meta.dirname, "../../..");
  for (const [name, program] of Object.entries(ours.programs)) {
    assert.ok(ours.rows.some((row) => row.program === name), `${name} owes a figure`);
    assert.ok(existsSync(path.join(root, program.run)), `${program.run} exists`);
    for (const folder of program.npm) assert.ok(existsSync(path.join(root, folder, "package-lock.json")), `${folder} is pinned`);
  }
});
