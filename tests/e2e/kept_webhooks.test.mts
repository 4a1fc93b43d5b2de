// A 2xx means durable: events that come while the origin is away are kept at the edge and applied once when it is back, whatever else
// breaks meanwhile; what nobody can apply becomes a row that people inspect, replay or discard.
import assert from "node:assert/strict";
import { createHash, createHmac, randomUUID } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { kill, request, resume, sandbox, signIn, sql, startStack, stopStack, until, untilEnded, untilStatus, type Stack } from "./stack.mts";

// Half a minute's worth in the usual run; the promise in full with WIB_LONG=1 (tests/records/long_runs.md).
const kAway = process.env["WIB_LONG"] ? { perSecond: 200, seconds: 60 } : { perSecond: 50, seconds: 20 };
const kSwept = process.env["WIB_LONG"] ? { perSecond: 200, seconds: 20 } : { perSecond: 50, seconds: 4 };
const stripeSecret = "whsec_of_this_test_alone";
let stack: Stack;
before(async () => {
  stack = await startStack(`STRIPE_WEBHOOK_SECRET=${stripeSecret}\n`);
}, { timeout: 600_000 });
after(async () => {
  if (stack) await stopStack(stack);
}, { timeout: 60_000 });

/** One event of Stripe's, delivered as Stripe does: again until it hears a 2xx. */
async function deliver(id: string, type = "invoice.paid"): Promise<number> {
  const body = JSON.stringify({ id, object: "event", type, created: Math.floor(Date.now() / 1000), data: { object: {} } });
  for (let tries = 1; ; ++tries) {
    const at = Math.floor(Date.now() / 1000);
    const signature = createHmac("sha256", stripeSecret).update(`${at}.${body}`).digest("hex");
    const headers = { "content-type": "application/json", "stripe-signature": `t=${at},v1=${signature}` };
    const answer = await request(`${stack.url}/webhooks/stripe`, { method: "POST", headers, body }).catch(() => undefined);
    if (answer && answer.status < 300) return tries;
    if (tries === 300) throw new Error(`${id} was never taken: ${answer?.status} ${answer?.bytes}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** `perSecond` events for `seconds`, every tenth of them twice; each at its own time, however long the others take. */
async function pour(name: string, { perSecond, seconds }: typeof kAway): Promise<number> {
  const going: Promise<number>[] = [];
  const count = perSecond * seconds, begun = Date.now();
  for (let i = 0; i < count; ++i) {
    going.push(deliver(`evt_${name}_${i}`));
    if (i % 10 === 0) going.push(deliver(`evt_${name}_${i}`));
    const ahead = begun + ((i + 1) * 1000) / perSecond - Date.now();
    if (ahead > 0) await new Promise((done) => setTimeout(done, ahead));
  }
  const poured = Date.now() - begun;
  const tries = (await Promise.all(going)).reduce((sum, one) => sum + one, 0);
  console.log(`${name}: ${count} events in ${(poured / 1000).toFixed(1)} s, ${going.length} deliveries, ${tries} attempts`);
  return count;
}

async function once(name: string, count: number): Promise<void> {
  const rows = () => sql(stack, `select count(*), count(distinct event_id) from webhook_inbox where vendor = 'stripe' and event_id like 'evt_${name}_%'`);
  await until(`${count} events`, 900_000, async () => Number((await rows())[0]![0]) >= count);
  assert.deepEqual((await rows())[0], [`${count}`, `${count}`], "each event once");
}

describe("the origin is away", { timeout: 1_800_000 }, () => {
  test(`for ${kAway.seconds} s under ${kAway.perSecond} events a second: every one is accepted at once and applied once`, async () => {
    await kill(stack, "origin");
    const count = await pour("away", kAway);
    assert.equal((await sql(stack, "select count(*) from webhook_inbox where event_id like 'evt_away_%'"))[0]![0], "0", "nobody could have applied them");
    await resume(stack);
    await once("away", count);
  });

  test("and the edge is killed with what it holds: swept up and applied once", async () => {
    await kill(stack, "origin");
    const pouring = pour("swept", kSwept);
    await new Promise((done) => setTimeout(done, kSwept.seconds * 500));
    await kill(stack, "edge");
    await resume(stack);
    await once("swept", await pouring);
  });

  test("while a call ends: its end is kept, and the call completes when the origin is back", async () => {
    const visitor = await signIn(stack);
    const number = (await sandbox(stack, "/directory")).find((e: any) => e.name === "short_and_simple").number;
    const call = (await visitor.post("/api/voice/call", { to_number: number })).json.call_id;
    await untilStatus(visitor, call, (status) => status === "in_progress" || status === "bridged");
    await kill(stack, "origin");
    await until("the carrier to have told the end", 60_000, async () =>
      (await sandbox(stack, "/webhooks")).some((d: any) => d.event_type === "call.hangup" && d.status === 200));
    await resume(stack);
    await untilEnded(visitor, call, 60_000);
    const [facts] = await sql(stack, `select count(*), count(distinct (leg_id, kind, occurred_at)) from call_facts where call_id = '${call}'`);
    assert.equal(facts![0], facts![1], "each fact once");
    const [open] = await sql(stack, `select count(*) from webhook_inbox where call_id = '${call}' and status in ('received', 'failed')`);
    assert.equal(open![0], "0");
  });
});

// What Cloudflare promises of queues is "at least once" and no order, and of KV a minute's delay.
describe("a platform at its roughest", { timeout: 600_000 }, () => {
  const settings = (more: string) => writeFileSync(path.join(stack.home, "env.local"), `STRIPE_WEBHOOK_SECRET=${stripeSecret}\n${more}`);
  test(`every pointer twice and out of order, KV a minute behind, ${kSwept.perSecond} events a second: each is applied once, and none is given up`, async () => {
    settings('WIB_EDGE_ROUGH={"doubled":true,"stale":60,"points":true}\n');
    await resume(stack);
    const failures = () => sql(stack, "select count(*) from webhook_failures");
    const before = await failures();
    try {
      await kill(stack, "origin");
      const pouring = pour("rough", kSwept);
      await until("some to be kept", 30_000, async () => points("webhook_kept") >= 20);
      await resume(stack);
      await once("rough", await pouring);
      await until("nothing to be kept any more", 60_000, async () => points("webhook_redelivered") >= points("webhook_kept"));
      assert.deepEqual(await failures(), before);
    } finally {
      settings("");
      await resume(stack);
    }
  });
  /** How often the edge has counted something. */
  const points = (what: string): number =>
    readFileSync(path.join(stack.home, "logs", "edge.log"), "utf8").split("\n").filter((line) => line.includes('"data_point"') && line.includes(`"${what}"`)).length;
});

describe("an event nobody could deliver", { timeout: 120_000 }, () => {
  /** What the edge tells the origin after a day in vain, under the edge's own envelope. */
  async function undeliverable(body: string): Promise<string> {
    const [kid, key] = readFileSync(path.join(stack.home, "secrets"), "utf8").match(/^WIB_ENVELOPE_KEYS=([^:]+):(.*)$/m)!.slice(1) as [string, string];
    const id = randomUUID();
    const told = JSON.stringify({ vendor: "telnyx", endpoint: "/webhooks/telnyx", content_type: "application/json", signed_id: "", request: id,
      received_at: new Date().toISOString(), reason: "the origin answered 503", http_status: 503, body_base64: Buffer.from(body).toString("base64") });
    const target = "/internal/webhooks/undeliverable";
    const json = JSON.stringify({ request: randomUUID(), method: "POST", target, content_type: "application/json", idempotency_key: "",
      body_digest: createHash("sha256").update(told).digest("hex"),
      principal: { kind: "anonymous", actor: null, user: null, organization: null, role: "none", plan: "", label: "edge", is_platform_admin: false, permissions: [] },
      client_address: "", user_agent: "", correlation_id: "", patience_us: 5_000_000, issued_at_us: Date.now() * 1000 });
    const sealed = `${kid}.${Buffer.from(json).toString("base64url")}`;
    const mac = createHmac("sha256", Buffer.from(key, "base64")).update(sealed).digest("base64url");
    const answer = await request(`${stack.originUrl}${target}`, { method: "POST", body: told, headers: { "content-type": "application/json", "x-wib-envelope": `${sealed}.${mac}` } });
    assert.equal(answer.status, 200, String(answer.bytes));
    return id;
  }
  /** An event of an ended call, as the carrier would tell it once more. */
  async function eventOfOurs(id: string): Promise<string> {
    const [row] = await sql(stack, "select payload from webhook_inbox where vendor = 'telnyx' and organization_id is not null and event_type = 'call.hangup' limit 1");
    const event = JSON.parse(row![0]!);
    event.data.id = id;
    return JSON.stringify(event);
  }

  test("is shown masked to the organisation's admin alone, replayed once, and its audit row names who did it", async () => {
    const failure = await undeliverable(await eventOfOurs(randomUUID()));
    const agent = await signIn(stack, "agent");
    assert.equal((await agent.get("/api/reliability/webhooks")).status, 403);
    const admin = await signIn(stack, "admin");
    const listed = (await admin.get("/api/reliability/webhooks?status=pending")).json;
    const shown = listed.failures.find((one: any) => one.id === failure);
    assert.equal(shown.event_type, "call.hangup");
    assert.ok(listed.metrics.active_failures >= 1);
    assert.equal(shown.payload.data.payload.to, "[masked]");
    const stored = await sql(stack, `select payload_shown::text, encode(payload_sealed, 'escape') from webhook_failures where id = '${failure}'`);
    assert.ok(!/\+1\d{6,}/.test(stored[0]!.join(" ")), "no number stands in the row");

    const act = (action: string) => admin.ask("PUT", "/api/reliability/webhooks", { failure_id: failure, action, resolution_notes: "seen" });
    const replayed = await act("retry");
    assert.deepEqual([replayed.status, replayed.json.failure.status, replayed.json.failure.attempt_count], [200, "resolved", 2]);
    assert.equal((await act("retry")).status, 409, "what is settled stays so");
    const [audit] = await sql(stack, `select count(*), min(user_id::text) from audit_logs where action = 'reliability:webhook_action_taken' and resource_id = '${failure}'`);
    assert.equal(audit![0], "1");
    assert.ok(audit![1]);
  });

  test("is discarded or left to people by word alone", async () => {
    const failure = await undeliverable(await eventOfOurs(randomUUID()));
    const admin = await signIn(stack, "admin");
    const act = (action: string) => admin.ask("PUT", "/api/reliability/webhooks", { failure_id: failure, action });
    assert.equal((await act("manual_review")).json.failure.status, "manual_review");
    assert.equal((await act("discard")).json.failure.status, "discarded");
    assert.equal((await act("discard")).status, 409);
    assert.equal((await admin.ask("PUT", "/api/reliability/webhooks", { failure_id: randomUUID(), action: "discard" })).status, 404);
  });

  test("of no organisation is nobody's but the platform's", async () => {
    const failure = await undeliverable('{"data":{"id":"x","event_type":"call.hangup","payload":{}}}');
    const admin = await signIn(stack, "admin");
    assert.ok(!(await admin.get("/api/reliability/webhooks")).json.failures.some((one: any) => one.id === failure));
    assert.equal((await admin.ask("PUT", "/api/reliability/webhooks", { failure_id: failure, action: "discard" })).status, 404);
    assert.equal((await admin.get("/api/internal/webhook-dlq")).status, 403);
  });
});

describe("scheduled work", { timeout: 180_000 }, () => {
  async function aPersonOfThePlatform() {
    await sql(stack, `update users set platform_role = 'platform-admin' where email = '${stack.users.manager}'`);
    return signIn(stack, "manager");
  }

  test("runs by the edge's clock: what is in use goes well, and nobody calls well what is not", async () => {
    const platform = await aPersonOfThePlatform();
    const health = await until("every job in use to have gone well", 90_000, async () => {
      const { json } = await platform.get("/api/internal/cron-health");
      return json.status === "healthy" && json;
    }, 2_000);
    const used = health.jobs.filter((job: any) => job.status !== "not_in_use");
    assert.ok(used.length >= 7);
    for (const job of used) assert.equal(job.runs.at(-1).outcome, "succeeded", job.job_name);
    for (const job of health.jobs) if (job.status === "not_in_use") assert.deepEqual([job.last_run, job.runs], [null, []], job.job_name);
    const admin = await signIn(stack, "admin");
    assert.equal((await admin.get("/api/internal/cron-health")).status, 403);
  });

  test("is made good once by one run when it was missed for hours", async () => {
    await sql(stack, "delete from job_runs where job = 'cleanup_sessions'");
    await sql(stack, "update scheduler_leases set scheduled_for = date_trunc('hour', now()) - interval '6 hours' where name = 'cleanup_sessions'");
    await kill(stack, "edge");  // its clock says at the start what may have come round meanwhile
    await resume(stack);
    const runs = () => sql(stack, "select status, missed from job_runs where job = 'cleanup_sessions'");
    await until("the missed job to have run", 90_000, async () => (await runs())[0]?.[0] === "succeeded");
    assert.deepEqual(await runs(), [["succeeded", "5"]]);
  });
});
