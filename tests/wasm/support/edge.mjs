// The edge as it runs (wrangler/local.mjs: real workerd) in front of a scripted origin, each on a port of its own.
import { spawn } from "node:child_process";
import { createHash, createHmac, createPrivateKey, randomBytes, sign } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const key = () => randomBytes(32);
const base64url = (bytes) => Buffer.from(bytes).toString("base64url");
export const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

export const kEnvelopeKey = key();
export const kSessionKey = key();
export const kOrganization = "0192f0c0-0000-7000-8000-000000000001";

// RFC 8032, test 1: a Telnyx whose private key we know.
const kTelnyxSeed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
const kTelnyxPublic = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
const telnyxKey = createPrivateKey({
  key: Buffer.from(`302e020100300506032b657004220420${kTelnyxSeed}`, "hex"), format: "der", type: "pkcs8",
});
export function telnyxHeaders(body, at = Math.floor(Date.now() / 1000)) {
  const signature = sign(null, Buffer.from(`${at}|${body}`), telnyxKey).toString("base64");
  return { "content-type": "application/json", "telnyx-timestamp": `${at}`, "telnyx-signature-ed25519": signature };
}

// shared/api/envelope.hpp, both ways.
const mac = (text) => createHmac("sha256", kEnvelopeKey).update(text).digest("base64url");
export function openEnvelope(header) {
  const at = header.lastIndexOf(".");
  if (mac(header.slice(0, at)) !== header.slice(at + 1)) throw new Error("the envelope does not verify");
  return JSON.parse(Buffer.from(header.slice(0, at).split(".")[1], "base64url"));
}
export function sealEnvelope({ method, target, body = "", content_type = "application/json" }) {
  const nobody = { kind: "job", actor: null, user: null, organization: null, role: "none", plan: "", label: "origin", is_platform_admin: false, permissions: [] };
  const json = JSON.stringify({
    request: crypto.randomUUID(), method, target, content_type, idempotency_key: "", body_digest: sha256(body),
    principal: nobody, client_address: "", user_agent: "", correlation_id: "", patience_us: 5_000_000,
    issued_at_us: Date.now() * 1000,
  });
  const sealed = `k1.${base64url(json)}`;
  return `${sealed}.${mac(sealed)}`;
}

// shared/identity/csrf.hpp: random 16 | expiry 8 | HMAC.
export function csrfToken(purpose, boundTo, lifeSeconds = 600) {
  const head = Buffer.concat([randomBytes(16), Buffer.alloc(8)]);
  head.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 1000) + lifeSeconds), 16);
  const tag = createHmac("sha256", kSessionKey).update(purpose).update(head).update(boundTo).digest();
  return base64url(Buffer.concat([head, tag]));
}

// Somebody with a session: what their browser sends with every request.
export function person(role = "agent") {
  const token = base64url(randomBytes(32));
  const looks = { "user-agent": "Browser/1", "accept-language": "en", "sec-ch-ua": '"B";v="1"' };
  const hash = sha256(token);
  const claims = {
    session_id: crypto.randomUUID(), user_id: crypto.randomUUID(), email: "a@example.com", name: "A",
    organization_id: kOrganization, role, plan: "pro", platform_role: null,
    expires_at: new Date(Date.now() + 86_400_000).toISOString(),
    fingerprint_hash: sha256(Object.values(looks).join("|")),
  };
  const headers = { ...looks, cookie: `__Host-wib=${token}` };
  return { token, hash, claims, headers, withCsrf: { ...headers, "x-csrf-token": csrfToken("ses|", hash) } };
}

