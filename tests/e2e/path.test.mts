// The whole path through real processes: edge on workerd, origin, Postgres, and the sandbox's vendors with real audio.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { Events, Visitor, answersHeld, callOf, request, runWib, sandbox, signIn, sql, startStack, stopStack, until, untilEnded, untilStored, wordErrorRate, words, type Stack } from "./stack.mts";

let stack: Stack;
before(async () => {
  stack = await startStack();
}, { timeout: 600_000 });
after(async () => {
  if (stack) await stopStack(stack);
}, { timeout: 60_000 });

const entry = async (script: string) => (await sandbox(stack, "/directory")).find((e: any) => e.name === script);
const said = (e: any) => words(e.lines.map((line: any) => line.say ?? "").join(" "));
const heardFrom = (segments: any[], speaker: string) => words(segments.filter((s) => s.speaker === speaker).map((s) => s.content).join(" "));

async function segmentsOf(visitor: Visitor, call: string): Promise<any[]> {
  return (await visitor.get(`/api/calls/${call}/transcript?after=-1`)).json.segments;
}

describe("a direct call", { timeout: 180_000 }, () => {
  let visitor: Visitor, call: string, events: Events, consumer: any;
  before(async () => {
    visitor = await signIn(stack);
    consumer = await entry("pays_friday");
    const placed = await visitor.post("/api/voice/call", { to_number: consumer.number });
    assert.equal(placed.status, 201, String(placed.bytes));
    call = placed.json.call_id;
    events = new Events(visitor, `/api/calls/${call}/events`);
    await untilEnded(visitor, call);
    await untilStored(visitor, call);
  });
  after(() => events?.close());

  test("its status only moves forward and ends completed", async () => {
    const order = ["pending", "initiated", "ringing", "in_progress", "bridged", "completed"];
    const seen = events.of("call").map((e) => order.indexOf(e.data.status));
    assert.ok(seen.length >= 3);
    assert.deepEqual(seen, [...seen].sort((a, b) => a - b));
    assert.equal((await callOf(visitor, call)).status, "completed");
  });

  test("the consumer's words arrive live and are kept", async () => {
    assert.ok(events.of("partial").length > 3, "partial words were pushed");
    const turns = events.of("turn").filter((e) => e.data.speaker === "consumer");
    assert.ok(turns.length >= 1);
    const segments = await segmentsOf(visitor, call);
    assert.ok(wordErrorRate(said(consumer), heardFrom(segments, "consumer")) <= 0.1, `${said(consumer)} / ${heardFrom(segments, "consumer")}`);
    assert.deepEqual(segments.map((s) => s.segment_index), segments.map((_, i) => i));
  });

  test("the recording is as long as the stream's own frames, within 100 ms, and hashes to what the row says", async () => {
    const detail = await callOf(visitor, call);
    const leg = (await sandbox(stack, "/calls")).find((c: any) => c.to === consumer.number);
    const { inbound, outbound } = leg.streams[0].tracks;
    const streamMs = Math.max(inbound.frames, outbound.frames) * 20;
    assert.ok(Math.abs(detail.recordings[0].duration_ms - streamMs) <= 100, `${detail.recordings[0].duration_ms} against ${streamMs}`);
    const wav = await visitor.get(`/api/recordings/stream/${detail.recordings[0].id}`);
    assert.equal(wav.status, 200);
    assert.equal(wav.headers["content-type"], "audio/wav");
    assert.match(String(wav.headers["cache-control"]), /no-store/);
    const derivative = detail.recordings[0].derivatives.find((d: any) => d.kind === "wav");
    assert.equal(createHash("sha256").update(wav.bytes).digest("hex"), derivative.media_hash);
    const seconds = (wav.bytes.length - 44) / (8000 * 2 * 2);
    assert.ok(Math.abs(seconds * 1000 - streamMs) <= 100, `${seconds} s of sound`);
  });

  test("ranges are served as asked, and refused when they cannot be", async () => {
    const id = (await callOf(visitor, call)).recordings[0].id;
    const whole = await visitor.get(`/api/recordings/stream/${id}`);
    const part = await visitor.get(`/api/recordings/stream/${id}`, { range: "bytes=100-199" });
    assert.equal(part.status, 206);
    assert.equal(part.headers["content-range"], `bytes 100-199/${whole.bytes.length}`);
    assert.deepEqual(part.bytes, whole.bytes.subarray(100, 200));
    const tail = await visitor.get(`/api/recordings/stream/${id}`, { range: "bytes=-50" });
    assert.deepEqual(tail.bytes, whole.bytes.subarray(-50));
    assert.equal((await visitor.get(`/api/recordings/stream/${id}`, { range: `bytes=${whole.bytes.length}-` })).status, 416);
  });

  test("every deed is in the audit: sign-in, start, end, recording and each listening", async () => {
    const actions = (await sql(stack, `select distinct action from audit_logs order by 1`)).flat();
    for (const action of ["auth:login", "call:started", "call:ended", "recording:accessed"]) assert.ok(actions.includes(action), `${action} in ${actions}`);
    const compliance = await signIn(stack, "compliance");
    const page = await compliance.get(`/api/audit-logs?resource_id=${call}`);
    assert.equal(page.status, 200, String(page.bytes));
    assert.ok(page.json.audit_logs.some((row: any) => row.action === "call:started"));
    assert.equal((await visitor.get(`/api/audit-logs?resource_id=${call}`)).status, 403);
  });

  test("the list shows it once, and finds it by its number", async () => {
    const list = await visitor.get(`/api/calls?search=${encodeURIComponent(consumer.number.slice(-7))}`);
    assert.equal(list.json.calls.filter((c: any) => c.id === call).length, 1);
    assert.equal(list.json.pagination.total, list.json.calls.length);
  });

  test("a reader who comes back after an event gets what followed, and not what came long before", async () => {
    const persisted = events.seen.filter((e) => e.id);
    const again = new Events(visitor, `/api/calls/${call}/events`, persisted.at(-2)!.id);
    await until("the last event again", 10_000, async () => again.seen.some((e) => e.id === persisted.at(-1)!.id));
    again.close();
    const everything = new Events(visitor, `/api/calls/${call}/events`);
    await until("the whole call again", 10_000, async () => everything.seen.filter((e) => e.id).length >= persisted.length);
    everything.close();
    assert.deepEqual([...new Set(everything.seen.filter((e) => e.id).map((e) => e.id))], [...new Set(persisted.map((e) => Number(e.id)))].sort((a, b) => a - b).map(String));
  });
});

