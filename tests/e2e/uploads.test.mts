// Sound files from a caller through the edge and the origin into the store: nobody on the way holds them, and an upload that comes to no
// end leaves nothing.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { aPerson, request, sandbox, signIn, sql, startStack, stopStack, until, Visitor, type Stack } from "./stack.mts";

const kMebibyte = 1024 * 1024;
const kBoundary = "----wib-e2e-9c1f";
let stack: Stack;
before(async () => {
  // More uploads within a minute than one person makes.
  stack = await startStack("WIB_EDGE_WINDOWS=off\n");
}, { timeout: 600_000 });
after(async () => {
  if (stack) await stopStack(stack);
}, { timeout: 60_000 });

interface Upload {
  bytes: number;
  type?: string;
  name?: string;
  /** Announces so many bytes and waits for what is said to it. */
  announced?: number;
  /** Ends the connection when so many bytes of the file have gone. */
  cutAfter?: number;
  /** Does not announce its length. */
  chunked?: boolean;
}
interface Sent {
  status: number;
  json: any;
  sha256: string;
}

/** A mebibyte that is like no other. */
function block(number: number): Buffer {
  const bytes = Buffer.alloc(kMebibyte, number % 251);
  bytes.writeUInt32LE(number, 0);
  return bytes;
}

/** One file in a form, made as it is sent, at the pace at which it is taken. */
async function send(visitor: Visitor, { bytes, type = "audio/wav", name = "a file.wav", announced, cutAfter = Infinity, chunked = false }: Upload): Promise<Sent> {
  const head = Buffer.from(`--${kBoundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`);
  const tail = Buffer.from(`\r\n--${kBoundary}--\r\n`);
  const hash = createHash("sha256");
  const headers = visitor.headers({
    "content-type": `multipart/form-data; boundary=${kBoundary}`,
    "x-csrf-token": visitor.csrf,
    ...(chunked ? {} : { "content-length": String(announced ?? head.length + bytes + tail.length) }),
  });
  return new Promise((resolve, reject) => {
    let answered = false;
    const sending = http.request(`${visitor.base}/api/audio/upload`, { method: "POST", headers, agent: false }, (reply) => {
      answered = true;
      const parts: Buffer[] = [];
      reply.on("data", (part) => parts.push(part));
      reply.on("error", reject);
      reply.on("end", () => resolve({ status: reply.statusCode ?? 0, json: JSON.parse(Buffer.concat(parts).toString() || "null"), sha256: hash.digest("hex") }));
    });
    // Who is refused may be cut off while still sending; what counts is what was answered.
    sending.on("error", (error) => answered || (cutAfter < bytes ? resolve({ status: 0, json: null, sha256: "" }) : reject(error)));
    void (async () => {
      const taken = () =>
        new Promise<void>((ready) => {
          const go = () => (sending.off("drain", go).off("close", go), ready());
          sending.on("drain", go).on("close", go);
        });
      const write = async (part: Buffer) => void (sending.write(part) || (await taken()));
      await write(head);
      for (let at = 0; at < bytes && !answered && !sending.destroyed; at += kMebibyte) {
        if (at >= cutAfter) {
          sending.destroy();
          return;
        }
        const part = block(at / kMebibyte).subarray(0, Math.min(kMebibyte, bytes - at));
        hash.update(part);
        await write(part);
      }
      if (!sending.destroyed && announced === undefined) sending.end(tail);
    })();
  });
}

const objects = () => path.join(stack.home, "sandbox/objects");
/** What the store holds of uploads: whole objects' keys, and files of parts nobody has joined. */
function stored(): { keys: string[]; parts: number } {
  const keys = readdirSync(objects(), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".json"))
    .map((file) => JSON.parse(readFileSync(path.join(objects(), file), "utf8")).key as string);
  return { keys: keys.filter((key) => key.startsWith("audio/")), parts: readdirSync(path.join(objects(), ".incoming")).length };
}
const rows = async () => Number((await sql(stack, "select count(*) from audio_files"))[0]![0]);

const pidOf = (service: string) => Number(readFileSync(path.join(stack.home, "run", `${service}.pid`), "utf8"));
function children(of: number): number[] {
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      const [, parent] = readFileSync(`/proc/${name}/stat`, "utf8").split(") ")[1]!.split(" ");
      return [{ pid: Number(name), parent: Number(parent) }];
    } catch {
      return [];
    }
  });
  const below = (pid: number): number[] => all.filter(({ parent }) => parent === pid).flatMap((each) => [each.pid, ...below(each.pid)]);
  return below(of);
}
const figure = (pid: number, name: "VmRSS" | "VmHWM") => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
/** From now on a process's peak counts from what it has now. */
const forgetPeak = (pid: number) => writeFileSync(`/proc/${pid}/clear_refs`, "5");

