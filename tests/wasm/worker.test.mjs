// The whole edge in Cloudflare's own runtime: module, host and bindings, against an origin that does what a test says.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { createServer, request as httpRequest } from "node:http";
import { after, afterEach, before, describe, test } from "node:test";
import { kModule } from "../../wasm/budget/measure.mjs";
import { Sentry } from "../sandbox/sentry/envelopes.mts";
import { consoleFiles, csrfToken, person, sealEnvelope, sha256, startEdge, startOrigin, telnyxHeaders } from "./support/edge.mjs";

const kFiles = consoleFiles();
let origin;
let edge;

before(async () => {
  origin = await startOrigin();
  edge = await startEdge({ ORIGIN_URL: origin.url, WIB_STATIC_DIR: kFiles, WIB_EDGE_WINDOWS: "off" });
});
afterEach(() => origin.reset());
after(async () => {
  const code = await edge.stop();
  await origin.close();
  rmSync(kFiles, { recursive: true });
  assert.equal(code, 0, "SIGTERM ends it cleanly");
});

const refusal = async (answer) => ({ status: answer.status, code: (await answer.json()).code });
const lookUps = () => origin.asked(/^\/internal\/sessions\//).length;

// Claims are put into KV while the answer is already on its way: ask until they are found there.
async function becomeKnown(someone, at = edge) {
  for (let tries = 0; tries < 50; ++tries) {
    const before = lookUps();
    assert.equal((await at.fetch("/api/users/me", { headers: someone.headers })).status, 200);
    if (lookUps() === before) return;
  }
  assert.fail("the claims never reached KV");
}
const post = (path, body, headers) => edge.fetch(path, { method: "POST", body, headers });

describe("the platform's clock", () => {
  test("tells the origin at the start what may have come round meanwhile, each schedule under an envelope of its own", async () => {
    for (let tries = 0; origin.schedules.length < 3 && tries < 200; ++tries) await new Promise((done) => setTimeout(done, 50));
    const told = origin.schedules.map(({ body, envelope, method }) => ({ ...JSON.parse(body), envelope, method }));
    for (const schedule of ["every_minute", "every_five_minutes", "hourly"]) {
      const { envelope, method, scheduled_for } = told.find((one) => one.schedule === schedule);
      assert.deepEqual([envelope.principal.kind, envelope.principal.label], ["job", schedule]);
      assert.deepEqual([envelope.method, method, envelope.target], ["POST", "POST", "/internal/jobs/due"]);
      assert.match(scheduled_for, /:00\.000000Z$/, "a whole minute");
      assert.ok(Math.abs(Date.parse(scheduled_for) - Date.now()) < 10 * 60_000);
    }
    assert.equal(new Set(told.map(({ envelope }) => envelope.request)).size, told.length);
  });
});

describe("forwarding", () => {
  test("brings the request to the origin under an envelope that holds", async () => {
    const answer = await edge.fetch("/api/health?a=%2B", { headers: { "user-agent": "Test/1", "x-correlation-id": "t-1" } });
    assert.equal(answer.status, 200);
    assert.deepEqual(await answer.json(), { ok: true });
    const [{ target, envelope }] = origin.requests;
    assert.equal(target, "/api/health?a=%2B");
    assert.equal(envelope.target, target);
    assert.equal(envelope.method, "GET");
    assert.equal(envelope.principal.kind, "anonymous");
    assert.equal(envelope.client_address, "127.0.0.1");
    assert.equal(envelope.user_agent, "Test/1");
    assert.equal(envelope.correlation_id, "t-1");
    assert.equal(envelope.body_digest, sha256(""));
    assert.ok(Math.abs(envelope.issued_at_us / 1000 - Date.now()) < 10_000);
  });

  test("secures every answer and hides the hop", async () => {
    origin.answer = (request, response) => response
      .writeHead(200, { "content-type": "application/json", server: "origin", "x-wib-secret": "1" }).end("{}");
    const { headers } = await edge.fetch("/api/health");
    assert.equal(headers.get("content-security-policy"), "default-src 'none'; base-uri 'none'; frame-ancestors 'none'");
    assert.equal(headers.get("cache-control"), "no-store");
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("x-frame-options"), "DENY");
    assert.match(headers.get("strict-transport-security"), /max-age=31536000/);
    assert.match(headers.get("x-correlation-id"), /^wb-/);
    assert.equal(headers.get("server"), null);
    assert.equal(headers.get("x-wib-secret"), null);
  });

  test("keeps every cookie the origin sets", async () => {
    const cookies = ["__Host-wib=abc; HttpOnly; Secure; SameSite=Lax; Path=/", "__Host-wib-pre=; Max-Age=0; Path=/; Secure"];
    origin.answer = (request, response) => response.writeHead(200, { "set-cookie": cookies }).end("{}");
    assert.deepEqual((await edge.fetch("/api/auth/csrf")).headers.getSetCookie(), cookies);
  });

  test("serves HEAD without a body", async () => {
    const answer = await edge.fetch("/api/health", { method: "HEAD" });
    assert.equal(answer.status, 200);
    assert.equal(origin.requests[0].method, "HEAD");
    assert.equal((await answer.arrayBuffer()).byteLength, 0);
  });

  test("follows no redirect of the origin's", async () => {
    origin.answer = (request, response) => response.writeHead(302, { location: "/elsewhere" }).end();
    const answer = await edge.fetch("/api/health");
    assert.equal(answer.status, 302);
    assert.equal(answer.headers.get("location"), "/elsewhere");
  });

  test("refuses unknown paths, wrong methods and the origin's inner rooms without asking it", async () => {
    assert.deepEqual(await refusal(await edge.fetch("/api/unknown")), { status: 404, code: "NOT_FOUND" });
    assert.deepEqual(await refusal(await edge.fetch("/internal/sessions/abc")), { status: 404, code: "NOT_FOUND" });
    const wrong = await edge.fetch("/api/calls", { method: "DELETE" });
    assert.equal(wrong.status, 405);
    assert.equal(wrong.headers.get("allow"), "GET, HEAD");
    assert.equal(origin.requests.length, 0);
  });

  test("answers many at once while the origin takes its time", async () => {
    const waiting = [];
    origin.answer = (request, response) => {
      waiting.push(response);
      if (waiting.length === 60) waiting.forEach((one) => one.end("{}"));
    };
    const answers = await Promise.all(Array.from({ length: 60 }, () => edge.fetch("/api/health")));
    assert.ok(answers.every(({ status }) => status === 200));
    assert.equal(new Set(origin.requests.map(({ envelope }) => envelope.request)).size, 60, "each under an id of its own");
  });
});

