// What breaks while a call is on: each process killed in turn, the recogniser cut, a key missing. Nothing accepted is lost or done twice.
import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { Events, Visitor, callOf, kill, resume, runWib, sandbox, signIn, sql, startStack, stopStack, until, untilEnded, untilStatus, untilStored, type Stack } from "./stack.mts";

let stack: Stack;
before(async () => {
  stack = await startStack();
}, { timeout: 600_000 });
after(async () => {
  if (stack) await stopStack(stack);
}, { timeout: 60_000 });
beforeEach(async () => {
  await sandbox(stack, "/reset", {});
});

const number = async (script: string) => (await sandbox(stack, "/directory")).find((e: any) => e.name === script).number;

async function place(visitor: Visitor, script: string): Promise<string> {
  const placed = await visitor.post("/api/voice/call", { to_number: await number(script) });
  assert.equal(placed.status, 201, String(placed.bytes));
  return placed.json.call_id;
}

/** In the middle: answered, and somebody has been heard. */
async function talking(visitor: Visitor, call: string): Promise<void> {
  await untilStatus(visitor, call, (status) => status === "in_progress" || status === "bridged");
  await until("words", 20_000, async () => (await visitor.get(`/api/calls/${call}/transcript?after=-1`)).json.segments.length > 0);
}

async function dials(call: string): Promise<number> {
  const legs = await sandbox(stack, "/calls");
  return legs.filter((leg: any) => Buffer.from(leg.client_state ?? "", "base64").toString().includes(call)).length;
}

/** What must hold for every call, whatever happened to it. */
async function nothingDoubledOrLost(call: string): Promise<void> {
  const [facts] = await sql(stack, `select count(*), count(distinct (leg_id, kind, occurred_at)) from call_facts where call_id = '${call}'`);
  assert.equal(facts![0], facts![1], "each fact once");
  const [inbox] = await sql(stack, `select count(*) filter (where status in ('received', 'failed')) from webhook_inbox where call_id = '${call}'`);
  assert.equal(inbox![0], "0", "every accepted webhook was applied");
  const [index] = await sql(stack, `select count(*), count(distinct segment_index), coalesce(max(segment_index) + 1, 0) from call_transcript_segments where call_id = '${call}'`);
  assert.equal(index![0], index![1]);
  assert.equal(index![0], index![2]);
  assert.equal(await dials(call), 1, "dialled once");
}

describe("a process is killed while two people talk", { timeout: 300_000 }, () => {
  test("origin: the recording so far is kept and plays, late webhooks apply once, nobody is dialled again", async () => {
    const visitor = await signIn(stack);
    const call = await place(visitor, "disputes_balance");
    await talking(visitor, call);
    await kill(stack, "origin");
    await resume(stack);
    const ended = await untilEnded(visitor, call, 120_000);
    assert.equal(ended.status, "completed");
    const kept = await untilStored(visitor, call, 60_000);
    const total = kept.recordings.reduce((ms: number, r: any) => ms + r.duration_ms, 0);
    assert.ok(total > 1000, `${total} ms kept`);
    for (const recording of kept.recordings) {
      const sound = await visitor.get(`/api/recordings/stream/${recording.id}`);
      assert.equal(sound.status, 200);
      assert.equal(sound.bytes.subarray(0, 4).toString(), "RIFF");
    }
    await nothingDoubledOrLost(call);
  });

  test("postgres: the call goes on, its end is applied when the database is back", async () => {
    const visitor = await signIn(stack);
    const call = await place(visitor, "disputes_balance");
    await talking(visitor, call);
    await kill(stack, "postgres");
    const refused = await visitor.get("/api/calls");
    assert.equal(refused.status, 503, "without a database the answer is an error, never an empty success");
    assert.equal(refused.json.code, "DATABASE_UNAVAILABLE");
    await resume(stack);
    assert.equal((await untilEnded(visitor, call, 120_000)).status, "completed");
    await untilStored(visitor, call, 60_000);
    await nothingDoubledOrLost(call);
  });

  test("edge: webhooks that found nobody are delivered again, and the session still holds", async () => {
    const visitor = await signIn(stack);
    const call = await place(visitor, "disputes_balance");
    await talking(visitor, call);
    await kill(stack, "edge");
    await resume(stack);
    assert.equal((await untilEnded(visitor, call, 120_000)).status, "completed");
    await untilStored(visitor, call, 60_000);
    await nothingDoubledOrLost(call);
  });
});

