// A manager listens in on a live call: through the real edge, on a socket, until the call ends or the right does.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Visitor, aPerson, callOf, request, sandbox, signIn, sql, startStack, stopStack, until, untilEnded, untilStatus, untilStored, type Stack } from "./stack.mts";

let stack: Stack;
before(async () => {
  stack = await startStack();
}, { timeout: 600_000 });
after(async () => {
  if (stack) await stopStack(stack);
}, { timeout: 60_000 });

const kHeader = 20;
interface Packet {
  format: number;
  track: number;
  number: number;
  timestampMs: number;
  payload: Buffer;
}

/** The socket of one ticket, gathered until it closes. */
class Ear {
  readonly packets: Packet[] = [];
  readonly told: any[] = [];
  code = 0;
  refused = false;
  #socket: WebSocket;

  constructor(visitor: Visitor, path: string, headers: Record<string, string> = {}) {
    // Node's own client takes headers besides (undici); its types are the browser's.
    this.#socket = new (WebSocket as any)(visitor.base.replace("http", "ws") + path, { headers: visitor.headers(headers) });
    this.#socket.binaryType = "arraybuffer";
    this.#socket.onmessage = ({ data }) => {
      if (typeof data === "string") return void this.told.push(JSON.parse(data));
      const bytes = Buffer.from(data as ArrayBuffer);
      this.packets.push({ format: bytes[0]!, track: bytes[1]!, number: bytes.readUInt32LE(4), timestampMs: bytes.readUInt32LE(8), payload: bytes.subarray(kHeader) });
    };
    this.#socket.onerror = () => (this.refused = !this.told.length);
    this.#socket.onclose = ({ code }) => (this.code = code);
  }

  get ended(): string | undefined {
    return this.told.find((one) => one.kind === "ended")?.reason;
  }
  of(track: number): Packet[] {
    return this.packets.filter((one) => one.track === track);
  }
  close(): void {
    this.#socket.close();
  }
}

const numberOf = async (name: string): Promise<string> => (await sandbox(stack, "/directory")).find((e: any) => e.name === name).number;
const untilSound = (visitor: Visitor, call: string) => until("the call's sound", 30_000, async () => (await callOf(visitor, call)).recordings.length > 0);
/** A call to somebody who never hangs up, once it is answered and its sound is here. */
async function aLastingCall(): Promise<{ visitor: Visitor; call: string }> {
  const visitor = await signIn(stack);
  const placed = await visitor.post("/api/voice/call", { to_number: await numberOf("agent_grace") });
  assert.equal(placed.status, 201, String(placed.bytes));
  const call = placed.json.call_id;
  await untilStatus(visitor, call, (status) => status === "in_progress" || status === "bridged");
  await untilSound(visitor, call);
  return { visitor, call };
}
async function ticketOf(visitor: Visitor, call: string, extra?: Record<string, string>): Promise<string> {
  const answer = await visitor.post(`/api/calls/${call}/monitor`, { mode: "listen" }, extra);
  assert.equal(answer.status, 201, String(answer.bytes));
  return answer.json.path;
}
async function listen(visitor: Visitor, call: string, format = "g711", extra?: Record<string, string>): Promise<Ear> {
  const ear = new Ear(visitor, `${await ticketOf(visitor, call, extra)}&format=${format}`, extra);
  await until("sound", 10_000, async () => ear.packets.length > 10 || ear.code);
  assert.equal(ear.code, 0, "the socket is open");
  return ear;
}
/** A handshake that is refused, as HTTP says it. */
const handshake = (visitor: Visitor, path: string, extra: Record<string, string> = {}) =>
  request(visitor.base + path, {
    headers: visitor.headers({ connection: "Upgrade", upgrade: "websocket", "sec-websocket-version": "13", "sec-websocket-key": "d29yZGlzYm9uZGRvY3Rvcg==", ...extra }),
  });