describe("sessions", () => {
  test("ask the origin once and live in KV afterwards", async () => {
    const someone = origin.welcome(person("agent"));
    await becomeKnown(someone);
    assert.ok(lookUps() >= 1);
    const { envelope, headers } = origin.asked(/me$/).at(-1);
    assert.equal(envelope.principal.kind, "session");
    assert.equal(envelope.principal.role, "agent");
    assert.equal(envelope.principal.actor, someone.claims.session_id);
    assert.equal(headers["x-wib-principal"], undefined);
  });

  test("come as a bearer token, too", async () => {
    const { token, headers: { cookie, ...looks } } = origin.welcome(person());
    assert.equal((await edge.fetch("/api/users/me", { headers: { ...looks, authorization: `Bearer ${token}` } })).status, 200);
  });

  test("that nobody knows are refused", async () => {
    assert.deepEqual(await refusal(await edge.fetch("/api/users/me")), { status: 401, code: "AUTH_REQUIRED" });
    const stranger = person();
    assert.deepEqual(await refusal(await edge.fetch("/api/users/me", { headers: stranger.headers })), { status: 401, code: "SESSION_REVOKED" });
    assert.equal(origin.asked(/me$/).length, 0);
  });

  test("are forgotten at sign-out, before the answer", async () => {
    const someone = origin.welcome(person());
    await becomeKnown(someone);
    origin.sessions.delete(someone.hash);
    assert.equal((await post("/api/auth/signout", undefined, someone.withCsrf)).status, 200);
    assert.deepEqual(await refusal(await edge.fetch("/api/users/me", { headers: someone.headers })), { status: 401, code: "SESSION_REVOKED" });
  });

  test("that the origin has revoked leave KV with its first refusal", async () => {
    const someone = origin.welcome(person());
    await becomeKnown(someone);
    origin.sessions.delete(someone.hash);
    origin.answer = (request, response) => response.writeHead(401, { "content-type": "application/json" }).end("{}");
    assert.equal((await edge.fetch("/api/users/me", { headers: someone.headers })).status, 401);
    const before = origin.asked(/me$/).length;
    await edge.fetch("/api/users/me", { headers: someone.headers });
    assert.equal(origin.asked(/me$/).length, before, "now the edge knows");
  });

  // The table is written by hand from the rules; natively the same cells are asked in tests/unit/edge/core/rights_test.cpp.
  test("let in whom the rules let in, for every role and route", async () => {
    const rows = readFileSync(new URL("../fixtures/rights/matrix.tsv", import.meta.url), "utf8")
      .split("\n").filter((line) => line && !line.startsWith("#")).map((line) => line.split("\t"));
    const [[, ...columns], ...routes] = rows;
    let cells = 0;
    for (const column of columns.filter((each) => !/key$|token$|^access$/.test(each))) {
      const someone = column === "anonymous" ? null : origin.welcome(person(column === "platform" ? "viewer" : column));
      if (column === "platform") someone.claims.platform_role = "platform_admin";
      for (const [route, ...allowed] of routes) {
        const [method, pattern] = route.split(" ");
        const path = pattern.replace(/\{\w+\}/g, "7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11");
        const answer = await edge.fetch(path, { method, headers: someone?.withCsrf ?? {} });
        const { code } = await answer.json().catch(() => ({}));
        const refused = code === (someone ? "FORBIDDEN" : "AUTH_REQUIRED");
        assert.equal(!refused, allowed[columns.indexOf(column)] === "y", `${route} by ${column}: ${answer.status} ${code}`);
        ++cells;
      }
    }
    assert.ok(cells >= 12 * 20, `${cells} cells`);
  });

  test("need the role their route names", async () => {
    const viewer = origin.welcome(person("viewer"));
    assert.deepEqual(await refusal(await post("/api/voice/call", "{}", viewer.withCsrf)), { status: 403, code: "FORBIDDEN" });
  });
});