describe("a bridged call", { timeout: 180_000 }, () => {
  test("rings the agent first, then the consumer, and keeps both sides' words apart", async () => {
    const visitor = await signIn(stack);
    const consumer = await entry("short_and_simple");
    const agent = (await sandbox(stack, "/directory")).find((e: any) => e.name === "agent_grace");
    const placed = await visitor.post("/api/voice/call", { to_number: consumer.number, from_number: agent.number, flow_type: "bridge" });
    assert.equal(placed.status, 201, String(placed.bytes));
    const call = placed.json.call_id;
    await until("both to talk", 30_000, async () => (await callOf(visitor, call)).status === "bridged");
    const ended = await untilEnded(visitor, call);
    assert.equal(ended.status, "completed");
    const [agentLeg, consumerLeg] = [ended.legs.find((l: any) => l.role === "agent"), ended.legs.find((l: any) => l.role === "consumer")];
    assert.ok(agentLeg.answered_at < consumerLeg.dialed_at, "the consumer is dialled when the agent is there");
    assert.ok(ended.talk_seconds >= 1);
    await untilStored(visitor, call);
    const segments = await segmentsOf(visitor, call);
    assert.ok(wordErrorRate(said(consumer), heardFrom(segments, "consumer")) <= 0.1, heardFrom(segments, "consumer").join(" "));
    assert.ok(heardFrom(segments, "agent").length >= 3, "what the consumer heard is written down as the agent's");
    assert.equal((await sql(stack, `select count(*) from calls where id = '${call}'`))[0]![0], "1");
  });
});

describe("calls that do not come about", { timeout: 180_000 }, () => {
  for (const [script, status] of [["line_busy", "busy"], ["rejects_call", "busy"], ["never_answers", "no_answer"]] as const) {
    test(`${script} ends ${status} and nothing is recorded`, async () => {
      const visitor = await signIn(stack);
      const placed = await visitor.post("/api/voice/call", { to_number: (await entry(script)).number });
      assert.equal(placed.status, 201, String(placed.bytes));
      const ended = await untilEnded(visitor, placed.json.call_id, 120_000);
      assert.equal(ended.status, status);
      assert.equal(ended.recordings.length, 0);
    });
  }

  test("ending a ringing call cancels it", async () => {
    const visitor = await signIn(stack);
    const placed = await visitor.post("/api/voice/call", { to_number: (await entry("never_answers")).number });
    const ended = await visitor.post(`/api/calls/${placed.json.call_id}/end`);
    assert.equal(ended.status, 200, String(ended.bytes));
    assert.equal((await untilEnded(visitor, placed.json.call_id)).status, "canceled");
    assert.equal((await visitor.post(`/api/calls/${placed.json.call_id}/end`)).json.code, "CALL_NOT_ACTIVE");
  });
});