describe("listening in on a call", { timeout: 240_000 }, () => {
  test("a manager hears both sides as they were recorded, byte by byte, until the call ends", async () => {
    const visitor = await signIn(stack), manager = await signIn(stack, "manager");
    const placed = await visitor.post("/api/voice/call", { to_number: await numberOf("pays_friday") });
    const call = placed.json.call_id;
    await untilSound(visitor, call);
    const path = await ticketOf(manager, call);
    const ear = new Ear(manager, `${path}&format=g711`);
    const opus = await listen(manager, call, "opus");
    await untilEnded(visitor, call);
    await until("both sockets to end", 10_000, async () => ear.code && opus.code);
    assert.deepEqual([ear.ended, ear.code], ["call_ended", 1000]);
    assert.deepEqual(ear.told[0], { kind: "started", codec: "pcmu", sample_rate: 8000, tracks: ["consumer", "agent"] });
    assert.deepEqual(opus.told[0], { kind: "started", codec: "opus", sample_rate: 8000, tracks: ["consumer", "agent"] });
    assert.deepEqual(ear.told.filter((one) => one.kind === "gap"), [], "nothing was lost on the way");

    // The recording holds the carrier's frames: what was heard lies in it, sample by sample, on both sides.
    const stored = await untilStored(visitor, call);
    const wav = (await visitor.get(`/api/recordings/stream/${stored.recordings[0].id}`)).bytes.subarray(44);
    const samples = new Int16Array(wav.buffer.slice(wav.byteOffset, wav.byteOffset + wav.byteLength - (wav.byteLength % 4)));
    const first = Math.min(...ear.packets.map((one) => one.timestampMs));
    for (const track of [0, 1]) {
      const packets = ear.of(track);
      assert.ok(packets.length >= 200, `${packets.length} packets of track ${track}`);
      assert.deepEqual(packets.map((one) => one.number), packets.map((_, i) => i));
      const heard = Int16Array.from(Buffer.concat(packets.map((one) => one.payload)), muLaw);
      const side = Int16Array.from({ length: samples.length / 2 }, (_, i) => samples[2 * i + track]!);
      const at = find(side, heard);
      assert.ok(at >= 0, `what was heard of track ${track} is part of the recording`);
      assert.ok(opus.of(track).length >= packets.length * 0.5 && opus.of(track).every((one) => one.format === 111 && one.payload.length < 120));
    }
    assert.ok(first >= 0);
    const rows = await sql(stack, `select mode, end_reason, ended_at >= opened_at from call_monitors where call_id = '${call}'`);
    assert.deepEqual(rows, [["listen", "call_ended", "t"], ["listen", "call_ended", "t"]]);
    const audit = await manager.get(`/api/audit-logs?resource_id=${call}`);
    assert.equal(audit.json.audit_logs.filter((row: any) => row.action === "call:monitored").length, 2);
  });

  test("refusals have names, before the handshake", async () => {
    const { visitor, call } = await aLastingCall();
    const manager = await signIn(stack, "manager"), compliance = await signIn(stack, "compliance");
    const post = async (who: Visitor, body: unknown, of = call) => (await who.post(`/api/calls/${of}/monitor`, body)).json.code;
    assert.equal(await post(visitor, { mode: "listen" }), "FORBIDDEN");
    assert.equal(await post(manager, { mode: "whisper" }), "NOT_SERVED");
    assert.equal(await post(manager, { mode: "barge" }), "NOT_SERVED");
    assert.equal(await post(compliance, { mode: "barge" }), "FORBIDDEN");
    assert.equal(await post(manager, { mode: "listen" }, "0197a3c0-1111-4000-8000-000000000666"), "NOT_FOUND");

    const path = await ticketOf(manager, call);
    assert.equal((await handshake(visitor, path)).json.code, "FORBIDDEN", "an agent with a manager's ticket");
    assert.equal((await handshake(compliance, path)).json.code, "NOT_FOUND", "somebody else's ticket");
    assert.equal((await manager.get(path)).json.code, "VALIDATION_ERROR", "no handshake");
    assert.equal((await handshake(manager, path, { origin: "https://evil.test" })).json.code, "CSRF_INVALID", "a page of another site");
    assert.equal((await handshake(new Visitor(stack.url), path)).json.code, "AUTH_REQUIRED");
    assert.equal((await request(stack.originUrl + path, { headers: { connection: "Upgrade", upgrade: "websocket", "sec-websocket-version": "13", "sec-websocket-key": "d29yZGlzYm9uZGRvY3Rvcg==" } })).json.code, "ENVELOPE_INVALID", "past the edge");
    const ear = new Ear(manager, path, { origin: stack.url });
    await until("sound for the page itself", 10_000, async () => ear.packets.length > 0);
    assert.equal((await handshake(manager, path)).json.code, "NOT_FOUND", "a ticket is used once");
    assert.equal((await manager.ask("DELETE", `/api/calls/${call}/monitor`)).json.stopped, 1);
    await until("the end", 5_000, async () => ear.code);
    assert.equal(ear.ended, "stopped");
    const quiet = await listen(compliance, call);
    quiet.close();
    await visitor.post(`/api/calls/${call}/end`);
    await untilEnded(visitor, call);
    assert.equal(await post(manager, { mode: "listen" }), "CALL_NOT_ACTIVE");
    await until("every row closed", 5_000, async () => (await sql(stack, `select count(*) from call_monitors where call_id = '${call}' and opened_at is not null and ended_at is null`))[0]![0] === "0");
  });

  test("another organisation finds no such call", async () => {
    const { visitor, call } = await aLastingCall();
    const manager = await signIn(stack, "manager");
    const path = await ticketOf(manager, call);
    const stranger = new Visitor(stack.url);
    await stranger.get("/api/auth/csrf");
    const eve = { email: "eve@elsewhere.test", password: "correct horse battery" };
    assert.equal((await stranger.post("/api/auth/signup", { ...eve, name: "Eve", organization_name: "Elsewhere" }, await aPerson(stack, "sign_up"))).status, 201);
    assert.equal((await stranger.post("/api/auth/callback/credentials", eve)).status, 200);
    assert.equal((await stranger.post(`/api/calls/${call}/monitor`, { mode: "listen" })).json.code, "NOT_FOUND");
    assert.equal((await handshake(stranger, path)).json.code, "NOT_FOUND");
    await visitor.post(`/api/calls/${call}/end`);
  });

  test("whoever stops reading hurts neither the recording nor another listener", async () => {
    const { visitor, call } = await aLastingCall();
    const manager = await signIn(stack, "manager");
    const path = await ticketOf(manager, call);
    const asleep = await stopsReading(manager, `${path}&format=g711`);
    const awake = await listen(manager, call);
    const from = awake.of(0).length;
    await until("four seconds of sound", 15_000, async () => awake.of(0).length >= from + 200);
    assert.deepEqual(awake.told.filter((one) => one.kind === "gap"), []);
    assert.deepEqual(awake.of(0).map((one) => one.number), awake.of(0).map((_, i) => i));
    asleep.destroy();
    await visitor.post(`/api/calls/${call}/end`);
    await untilEnded(visitor, call);
    const stored = await untilStored(visitor, call);
    const leg = (await sandbox(stack, "/calls")).filter((c: any) => c.script === "agent_grace").at(-1);
    const { inbound, outbound } = leg.streams[0].tracks;
    const streamMs = Math.max(inbound.frames, outbound.frames) * 20;
    assert.ok(Math.abs(stored.recordings[0].duration_ms - streamMs) <= 100, `${stored.recordings[0].duration_ms} of ${streamMs} ms`);
  });

  test("who is dismissed hears nothing more within two seconds", async () => {
    const { visitor, call } = await aLastingCall();
    const admin = await signIn(stack, "admin");
    const made = await admin.post("/api/organizations/api-keys", { name: "ear", permissions: ["call_listening:execute"] });
    assert.equal(made.status, 201, String(made.bytes));
    const machine = new Visitor(stack.url), bearer = { authorization: `Bearer ${made.json.key}` };
    const leaving = await signIn(stack, "manager"), lowered = await signIn(stack, "manager"), expelled = await signIn(stack, "compliance");
    const ears = { key: await listen(machine, call, "g711", bearer), leaving: await listen(leaving, call), lowered: await listen(lowered, call, "opus"), expelled: await listen(expelled, call) };
    const [[managerId]] = (await sql(stack, "select id from users where email = 'manager@demo.test'")) as [[string]];
    const [[complianceId]] = (await sql(stack, "select id from users where email = 'compliance@demo.test'")) as [[string]];
    const endings: [keyof typeof ears, () => Promise<{ status: number }>][] = [
      ["key", () => admin.ask("DELETE", `/api/organizations/api-keys/${made.json.api_key.id}`)],
      ["leaving", () => leaving.post("/api/auth/signout")],
      ["lowered", () => admin.ask("PATCH", `/api/teams/members/${managerId}/role`, { role: "agent" })],
      ["expelled", () => admin.ask("DELETE", `/api/team/members/${complianceId}`)],
    ];
    for (const [who, dismiss] of endings) {
      assert.equal(ears[who].code, 0, `${who} still listens`);
      const answer = await dismiss();
      assert.ok(answer.status < 300, `${who}: ${answer.status}`);
      const told = Date.now();
      await until(`the ear of ${who} to be closed`, 2_000, async () => ears[who].code);
      console.log(`${who} heard nothing more after ${Date.now() - told} ms`);
      assert.deepEqual([ears[who].ended, ears[who].code], ["revoked", 1008]);
    }
    const reasons = (await sql(stack, `select distinct end_reason from call_monitors where call_id = '${call}' and ended_at is not null`)).flat();
    assert.deepEqual(reasons, ["revoked"]);
    await visitor.post(`/api/calls/${call}/end`);
  });
});