describe("mutations", () => {
  test("carry a token bound to their session", async () => {
    const someone = origin.welcome(person());
    const call = (headers) => post("/api/voice/call", '{"to_number":"+15550100"}', { "content-type": "application/json", ...headers });
    assert.deepEqual(await refusal(await call(someone.headers)), { status: 401, code: "CSRF_REQUIRED" });
    assert.deepEqual(await refusal(await call({ ...someone.headers, "x-csrf-token": csrfToken("ses|", "other") })), { status: 403, code: "CSRF_INVALID" });
    assert.equal(origin.asked(/voice/).length, 0);
    assert.equal((await call({ ...someone.withCsrf, "idempotency-key": "k1" })).status, 200);
    const [{ body, envelope, headers }] = origin.asked(/voice/);
    assert.equal(body, '{"to_number":"+15550100"}');
    assert.equal(envelope.body_digest, sha256(body));
    assert.equal(envelope.idempotency_key, "k1");
    assert.equal(headers["idempotency-key"], "k1");
  });

  test("before signing in carry one bound to the browser", async () => {
    const signIn = (headers) => post("/api/auth/callback/credentials", '{"email":"a","password":"b"}', headers);
    assert.equal((await signIn({})).status, 401);
    assert.equal((await signIn({ cookie: "__Host-wib-pre=b1", "x-csrf-token": csrfToken("pre|", "b2") })).status, 403);
    assert.equal((await signIn({ cookie: "__Host-wib-pre=b1", "x-csrf-token": csrfToken("pre|", "b1") })).status, 200);
  });

  test("have bodies no larger than their route allows, announced or not", async () => {
    const someone = origin.welcome(person());
    const large = "x".repeat(8 * 1024 + 1);
    assert.deepEqual(await refusal(await post("/api/voice/call", large, someone.withCsrf)), { status: 413, code: "PAYLOAD_TOO_LARGE" });
    const chunked = new ReadableStream({ pull(sink) { sink.enqueue(Buffer.alloc(4096, 32)); if (++this.sent === 3) sink.close(); }, sent: 0 });
    const answer = await edge.fetch("/api/voice/call", { method: "POST", body: chunked, duplex: "half", headers: someone.withCsrf });
    assert.equal(answer.status, 413);
    assert.equal(origin.asked(/voice/).length, 0);
  });
});

