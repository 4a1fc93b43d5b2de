// What is kept of a bench run.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Circumstances, circumstancesOf, fileName, page } from "../../../bench/record.mts";
import type { Raw, Required } from "../../../bench/report.mts";

const machine: Circumstances = {
  name: "circumstances", side: "machine", date: "2026-11-21T14:00:00.000Z", cpu: "Intel(R) Xeon(R) Processor", cores: 2, memory_gib: 24, kernel: "6.1.0",
  commit: "abcdef012345", changed: true, load_before: [0.1, 0.2, 0.3], node: "v26.10.0",
};
const required: Required = {
  programs: { size: { run: "size.mts", targets: [], npm: [], stack: false } },
  rows: [{ program: "size", name: "size", unit: "KiB", better: "lower", at_most: 200, peers: [{ side: "peer" }] }],
};
const lines: Raw[] = [machine, { name: "size", side: "wib", value: 150, unit: "KiB" }, { name: "size", side: "peer", value: 300, unit: "KiB" }];

test("Record's file is named after day and machine", () => {
  assert.equal(fileName(machine), "2026-11-21-intel-xeon-processor-2-cores.jsonl");
});

test("Record's page tells machine, date, commit, load and each figure beside the peer's", () => {
  const text = page(required, lines, ["2026-11-21-intel-xeon-processor-2-cores.jsonl", "2026-11-01-other-2-cores.jsonl"]);
  for (const part of ["Intel(R) Xeon(R) Processor, 2 cores, 24 GiB", "2026-11-21T14:00:00.000Z", "6.1.0", "abcdef012345 with uncommitted changes", "0.1, 0.2, 0.3",
    "| size | 150.0 | KiB | peer | 300.0 | 0.5000× | <= 200 | kept |", "2026-11-01-other-2-cores.jsonl"]) assert.ok(text.includes(part), part);
});

test("Record refuses figures of an unknown machine", () => {
  assert.throws(() => circumstancesOf(lines.slice(1)), /on what machine/);
});
