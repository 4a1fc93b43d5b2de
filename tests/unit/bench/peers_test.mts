// The peers of a bench do the work they are compared by, still: where the edge has learnt something they have not, the ratio would lie.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "../../..");

test("the Hono Worker and ours answer alike and ask the origin alike", () => {
  const run = spawnSync(process.execPath, [join(root, "bench/macro/edge/run.mts"), "--compare"], { encoding: "utf8", timeout: 120_000 });
  assert.equal(run.status, 0, run.stderr);
  assert.equal(run.stdout, "");
});