// An origin that answers what a test says, and keeps what it was asked.
export async function startOrigin() {
  const origin = { requests: [], schedules: [], sessions: new Map(), answer: null };
  const server = createServer(async (request, response) => {
    // Whoever watches a body come in sees it before it is whole.
    if (origin.upload && request.url.startsWith("/api/audio/")) return void origin.upload(request, response);
    const parts = [];
    for await (const part of request) parts.push(part);
    const seen = { method: request.method, target: request.url, headers: request.headers, body: Buffer.concat(parts).toString() };
    seen.envelope = openEnvelope(request.headers["x-wib-envelope"] ?? "");
    // Each start of the edge, and each minute, tells what came round and asks whether an origin is there to take what it keeps for it.
    if (seen.target === "/internal/jobs/due") {
      origin.schedules.push(seen);
      return void response.writeHead(202, { "content-type": "application/json" }).end('{"success":true}');
    }
    if (seen.target === "/api/health" && seen.envelope?.principal.label === "edge") return void response.writeHead(200).end("{}");
    origin.requests.push(seen);
    const hash = /^\/internal\/sessions\/(.*)$/.exec(request.url)?.[1];
    if (hash) {
      const claims = origin.sessions.get(hash);
      response.writeHead(claims ? 200 : 404, { "content-type": "application/json" }).end(JSON.stringify(claims ?? {}));
    } else if (origin.answer) {
      origin.answer(request, response, seen);
    } else {
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ ok: true }));
    }
  });
  server.on("upgrade", (request, socket) => origin.upgrade?.(request, socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  origin.url = `http://127.0.0.1:${server.address().port}`;
  origin.asked = (pattern) => origin.requests.filter(({ target }) => pattern.test(target));
  origin.welcome = (someone) => (origin.sessions.set(someone.hash, someone.claims), someone);
  origin.reset = () => Object.assign(origin, { requests: [], answer: null, upgrade: null, upload: null });
  origin.close = () => (server.closeAllConnections(), new Promise((resolve) => server.close(resolve)));
  return origin;
}

export function consoleFiles() {
  const directory = mkdtempSync(join(tmpdir(), "wib-console-"));
  mkdirSync(join(directory, "assets"));
  writeFileSync(join(directory, "index.html"), '<!doctype html><title>Word Is Bond</title><div id="root"></div><script type="module" src="/assets/app-1a2b.js"></script>');
  writeFileSync(join(directory, "assets/app-1a2b.js"), "export const app = 1;\n");
  writeFileSync(join(directory, "favicon.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>");
  return directory;
}

// Starts the edge and waits until it listens; `stop` tells how it ended.
export async function startEdge(settings = {}) {
  const state = mkdtempSync(join(tmpdir(), "wib-edge-test-"));
  const child = spawn(process.execPath, [here("../../../wrangler/local.mjs")], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env.PATH, HOME: state, TMPDIR: tmpdir(), WIB_EDGE_PORT: "0", WIB_EDGE_STATE: state,
      WIB_PORT_FILE: join(state, "port"), WIB_ENVELOPE_KEYS: `k1:${kEnvelopeKey.toString("base64")}`,
      WIB_SESSION_KEY: kSessionKey.toString("base64"), TELNYX_PUBLIC_KEY: kTelnyxPublic, ...settings,
    },
  });
  const ended = once(child, "exit");
  const log = [];
  const listeners = [];
  const note = (line) => (log.push(line), listeners.forEach((listener) => listener(line)));
  const port = await new Promise((resolve, reject) => {
    createInterface({ input: child.stderr }).on("line", note);
    createInterface({ input: child.stdout }).on("line", (line) => {
      note(line);
      if (line.includes('"event":"listening"')) resolve(JSON.parse(line).port);
    });
    ended.then(([code]) => reject(new Error(`the edge ended with ${code}:\n${log.join("\n")}`)));
  });
  const url = `http://127.0.0.1:${port}`;
  return {
    url, port, state, log,
    // The first line with these words, whether it has been logged or is still to come.
    said: (words) => new Promise((resolve) => {
      const listen = (line) => line.includes(words) && resolve(line);
      log.forEach(listen);
      listeners.push(listen);
    }),
    fetch: (path, init = {}) => fetch(url + path, { redirect: "manual", ...init }),
    stop: async () => {
      child.kill("SIGTERM");
      const [code] = await ended;
      rmSync(state, { recursive: true, force: true });
      return code;
    },
  };
}
