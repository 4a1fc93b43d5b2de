// The canonical transcript through real processes: recording, queue, vendor, webhook, version; and what a vendor in trouble does to it.
import assert from "node:assert/strict";
import { createHash, createHmac, randomUUID } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { Events, type Visitor, request, resume, sandbox, signIn, sql, startStack, stopStack, until, untilEnded, untilStored, wordErrorRate, words, type Stack } from "./stack.mts";

let stack: Stack, visitor: Visitor;
before(async () => {
  stack = await startStack();
  // As long as a batch of two calls is worth waiting for.
  writeFileSync(path.join(stack.home, "env.local"), "WIB_EDGE_QUEUE_WAIT=1\n");
  await resume(stack);
  visitor = await signIn(stack);
}, { timeout: 600_000 });
after(async () => {
  if (stack) await stopStack(stack);
}, { timeout: 60_000 });

const entry = async (script: string) => (await sandbox(stack, "/directory")).find((e: any) => e.name === script);
const said = (e: any) => words(e.lines.map((line: any) => line.say ?? "").join(" "));
const versionsOf = async (call: string, by = visitor) => (await by.get(`/api/calls/${call}/transcript-versions`)).json;
const untilTranscript = (call: string, status: string, timeoutMs = 60_000) =>
  until(`the transcript of ${call} to be ${status}`, timeoutMs, async () => {
    const reply = await versionsOf(call);
    if (reply?.transcript_status === status) return reply;
    throw new Error(JSON.stringify(reply)?.slice(0, 300));
  });
const jobsOf = async (call: string) => {
  const [row] = await sql(stack, `select audio_ref, vendor_job_id from transcription_jobs where call_id = '${call}'`);
  const all = await sandbox(stack, "/transcripts");
  return all.filter((job: any) => job.params.audio_url === row?.[0]);
};

async function place(script: string, more: object = {}): Promise<string> {
  const placed = await visitor.post("/api/voice/call", { to_number: (await entry(script)).number, ...more });
  assert.equal(placed.status, 201, String(placed.bytes));
  return placed.json.call_id;
}
async function settled(call: string): Promise<void> {
  await untilEnded(visitor, call);
  await untilStored(visitor, call);
}

/** Members in the order of the alphabet, no spaces: what is hashed. */
const canonical = (value: any): string =>
  Array.isArray(value) ? `[${value.map(canonical).join(",")}]`
  : value && typeof value === "object" ? `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`
  : JSON.stringify(value);

describe("a call that was recorded", { timeout: 240_000 }, () => {
  test("has its final transcript, side by side and word for word, with what proves it", async () => {
    const agent = await entry("agent_grace"), consumer = await entry("pays_friday");
    const call = await place("pays_friday", { from_number: agent.number, flow_type: "bridge" });
    const events = new Events(visitor, `/api/calls/${call}/events`);
    await settled(call);
    const reply = await untilTranscript(call, "completed");
    assert.equal(reply.versions.length, 1);
    const [version] = reply.versions;
    const of = (speaker: string) => words(version.transcript.utterances.filter((u: any) => u.speaker === speaker).map((u: any) => u.text).join(" "));
    assert.equal(wordErrorRate(said(consumer), of("consumer")), 0, `${said(consumer)} / ${of("consumer")}`);
    const heard = words((await sandbox(stack, "/calls")).filter((leg: any) => leg.to === agent.number).flatMap((leg: any) => leg.said).map((line: any) => line.say ?? line.text ?? line).join(" "));
    assert.ok(of("agent").length >= 3, of("agent").join(" "));
    if (heard.length) assert.equal(wordErrorRate(heard, of("agent")), 0, `${heard} / ${of("agent")}`);

    assert.deepEqual([version.version, version.is_authoritative, version.produced_by, version.produced_by_model], [1, true, "model", "assemblyai universal-3-pro"]);
    assert.equal(createHash("sha256").update(canonical(version.transcript)).digest("hex"), version.transcript_hash, "as anybody can compute it");
    const recording = (await visitor.get(`/api/calls/${call}`)).json.call.recordings[0];
    assert.equal(version.input_refs.recording_sha256, recording.media_hash);
    assert.equal(version.input_refs.audio_sha256, recording.derivatives.find((d: any) => d.kind === "wav").media_hash);
    assert.equal(version.transcript.audio_ms, recording.duration_ms);

    await until("the event", 10_000, async () => events.of("transcription").some((e) => e.data.status === "completed" && e.data.version === 1));
    events.close();
    const actions = (await sql(stack, `select action from audit_logs where resource_id = '${call}' and action like 'transcription:%' order by created_at`)).flat();
    assert.deepEqual(actions, ["transcription:submitted", "transcription:completed"]);
    const [job] = await jobsOf(call);
    assert.equal(job.params.multichannel, true);
    assert.ok(job.told.some((one: any) => one.status === 200), "told by webhook");
  });
});