describe("the API's word on itself", { timeout: 120_000 }, () => {
  test("is served to anybody, costs nothing when it is known, and is what `wib openapi` prints", async () => {
    const first = await request(`${stack.url}/api/openapi.json`);
    assert.deepEqual([first.status, first.json.openapi], [200, "3.1.1"]);
    assert.match(String(first.headers["cache-control"]), /max-age=\d+/);
    const again = await request(`${stack.url}/api/openapi.json`, { headers: { "if-none-match": String(first.headers.etag) } });
    assert.deepEqual([again.status, again.bytes.length, again.headers.etag], [304, 0, first.headers.etag]);
    assert.equal((await request(`${stack.url}/api/openapi.json`, { headers: { "if-none-match": '"another"' } })).status, 200);
    const { code, output } = await runWib(stack, ["openapi", "--compact"]);
    assert.equal(code, 0, output);
    assert.deepEqual(JSON.parse(output.slice(output.indexOf("{"))), first.json);
  });

  test("is kept: every answer of these tests was held against it", async () => {
    const before = answersHeld();
    await (await signIn(stack)).get("/api/users/me");
    assert.equal(answersHeld(), before + 3);
  });
});

describe("bad input", { timeout: 120_000 }, () => {
  test("gets a stable code and reaches nothing", async () => {
    const visitor = await signIn(stack);
    const number = (await entry("pays_friday")).number;
    const before = (await sql(stack, "select count(*) from calls"))[0]![0];
    const cases: [string, string, unknown, number, string][] = [
      ["POST", "/api/voice/call", "{", 400, "INVALID_JSON"],
      ["POST", "/api/voice/call", { to_number: 5 }, 400, "VALIDATION_ERROR"],
      ["POST", "/api/voice/call", { to_number: "555" }, 400, "VALIDATION_ERROR"],
      ["POST", "/api/voice/call", { to_number: number, surprise: true }, 400, "VALIDATION_ERROR"],
      ["POST", "/api/voice/call", { to_number: number, flow_type: "sideways" }, 400, "VALIDATION_ERROR"],
      ["POST", "/api/voice/call", {}, 400, "VALIDATION_ERROR"],
      ["POST", "/api/voice/call", { to_number: number, padding: "x".repeat(9000) }, 413, "PAYLOAD_TOO_LARGE"],
      ["GET", "/api/calls/not-an-id", undefined, 400, "INVALID_ID"],
      ["GET", "/api/calls/00000000-0000-4000-8000-000000000000", undefined, 404, "NOT_FOUND"],
      ["GET", "/api/recordings/stream/00000000-0000-4000-8000-000000000000", undefined, 404, "NOT_FOUND"],
      ["GET", "/api/nowhere", undefined, 404, "NOT_FOUND"],
      ["POST", "/api/calls", {}, 405, "METHOD_NOT_ALLOWED"],
      ["GET", "/api/calls?limit=banana", undefined, 400, "VALIDATION_ERROR"],
    ];
    for (const [method, target, body, status, code] of cases) {
      const answer = await visitor.ask(method, target, body);
      assert.deepEqual([answer.status, answer.json?.code], [status, code], `${method} ${target} ${JSON.stringify(body)?.slice(0, 60)}`);
      assert.ok(answer.json.correlation_id, "every refusal can be found in the logs");
    }
    const faults = (await visitor.post("/api/voice/call", { to_number: "x", from_number: 1, nonsense: 1 })).json.details;
    assert.deepEqual(faults.map((f: any) => f.path).sort(), ["from_number", "nonsense", "to_number"], "all faults at once");
    assert.equal((await sql(stack, "select count(*) from calls"))[0]![0], before);
  });

  test("who is not signed in, has no token or a wrong one is refused", async () => {
    const stranger = new Visitor(stack.url);
    assert.equal((await stranger.get("/api/calls")).json.code, "AUTH_REQUIRED");
    const visitor = await signIn(stack);
    const token = visitor.csrf;
    visitor.csrf = "";
    assert.equal((await visitor.post("/api/voice/call", {})).json.code, "CSRF_REQUIRED");
    assert.equal((await visitor.post("/api/voice/call", {}, { "x-csrf-token": `${token.slice(0, -4)}AAAA` })).json.code, "CSRF_INVALID");
    const cookies = new Map(visitor.cookies);
    visitor.csrf = token;
    assert.equal((await visitor.post("/api/auth/signout")).status, 200);
    for (const [name, value] of cookies) visitor.cookies.set(name, value);
    const revoked = await visitor.get("/api/calls");
    assert.equal(revoked.status, 401, `a revoked session is refused at once: ${revoked.bytes}`);
  });

  test("a wrong password and an unknown person get the same answer", async () => {
    const answers = [];
    for (const email of [stack.users.agent, "nobody@demo.test"]) {
      const visitor = new Visitor(stack.url);
      await visitor.get("/api/auth/csrf");
      const answer = await visitor.post("/api/auth/callback/credentials", { email, password: "wrong" });
      answers.push([answer.status, answer.json.code, answer.json.error]);
    }
    assert.deepEqual(answers[0], answers[1]);
    assert.equal(answers[0]![0], 401);
  });

  test("the same key places one call; another body under it is refused", async () => {
    const visitor = await signIn(stack);
    const order = { to_number: (await entry("line_busy")).number };
    const first = await visitor.post("/api/voice/call", order, { "idempotency-key": "once-1" });
    const second = await visitor.post("/api/voice/call", order, { "idempotency-key": "once-1" });
    assert.equal(second.json.call_id, first.json.call_id);
    assert.equal(second.headers["idempotent-replayed"], "true");
    const other = await visitor.post("/api/voice/call", { to_number: (await entry("rejects_call")).number }, { "idempotency-key": "once-1" });
    assert.equal(other.json.code, "IDEMPOTENCY_MISMATCH");
    assert.equal(other.status, 422);
  });

  test("a forged or stale webhook costs nothing downstream", async () => {
    const body = JSON.stringify({ data: { record_type: "event", event_type: "call.hangup", id: "00000000-0000-4000-8000-00000000000f", occurred_at: new Date().toISOString(), payload: {} } });
    const forged = await request(`${stack.url}/webhooks/telnyx`, { method: "POST", body, headers: { "content-type": "application/json", "telnyx-timestamp": String(Math.floor(Date.now() / 1000)), "telnyx-signature-ed25519": Buffer.alloc(64, 7).toString("base64") } });
    assert.deepEqual([forged.status, forged.json.code], [401, "SIGNATURE_INVALID"]);
    const unsigned = await request(`${stack.url}/webhooks/telnyx`, { method: "POST", body, headers: { "content-type": "application/json" } });
    assert.equal(unsigned.status, 401);
    assert.deepEqual(await sql(stack, "select event_id from webhook_inbox where event_id = '00000000-0000-4000-8000-00000000000f'"), []);
  });

  test("the origin answers nobody without the edge's envelope, and media sockets need their token", async () => {
    assert.equal((await request(`${stack.originUrl}/api/calls`)).json.code, "ENVELOPE_INVALID");
    assert.equal((await request(`${stack.originUrl}/api/calls`, { headers: { "x-wib-envelope": "k1.e30.AAAA" } })).json.code, "ENVELOPE_INVALID");
    const upgrade = { connection: "Upgrade", upgrade: "websocket", "sec-websocket-version": "13", "sec-websocket-key": "d29yZGlzYm9uZGRvY3Rvcg==" };
    const socket = await request(`${stack.originUrl}/media/telnyx?token=abc`, { headers: upgrade });
    assert.deepEqual([socket.status, socket.json?.code], [401, "STREAM_TOKEN_INVALID"]);
  });
});

describe("from the terminal", { timeout: 180_000 }, () => {
  test("wib call follows a call, prints its words and where everything was kept", async () => {
    const { code, output } = await runWib(stack, ["call", "--script", "short_and_simple"]);
    assert.equal(code, 0, output);
    assert.match(output, /recording\s+\S+\s+stored\s+sha256 [0-9a-f]{64}/);
    const rate = Number(/word error rate, consumer\s+([\d.]+) %/.exec(output)?.[1]);
    assert.ok(rate <= 10, output);
  });

  test("wib call --bridge compares both sides with what they said until the line went dead", async () => {
    const { code, output } = await runWib(stack, ["call", "--script", "short_and_simple", "--bridge"]);
    assert.equal(code, 0, output);
    assert.match(output, /status\s+completed/);
    for (const side of ["agent", "consumer"]) {
      const rate = Number(new RegExp(`word error rate, ${side}\\s+([\\d.]+) %`).exec(output)?.[1]);
      assert.ok(rate <= 10, output);
    }
  });

  test("wib doctor finds everything well, and says how to mend what is not", async () => {
    const { code, output } = await runWib(stack, ["doctor"]);
    assert.equal(code, 0, output);
  });
});