describe("a file of a hundred megabytes", { timeout: 300_000 }, () => {
  let agent: Visitor;
  let file: any;
  let sha256 = "";
  const size = 100 * 1000 * 1000;

  test("goes through and nobody holds it", async (t) => {
    agent = await signIn(stack);
    // Everything it takes has been done once, so that what is measured is the file.
    assert.equal((await send(agent, { bytes: 12 * kMebibyte })).status, 201);
    const origin = pidOf("origin");
    const edge = [pidOf("edge"), ...children(pidOf("edge"))];
    assert.ok(edge.some((pid) => readFileSync(`/proc/${pid}/comm`, "utf8").startsWith("workerd")), "the runtime is among those that are measured");
    const before = new Map([origin, ...edge].map((pid) => [pid, figure(pid, "VmRSS")]));
    for (const pid of before.keys()) forgetPeak(pid);
    const sent = await send(agent, { bytes: size, name: "a long one.wav" });
    assert.equal(sent.status, 201, JSON.stringify(sent.json));
    const grown = (pid: number) => figure(pid, "VmHWM") - before.get(pid)!;
    const most = Math.max(...edge.map(grown));
    t.diagnostic(`origin grew by ${grown(origin).toFixed(1)} MiB, the edge's largest process by ${most.toFixed(1)} MiB`);
    assert.ok(grown(origin) <= 32, `the origin grew by ${grown(origin).toFixed(1)} MiB`);
    assert.ok(most <= 32, `the edge grew by ${most.toFixed(1)} MiB`);
    file = sent.json.audio_file;
    sha256 = sent.sha256;
    assert.equal(file.size_bytes, size);
    assert.equal(file.media_hash, sha256);
    assert.equal(file.original_name, "a long one.wav");
    assert.equal(stored().parts, 0);
  });

  test("is listed and plays by ranges, and whoever listens is written down", async () => {
    const listed = await agent.get("/api/audio/files?limit=1");
    assert.deepEqual(listed.json.audio_files, [file]);
    assert.equal(listed.json.pagination.total, 2);
    const part = await agent.get(file.stream_path, { range: `bytes=${50 * kMebibyte}-${50 * kMebibyte + 3}` });
    assert.equal(part.status, 206);
    assert.deepEqual(part.bytes, block(50).subarray(0, 4));
    assert.equal(part.headers["content-range"], `bytes ${50 * kMebibyte}-${50 * kMebibyte + 3}/${size}`);
    assert.equal(part.headers["cache-control"], "no-store");
    const whole = await request(agent.base + file.stream_path, { headers: agent.headers() });
    assert.equal(createHash("sha256").update(whole.bytes).digest("hex"), sha256);
    const deeds = await sql(stack, `select action, new_value ->> 'range' from audit_logs where resource_id = '${file.id}' order by created_at`);
    assert.deepEqual(deeds.map(([deed]) => deed), ["audio:uploaded", "audio:accessed", "audio:accessed"]);
    assert.equal(deeds[1]![1], `bytes=${50 * kMebibyte}-${50 * kMebibyte + 3}`);
  });

  test("is there for nobody of another organisation", async () => {
    const stranger = new Visitor(stack.url);
    await stranger.get("/api/auth/csrf");
    const account = { email: "eve@elsewhere.test", password: "correct horse battery" };
    const signedUp = await stranger.post("/api/auth/signup", { ...account, name: "Eve", organization_name: "Elsewhere" }, await aPerson(stack, "sign_up"));
    assert.equal(signedUp.status, 201, String(signedUp.bytes));
    assert.equal((await stranger.post("/api/auth/callback/credentials", account)).status, 200);
    assert.equal((await stranger.get(file.stream_path)).status, 404);
    assert.equal((await stranger.get("/api/audio/files")).json.pagination.total, 0);
    assert.equal((await new Visitor(stack.url).get(file.stream_path)).status, 401);
  });
});

describe("an upload that is none", { timeout: 300_000 }, () => {
  let agent: Visitor;
  let before: { rows: number; keys: number };
  const nothingMore = async (what: string) => {
    await until(`${what} to leave nothing`, 30_000, async () => {
      const now = stored();
      return now.parts === 0 && now.keys.length === before.keys;
    });
    assert.equal(await rows(), before.rows, what);
  };

  test("is refused with the reason and leaves nothing", async () => {
    agent = await signIn(stack);
    before = { rows: await rows(), keys: stored().keys.length };
    const refused = async (what: string, upload: Upload, status: number, code: string) => {
      const sent = await send(agent, upload);
      assert.equal(sent.status, status, `${what}: ${JSON.stringify(sent.json)}`);
      assert.equal(sent.json.code, code, what);
    };
    await refused("another type", { bytes: 300_000, type: "text/html" }, 415, "UNSUPPORTED_MEDIA_TYPE");
    await refused("nothing", { bytes: 0 }, 400, "VALIDATION_ERROR");
    await refused("too much, announced", { bytes: 1000, announced: 100 * kMebibyte + 1 }, 413, "PAYLOAD_TOO_LARGE");
    await refused("too much, not announced", { bytes: 100 * kMebibyte, chunked: true }, 413, "PAYLOAD_TOO_LARGE");
    const json = await agent.post("/api/audio/upload", { file: "x" });
    assert.equal(json.status, 415);
    const viewer = await signIn(stack, "compliance");
    assert.equal((await send(viewer, { bytes: 1000 })).status, 403);
    await nothingMore("what was refused");
  });

  test("that does not announce its length goes through all the same", async () => {
    const sent = await send(agent, { bytes: 11 * kMebibyte, chunked: true });
    assert.equal(sent.status, 201, JSON.stringify(sent.json));
    assert.equal(sent.json.audio_file.media_hash, sent.sha256);
    before = { rows: before.rows + 1, keys: before.keys + 1 };
  });

  test("is cut in the middle and leaves nothing", async () => {
    const cut = await send(agent, { bytes: 60 * kMebibyte, cutAfter: 23 * kMebibyte });
    assert.equal(cut.status, 0);
    await nothingMore("a cut upload");
  });

  test("meets a store that fails, says so and leaves nothing", async () => {
    await sandbox(stack, "/faults", { at: "s3", kind: "status", status: 403, path: "partNumber=2", times: 10 });
    const failed = await send(agent, { bytes: 20 * kMebibyte });
    assert.equal(failed.status, 502, JSON.stringify(failed.json));
    await sandbox(stack, "/reset", {});
    await nothingMore("a store that failed");
  });
});