describe("telnyx's webhooks", () => {
  const body = '{"data":{"id":"e1","event_type":"call.initiated","payload":{"name":"Zoë"}}}';

  test("reach the origin byte for byte when genuine", async () => {
    for (const path of ["/webhooks/telnyx", "/api/webhooks/telnyx"])
      assert.equal((await post(path, body, telnyxHeaders(body))).status, 200);
    assert.equal(origin.requests.length, 2);
    assert.equal(origin.requests[0].body, body);
    assert.equal(origin.requests[0].envelope.principal.kind, "webhook");
    assert.equal(origin.requests[0].envelope.principal.label, "telnyx");
  });

  test("never reach it when forged, stale or too large", async () => {
    const now = Math.floor(Date.now() / 1000);
    assert.deepEqual(await refusal(await post("/webhooks/telnyx", body + " ", telnyxHeaders(body))), { status: 401, code: "SIGNATURE_INVALID" });
    assert.deepEqual(await refusal(await post("/webhooks/telnyx", body, {})), { status: 401, code: "SIGNATURE_INVALID" });
    assert.deepEqual(await refusal(await post("/webhooks/telnyx", body, telnyxHeaders(body, now - 400))), { status: 401, code: "SIGNATURE_STALE" });
    const large = "x".repeat((1 << 20) + 1);
    assert.equal((await post("/webhooks/telnyx", large, telnyxHeaders(large))).status, 413);
    assert.equal(origin.requests.length, 0);
  });

  test("are kept for the origin when it fails or is late", async () => {
    origin.answer = (request, response) => response.destroy();
    assert.equal((await post("/webhooks/telnyx", body, telnyxHeaders(body))).status, 200);
    origin.answer = () => {};
    const begun = performance.now();
    assert.equal((await post("/webhooks/telnyx", body, telnyxHeaders(body))).status, 200);
    const waited = performance.now() - begun;
    assert.ok(waited > 1300 && waited < 2000, `answered within the vendor's two seconds, not after ${waited} ms`);
  });
});