function muLaw(code: number): number {
  const bits = ~code & 0xff, magnitude = (((bits & 0x0f) << 3) + 0x84) << ((bits & 0x70) >> 4);
  return bits & 0x80 ? 0x84 - magnitude : magnitude - 0x84;
}

/** Where `part` lies in `whole`, or -1. */
function find(whole: Int16Array, part: Int16Array): number {
  for (let at = 0; at + part.length <= whole.length; at += 1) {
    let same = 0;
    while (same < part.length && whole[at + same] === part[same]) ++same;
    if (same === part.length) return at;
  }
  return -1;
}

/** A client that shakes hands and reads nothing afterwards. */
async function stopsReading(visitor: Visitor, path: string): Promise<import("node:net").Socket> {
  const { connect } = await import("node:net");
  const { hostname, port } = new URL(visitor.base);
  const socket = connect(Number(port), hostname);
  const head = Object.entries(visitor.headers({ host: `${hostname}:${port}`, connection: "Upgrade", upgrade: "websocket", "sec-websocket-version": "13", "sec-websocket-key": "d29yZGlzYm9uZGRvY3Rvcg==" }));
  socket.write(`GET ${path} HTTP/1.1\r\n${head.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`);
  const answer = await new Promise<string>((resolve, reject) => {
    socket.once("data", (bytes) => resolve(bytes.toString("latin1")));
    socket.once("error", reject);
  });
  assert.match(answer, /^HTTP\/1\.1 101 /);
  socket.pause();
  socket.on("error", () => {});
  return socket;
}
