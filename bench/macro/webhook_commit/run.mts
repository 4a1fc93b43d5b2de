// From a carrier's webhook to its durable commit: signed events through the edge to the origin and Postgres, on the whole product as
// `./wib up` starts it. The edge answers 2xx only when the origin has committed, so the answer is the commit. Open loop: a latency counts
// from when the event was due. Afterwards the database is asked: every event applied once, every call over.
//   node bench/macro/webhook_commit/run.mts [--build build/release] [--rate 100] [--seconds 10]
// The product runs where the kernel puts it; the generator has the last core's affinity and needs little of it at this rate.
import assert from "node:assert/strict";
import { createHash, createPrivateKey, randomUUID, sign } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { load, ourCore, print, root, tell } from "../program.mts";
import { openStack, pidOf, sql } from "../stack.mts";

const { values: options } = parseArgs({ options: {
  build: { type: "string", default: path.join(root, "build/release") },
  rate: { type: "string", default: "100" },
  seconds: { type: "string", default: "10" },
} });
const rate = Number(options.rate), seconds = Number(options.seconds), kWarmup = 2;
const run = Date.now().toString(36);  // each run has a tenant of its own
const timed = Math.ceil(rate * (seconds + kWarmup)), kSustained = 4_000, count = timed + kSustained;

const stack = openStack();
const folder = mkdtempSync(path.join(tmpdir(), "wib-bench-hooks-"));
const uuidOf = (text: string) => createHash("md5").update(text).digest("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

try {
  tell(`webhook to commit: ${count} conversations, ${rate} hang-ups a second`);
  writeFileSync(path.join(folder, "seed.sql"), readFileSync(path.join(import.meta.dirname, "seed.sql"), "utf8").replaceAll(":calls", `${count}`).replaceAll(":run", run));
  await sql(stack, { file: path.join(folder, "seed.sql") });

  // The carrier's own words (tests/fixtures/telnyx, where their origin is noted), of our calls, signed with the sandbox's key.
  const fixture = JSON.parse(readFileSync(path.join(root, "tests/fixtures/telnyx/webhook_examples.json"), "utf8")).events["call.hangup"];
  const key = createPrivateKey(JSON.parse(readFileSync(path.join(stack.home, "sandbox/secrets.json"), "utf8")).webhook_key_pem);
  const begun = Date.now();
  const lines = Array.from({ length: count }, (_, i) => {
    const call = uuidOf(`bench-hook-${run}-call-${i + 1}`), event = structuredClone(fixture);
    event.data.id = randomUUID();
    event.data.occurred_at = new Date(begun + (i / rate) * 1000).toISOString();
    Object.assign(event.data.payload, { call_control_id: `v3:bench-${call}`, call_session_id: uuidOf(`s${call}`), call_leg_id: uuidOf(`l${call}`),
      hangup_cause: "normal_clearing", occurred_at: event.data.occurred_at });
    delete event.data.payload.client_state;
    const body = JSON.stringify(event), at = `${Math.floor(begun / 1000)}`;
    return JSON.stringify({ method: "POST", target: "/webhooks/telnyx", body, expect: { status: 200 }, headers: {
      "user-agent": "telnyx-webhooks", "content-type": "application/json", "telnyx-timestamp": at,
      "telnyx-signature-ed25519": sign(null, Buffer.from(`${at}|${body}`), key).toString("base64") } });
  });
  const send = (name: string, some: string[], ...how: (string | number)[]) => {
    const requests = path.join(folder, `${name}.jsonl`);
    writeFileSync(requests, some.join("\n") + "\n");
    return load(options.build, "http", "--target", stack.url, "--requests", requests, "--once", ...how,
      "--connections", 16, "--core", ourCore, "--name", name, "--side", "wib", "--pid", `origin=${pidOf(stack, "origin")}`,
      "--pid-tree", `edge=${pidOf(stack, "edge")}`, "--pid-tree", `postgres=${pidOf(stack, "postgres")}`);
  };
  const line = await send("webhook_commit", lines.slice(0, timed), "--rate", rate, "--seconds", seconds, "--warmup", kWarmup, "--unit", "p99_us");
  // As many as go through: each connection sends the next event when the last one is committed, until all are.
  const flood = await send("webhook_sustained", lines.slice(timed), "--closed", "--seconds", 60, "--warmup", 1, "--unit", "req/s");

  const [[applied, facts, over]] = (await sql(stack, { command: `select
    (select count(*) from webhook_inbox where organization_id = md5('bench-hook-${run}')::uuid and status = 'applied'),
    (select count(*) from call_facts where organization_id = md5('bench-hook-${run}')::uuid and kind = 'hung_up'),
    (select count(*) from calls where organization_id = md5('bench-hook-${run}')::uuid and status = 'completed')` })).trim().split("\n").map((row) => row.split("\t").map(Number)) as [[number, number, number]];
  print(flood);
  print({ ...line, committed: { events_applied: applied, facts, calls_over: over, events_sent: count } });
  assert.deepEqual([applied, facts, over], [count, count, count], "every event is applied once and every call is over");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