describe("streams", () => {
  test("show their first event before the origin ends, and end with their reader", async () => {
    const someone = origin.welcome(person());
    let gone;
    const left = new Promise((resolve) => { gone = resolve; });
    origin.answer = (request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write("event: hello\ndata: {}\n\n");
      // The runtime notices that nobody listens when it next has something to pass on: that is what heartbeats are for.
      const heartbeat = setInterval(() => response.write(": heartbeat\n\n"), 100);
      response.on("close", () => (clearInterval(heartbeat), gone(response.writableEnded)));
    };
    const stop = new AbortController();
    const answer = await edge.fetch("/api/live?topics=calls", { headers: { ...someone.headers, "last-event-id": "41" }, signal: stop.signal });
    assert.equal(answer.headers.get("content-type"), "text/event-stream");
    const { value } = await answer.body.getReader().read();
    assert.match(Buffer.from(value).toString(), /^event: hello/);
    assert.equal(origin.asked(/live/)[0].headers["last-event-id"], "41");
    stop.abort();
    assert.equal(await left, false, "the origin learns that nobody listens any more");
  });

  test("of recordings pass ranges and lengths", async () => {
    const someone = origin.welcome(person());
    const wav = Buffer.alloc(1000, 7);
    origin.answer = (request, response, { headers }) => {
      assert.equal(headers.range, "bytes=10-109");
      response.writeHead(206, { "content-type": "audio/wav", "content-range": "bytes 10-109/1000", "accept-ranges": "bytes",
        "content-length": "100", "cache-control": "no-store" }).end(wav.subarray(10, 110));
    };
    const answer = await edge.fetch("/api/recordings/stream/0192f0c0-0000-7000-8000-0000000000cc",
      { headers: { ...someone.headers, range: "bytes=10-109" } });
    assert.equal(answer.status, 206);
    assert.equal(answer.headers.get("content-range"), "bytes 10-109/1000");
    assert.equal(answer.headers.get("content-length"), "100");
    assert.equal((await answer.arrayBuffer()).byteLength, 100);
  });

  test("may become sockets when the origin agrees", async () => {
    const someone = origin.welcome(person());
    origin.upgrade = (request, socket) => {
      const accept = createHash("sha1").update(request.headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest("base64");
      socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
      socket.write(Buffer.from([0x81, 2, 0x68, 0x69]));
      socket.on("error", () => {});
    };
    const socket = new WebSocket(`${edge.url.replace("http", "ws")}/api/live`, { headers: someone.headers });
    const [{ data }] = await once(socket, "message");
    assert.equal(data, "hi");
    socket.close();
  });
});

describe("the origin's absence", () => {
  test("is a problem with a correlation id", async () => {
    origin.answer = (request, response) => response.destroy();
    const answer = await edge.fetch("/api/health", { headers: { "x-correlation-id": "t-2" } });
    assert.equal(answer.status, 503);
    assert.equal(answer.headers.get("x-correlation-id"), "t-2");
    const problem = await answer.json();
    assert.equal(problem.code, "ORIGIN_UNAVAILABLE");
    assert.equal(problem.correlation_id, "t-2");
    assert.equal(problem.success, false);
  });
});

describe("the console", () => {
  test("is one page for every view, without inline script", async () => {
    const nonces = new Set();
    for (const path of ["/", "/calls", "/calls/0192f0c0-0000-7000-8000-000000000001"]) {
      const answer = await edge.fetch(path);
      assert.equal(answer.status, 200);
      assert.match(answer.headers.get("content-type"), /text\/html/);
      const page = await answer.text();
      assert.match(page, /Word Is Bond/);
      assert.match(answer.headers.get("content-security-policy"), /script-src 'self'; style-src 'self' 'nonce-[^']{24}';/);
      const [, nonce] = /'nonce-([^']+)'/.exec(answer.headers.get("content-security-policy"));
      assert.ok(page.includes(`<div id="root" nonce="${nonce}"></div>`), page);
      assert.ok(!nonces.has(nonce), "no two answers have the same");
      nonces.add(nonce);
      assert.match(answer.headers.get("content-security-policy"), /connect-src 'self';/);
      assert.equal(answer.headers.get("cache-control"), "no-cache");
    }
  });

  test("keeps hashed files for ever and brings the page anew each time", async () => {
    const asset = await edge.fetch("/assets/app-1a2b.js");
    assert.equal(asset.headers.get("cache-control"), "public, max-age=31536000, immutable");
    assert.match(asset.headers.get("content-type"), /javascript/);
    const etag = (await edge.fetch("/favicon.svg")).headers.get("etag");
    assert.equal((await edge.fetch("/favicon.svg", { headers: { "if-none-match": etag } })).status, 304);
    const page = await edge.fetch("/", { headers: { "if-none-match": etag } });
    assert.deepEqual([page.status, page.headers.get("etag")], [200, null]);
    assert.equal((await edge.fetch("/", { method: "HEAD" })).status, 200);
    assert.deepEqual(await refusal(await edge.fetch("/assets/gone.js")), { status: 404, code: "NOT_FOUND" });
    assert.equal((await edge.fetch("/favicon.svg")).status, 200);
  });
});