describe("a vendor in trouble", { timeout: 600_000 }, () => {
  test("who is away for a while gets the recording when it is back", async () => {
    await sandbox(stack, "/faults", { at: "assemblyai_batch", kind: "status", status: 503, times: 1, path: "/v2/upload" });
    const call = await place("short_and_simple");
    await settled(call);
    const waiting = await until("the setback to show", 60_000, async () => {
      const reply = await versionsOf(call);
      return reply.failure_reason ? reply : undefined;
    });
    assert.equal(waiting.transcript_status, "queued");
    assert.match(waiting.failure_reason, /^503/);
    const reply = await untilTranscript(call, "completed", 90_000);
    assert.equal(reply.failure_reason, null);
    assert.ok(wordErrorRate(said(await entry("short_and_simple")), words(reply.versions[0].transcript.utterances.filter((u: any) => u.speaker === "consumer").map((u: any) => u.text).join(" "))) === 0);
  });

  test("whose answer was lost has one job of it all the same", async () => {
    await sandbox(stack, "/faults", { at: "assemblyai_batch", kind: "unheard", times: 1, path: "POST /_assemblyai/v2/transcript" });
    const call = await place("short_and_simple");
    await settled(call);
    await untilTranscript(call, "completed", 90_000);
    assert.equal((await jobsOf(call)).length, 1);
  });

  test("whose job fails shows why, and is asked again", async () => {
    await sandbox(stack, "/faults", { at: "assemblyai_batch", kind: "error", times: 1 });
    const call = await place("short_and_simple");
    await settled(call);
    const failed = await untilTranscript(call, "failed");
    assert.match(failed.failure_reason, /Asked for by a fault/);
    // What the sweep would do in five minutes.
    const [job] = await sql(stack, `select organization_id, id from transcription_jobs where call_id = '${call}'`);
    assert.equal((await internal("/internal/transcriptions/advance", { organization_id: job![0], job_id: job![1] })).status, 200);
    await untilTranscript(call, "completed", 90_000);
  });

  test("for longer than the queue tries: dead after the fourth time, with its reason, until somebody who may asks again", async () => {
    // The queue's own pauses (10 s, 80 s, 11 min) are over at once; tries, retries and the queue of the dead are workerd's.
    writeFileSync(path.join(stack.home, "env.local"), 'WIB_EDGE_QUEUE_WAIT=1\nWIB_EDGE_ROUGH={"pause":0}\n');
    await resume(stack);
    await sandbox(stack, "/faults", { at: "assemblyai_batch", kind: "status", status: 500, times: 100, path: "/v2/upload" });
    const call = await place("short_and_simple");
    await settled(call);
    const given = await untilTranscript(call, "failed_permanent");
    assert.match(given.failure_reason, /^500/);
    assert.deepEqual(await sql(stack, `select tries from transcription_jobs where call_id = '${call}'`), [["4"]]);
    await request(`${stack.sandboxUrl}/_sandbox/faults`, { method: "DELETE", ca: readFileSync(stack.caFile, "utf8") });
    assert.equal((await visitor.post(`/api/calls/${call}/transcription`)).status, 403, "an agent may not");
    const manager = await signIn(stack, "manager");
    const again = await manager.post(`/api/calls/${call}/transcription`);
    assert.deepEqual([again.status, again.json.transcript_status], [202, "queued"]);
    await untilTranscript(call, "completed", 90_000);
  });
});

/** One of the edge's own messages to the origin, under its envelope. */
async function internal(target: string, message: object): Promise<Awaited<ReturnType<typeof request>>> {
  const [kid, key] = readFileSync(path.join(stack.home, "secrets"), "utf8").match(/^WIB_ENVELOPE_KEYS=([^:]+):(.*)$/m)!.slice(1) as [string, string];
  const body = JSON.stringify(message);
  const json = JSON.stringify({ request: randomUUID(), method: "POST", target, content_type: "application/json", idempotency_key: "",
    body_digest: createHash("sha256").update(body).digest("hex"),
    principal: { kind: "job", actor: null, user: null, organization: null, role: "none", plan: "", label: "transcription", is_platform_admin: false, permissions: [] },
    client_address: "", user_agent: "", correlation_id: "", patience_us: 60_000_000, issued_at_us: Date.now() * 1000 });
  const sealed = `${kid}.${Buffer.from(json).toString("base64url")}`;
  const mac = createHmac("sha256", Buffer.from(key, "base64")).update(sealed).digest("base64url");
  return request(`${stack.originUrl}${target}`, { method: "POST", body, headers: { "content-type": "application/json", "x-wib-envelope": `${sealed}.${mac}` } });
}