describe("the recogniser is cut off", { timeout: 180_000 }, () => {
  test("the call and its recording go on; the words come back and the viewer is told", async () => {
    const visitor = await signIn(stack);
    const call = await place(visitor, "disputes_balance");
    const events = new Events(visitor, `/api/calls/${call}/events`);
    await talking(visitor, call);
    await sandbox(stack, "/faults", { at: "assemblyai", kind: "status", status: 503, times: 4 });
    await sandbox(stack, "/faults", { at: "assemblyai", kind: "cut" });
    await until("the loss to be told", 15_000, async () => events.of("recogniser").some((e) => e.data.state === "lost"));
    await until("the return to be told", 30_000, async () => events.of("recogniser").some((e) => e.data.state === "back"));
    assert.equal((await untilEnded(visitor, call, 120_000)).status, "completed");
    const kept = await untilStored(visitor, call, 60_000);
    assert.equal(kept.recordings.length, 1);
    events.close();
    await nothingDoubledOrLost(call);
  });
});

describe("webhooks twice, late and out of order", { timeout: 240_000 }, () => {
  test("all duplicated and reordered, calls end as they would have", async () => {
    const visitor = await signIn(stack);
    await sandbox(stack, "/faults", { at: "webhooks", kind: "rates", duplicate: 1, reorder: 1, delay_ms: 300 });
    const calls = [await place(visitor, "short_and_simple"), await place(visitor, "line_busy"), await place(visitor, "rejects_call")];
    const statuses = [];
    for (const call of calls) statuses.push((await untilEnded(visitor, call, 120_000)).status);
    assert.deepEqual(statuses, ["completed", "busy", "busy"]);
    for (const call of calls) await nothingDoubledOrLost(call);
    const before = await sql(stack, "select status, version from calls order by id");
    const delivered = await sandbox(stack, "/webhooks");
    const events = [...new Set<string>(delivered.map((d: any) => d.event_id))];
    for (const event_id of events) await sandbox(stack, "/webhooks/replay", { event_id });
    await until("the replayed deliveries", 30_000, async () => (await sandbox(stack, "/webhooks")).filter((d: any) => d.status === 200).length >= delivered.filter((d: any) => d.status === 200).length + events.length);
    assert.deepEqual(await sql(stack, "select status, version from calls order by id"), before, "what came again changed nothing");
  });
});

describe("a configuration that is wrong", { timeout: 240_000 }, () => {
  const local = () => path.join(stack.home, "env.local");
  after(() => rmSync(local(), { force: true }));

  test("without a carrier's key a call answers VENDOR_NOT_CONFIGURED and is kept as failed", async () => {
    writeFileSync(local(), "TELNYX_API_KEY=\n");
    await resume(stack);
    const visitor = await signIn(stack);
    const placed = await visitor.post("/api/voice/call", { to_number: await number("short_and_simple") });
    assert.deepEqual([placed.status, placed.json.code], [503, "VENDOR_NOT_CONFIGURED"]);
    assert.equal((await callOf(visitor, placed.json.call_id)).status, "failed");
    rmSync(local());
    await resume(stack);
  });

  const ways: [string, string, RegExp][] = [
    ["the database's address", "DATABASE_URL=postgresql://wib_app:wrong@/wib?host=/nonexistent\n", /bad.*database[\s\S]*→/],
    ["the carrier's key", "TELNYX_API_KEY=KEY_wrong\n", /bad.*carrier.*refused[\s\S]*TELNYX_API_KEY/],
    ["the recogniser's key", "ASSEMBLYAI_API_KEY=wrong\n", /bad.*recogniser[\s\S]*ASSEMBLYAI_API_KEY/],
    ["the object store's secret", "S3_SECRET_ACCESS_KEY=wrong\n", /bad.*object store.*refuses[\s\S]*S3_SECRET_ACCESS_KEY/],
    ["a malformed session key", "WIB_SESSION_KEY=tooshort\n", /bad.*configuration.*WIB_SESSION_KEY/],
    ["an unreachable object store", "S3_ENDPOINT=https://127.0.0.1:9\n", /bad.*object store.*no answer[\s\S]*S3_ENDPOINT/],
  ];
  for (const [what, line, wanted] of ways) {
    test(`wib doctor names ${what} and how to mend it`, async () => {
      writeFileSync(local(), line);
      const { code, output } = await runWib(stack, ["doctor"]);
      rmSync(local());
      assert.equal(code, 1, output);
      assert.match(output, wanted);
    });
  }
});