describe("the origin's orders", () => {
  const orders = '{"effects":[{"kind":"kv_delete","key":"s:KEY"}]}';
  const send = (body, envelope) => post("/internal/effects", body, { "content-type": "application/json", "x-wib-envelope": envelope });

  test("are carried out under its envelope, once", async () => {
    const someone = origin.welcome(person());
    await becomeKnown(someone);
    const body = orders.replace("KEY", someone.hash);
    const envelope = sealEnvelope({ method: "POST", target: "/internal/effects", body });
    const answer = await send(body, envelope);
    assert.deepEqual(await answer.json(), { success: true });
    const known = lookUps();
    await edge.fetch("/api/users/me", { headers: someone.headers });
    assert.equal(lookUps(), known + 1, "the claims were gone from KV");
    assert.deepEqual(await refusal(await send(body, envelope)), { status: 401, code: "ENVELOPE_REPLAYED" });
  });

  test("are refused without one, and where a binding is missing", async () => {
    assert.equal((await send(orders, "k1.x.y")).status, 401);
    const body = '{"effects":[{"kind":"enqueue","queue":"nobodys","message":{}}]}';
    assert.deepEqual(await refusal(await send(body, sealEnvelope({ method: "POST", target: "/internal/effects", body }))),
      { status: 503, code: "VENDOR_NOT_CONFIGURED" });
    const purge = '{"effects":[{"kind":"purge","path":"/api/x"}]}';
    assert.equal((await send(purge, sealEnvelope({ method: "POST", target: "/internal/effects", body: purge }))).status, 200);
  });
});

describe("limits on the head", () => {
  const raw = (path, headers) => new Promise((resolve, reject) => {
    httpRequest({ host: "127.0.0.1", port: edge.port, path, headers }, (answer) => {
      let text = "";
      answer.on("data", (part) => { text += part; }).on("end", () => resolve({ status: answer.statusCode, code: JSON.parse(text).code }));
    }).on("error", reject).end();
  });

  test("are told in the product's words", async () => {
    assert.deepEqual(await raw("/api/health", { "x-big": "a".repeat(17 * 1024) }), { status: 431, code: "HEADERS_TOO_LARGE" });
    assert.deepEqual(await raw(`/api/health?${"a".repeat(9000)}`, {}), { status: 400, code: "INVALID_TARGET" });
    assert.deepEqual(await raw("/api/calls/%2e%2e%2fx", {}), { status: 400, code: "INVALID_TARGET" });
  });
});

describe("a module that breaks", () => {
  test("loses the one request that broke it", async () => {
    const fragile = await startEdge({ ORIGIN_URL: origin.url, WIB_EDGE_MODULE: kModule.replace("edge.wasm", "edge_trapping.wasm") });
    try {
      const answers = await Promise.all(Array.from({ length: 30 }, (_, i) =>
        fragile.fetch("/api/health", { headers: i === 10 ? { "x-trap": "1" } : {} })));
      assert.deepEqual(answers.map(({ status }) => status), Array.from({ length: 30 }, (_, i) => (i === 10 ? 503 : 200)));
      const problem = await answers[10].json();
      assert.equal(problem.success, false);
      assert.equal(answers[10].headers.get("x-correlation-id"), problem.correlation_id);
      for (let i = 0; i < 5; ++i) {
        assert.equal((await fragile.fetch("/api/health", { headers: { "x-trap": "1" } })).status, 503);
        assert.equal((await fragile.fetch("/api/health")).status, 200);
      }
      assert.match(await fragile.said("edge_trap"), /a test asked for this/);
    } finally {
      await fragile.stop();
    }
  });
});

describe("an error service", () => {
  // The sandbox's stand-in, which takes only what is documented.
  async function startErrors() {
    const sentry = new Sentry("k3y");
    const waiting = [];
    const server = createServer(async (request, response) => {
      const parts = [];
      for await (const part of request) parts.push(part);
      const { status, body } = sentry.handle(request.method, request.url, request.headers, Buffer.concat(parts));
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
      waiting.splice(0).forEach((tell) => tell());
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return {
      sentry, dsn: `http://k3y@127.0.0.1:${server.address().port}/7`,
      heard: async (count) => { while (sentry.events.length < count) await new Promise((tell) => waiting.push(tell)); },
      close: () => (server.closeAllConnections(), new Promise((resolve) => server.close(resolve))),
    };
  }

  test("is told once of a trap, and once of an origin that is away, after the answer", async () => {
    const errors = await startErrors();
    const away = await startOrigin();
    const fragile = await startEdge({ ORIGIN_URL: away.url, SENTRY_DSN: errors.dsn, WIB_EDGE_MODULE: kModule.replace("edge.wasm", "edge_trapping.wasm") });
    try {
      const trapped = await fragile.fetch("/api/health", { headers: { "x-trap": "1", "user-agent": "Secret/1" } });
      assert.equal(trapped.status, 503);
      await errors.heard(1);
      await away.close();
      const refused = await fragile.fetch("/api/health?email=ann%40example.com", { headers: { "x-correlation-id": "t-9", cookie: "a=secret" } });
      assert.deepEqual(await refusal(refused), { status: 503, code: "ORIGIN_UNAVAILABLE" });
      await errors.heard(2);
      const [trap, outage] = errors.sentry.events;
      assert.match(trap.event.exception.values[0].value, /a test asked for this/);
      assert.equal(trap.event.tags.correlation_id, trapped.headers.get("x-correlation-id"));
      assert.deepEqual([outage.event.exception.values[0].type, outage.event.transaction, outage.event.tags.correlation_id], ["ORIGIN_UNAVAILABLE", "health", "t-9"]);
      assert.deepEqual(errors.sentry.events.map(({ times, project }) => [times, project]), [[1, "7"], [1, "7"]]);
      assert.doesNotMatch(JSON.stringify(errors.sentry.events), /Secret|secret|example\.com|127\.0\.0\.1/);
    } finally {
      await fragile.stop();
      await errors.close();
    }
  });

  test("that does not answer costs nobody their answer", async () => {
    const silent = await startEdge({ ORIGIN_URL: "http://127.0.0.1:9", SENTRY_DSN: "http://k3y@127.0.0.1:9/7" });
    try {
      for (let i = 0; i < 3; ++i) assert.equal((await silent.fetch("/api/health")).status, 503);
    } finally {
      await silent.stop();
    }
  });
});

describe("the log", () => {
  test("has one line for each request, with these fields and nothing of the person who asked", async () => {
    const someone = origin.welcome(person("agent"));
    const answer = await edge.fetch("/api/users/me?phone=%2B15551234567", { headers: { ...someone.headers, "x-correlation-id": "line-1" } });
    assert.equal(answer.status, 200);
    const text = await edge.said('"correlation_id":"line-1"');
    const line = JSON.parse(text);
    assert.deepEqual(Object.keys(line), ["ts", "level", "event", "service", "request_id", "correlation_id", "trace_id", "method", "route", "status", "code", "cache", "principal", "organization", "ms", "bytes"]);
    assert.deepEqual([line.event, line.service, line.method, line.route, line.status, line.principal, line.organization], ["request", "edge", "GET", "me", 200, "session", someone.claims.organization_id]);
    for (const hidden of [someone.claims.user_id, someone.claims.session_id, someone.token, "5551234567", "Browser/1"]) assert.ok(!text.includes(hidden), hidden);
  });
});

describe("the flood limiter", () => {
  test("refuses with the time to wait", async () => {
    const guarded = await startEdge({ ORIGIN_URL: origin.url, WIB_EDGE_FLOOD: "3" });
    try {
      const statuses = [];
      for (let i = 0; i < 5; ++i) statuses.push((await guarded.fetch("/api/auth/csrf")).status);
      assert.deepEqual(statuses, [200, 200, 200, 429, 429]);
      const answer = await guarded.fetch("/api/auth/csrf");
      assert.equal(answer.headers.get("retry-after"), "10");
    } finally {
      await guarded.stop();
    }
  });
});

describe("a window", () => {
  let counting;
  before(async () => { counting = await startEdge({ ORIGIN_URL: origin.url }); });
  after(() => counting.stop());
  const placeCall = (someone) => counting.fetch("/api/voice/call",
    { method: "POST", body: "{}", headers: { "content-type": "application/json", ...someone.withCsrf } });
  // All in one window: where a window ended on the way, once more.
  async function placeCalls(count) {
    for (;;) {
      const someone = origin.welcome(person("agent"));
      const answers = await Promise.all(Array.from({ length: count }, () => placeCall(someone)));
      if (new Set(answers.map(({ headers }) => headers.get("x-ratelimit-reset"))).size === 1) return answers;
      origin.reset();
    }
  }

  test("lets in exactly as many as the rule says, however many come at once", async () => {
    const answers = await placeCalls(30);
    const statuses = answers.map(({ status }) => status);
    assert.equal(statuses.filter((status) => status === 200).length, 20, `${statuses}`);
    assert.equal(statuses.filter((status) => status === 429).length, 10);
    assert.equal(origin.asked(/^\/api\/voice\/call$/).length, 20, "what is refused never reaches the origin");
    const left = answers.filter(({ status }) => status === 200).map(({ headers }) => Number(headers.get("x-ratelimit-remaining")));
    assert.deepEqual(left.toSorted((a, b) => a - b), Array.from({ length: 20 }, (_, index) => index));
    const refused = answers.find(({ status }) => status === 429);
    assert.equal((await refused.json()).code, "RATE_LIMIT");
    const wait = Number(refused.headers.get("retry-after"));
    assert.ok(wait >= 1 && wait <= 300, `${wait}`);
    assert.equal((await placeCall(origin.welcome(person("agent")))).status, 200, "somebody else has a window of their own");
  });

  test("of sign-in gives back what succeeded and closes after ten failures", async () => {
    const signIn = () => counting.fetch("/api/auth/callback/credentials", {
      method: "POST", body: "{}", headers: { "content-type": "application/json", cookie: "__Host-wib-pre=b1", "x-csrf-token": csrfToken("pre|", "b1") },
    });
    for (let office = 0; office < 15; ++office) assert.equal((await signIn()).status, 200);
    origin.answer = (request, response) => response.writeHead(401, { "content-type": "application/json" }).end("{}");
    const guesses = [];
    for (let guess = 0; guess < 11; ++guess) guesses.push((await signIn()).status);
    assert.deepEqual(guesses, [...Array(10).fill(401), 429]);
  });
});

describe("a deployment without its keys", () => {
  test("refuses everything and names the variables in its log", async () => {
    const bare = await startEdge({ ORIGIN_URL: origin.url, WIB_SESSION_KEY: "" });
    try {
      assert.equal((await bare.fetch("/api/health")).status, 503);
      assert.match(await bare.said("edge_configuration_invalid"), /WIB_SESSION_KEY is required/);
    } finally {
      await bare.stop();
    }
  });

  test("keeps what it knows over a restart", async () => {
    const someone = origin.welcome(person());
    const first = await startEdge({ ORIGIN_URL: origin.url, WIB_EDGE_STATE: kFiles + "-state" });
    await becomeKnown(someone, first);
    await first.stop();
    const before = lookUps();
    const second = await startEdge({ ORIGIN_URL: origin.url, WIB_EDGE_STATE: kFiles + "-state" });
    await second.fetch("/api/users/me", { headers: someone.headers });
    await second.stop();
    rmSync(kFiles + "-state", { recursive: true });
    assert.equal(lookUps(), before);
  });
});
