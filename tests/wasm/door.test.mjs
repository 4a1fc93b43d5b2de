// The front door in workerd: who must show to be a person, whose pages may ask, what is kept.
import assert from "node:assert/strict";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { createServer } from "node:http";
import { after, afterEach, before, describe, test } from "node:test";
import { consoleFiles, csrfToken, person, sealEnvelope, startEdge, startOrigin } from "./support/edge.mjs";

const kSite = "0x4AAAAAAA-site";
const kFiles = consoleFiles();
const kPage = "https://app.example.com";
let origin, edge, cloudflare;

// Says of each token what a test has written down for it; what is not written down is never answered well.
async function startSiteverify() {
  const vendor = { asked: [], says: new Map() };
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    const question = JSON.parse(Buffer.concat(parts));
    vendor.asked.push(question);
    const said = vendor.says.get(question.response);
    if (said === undefined) return void response.destroy();
    response.writeHead(200, { "content-type": "application/json" }).end(said);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  vendor.url = `http://127.0.0.1:${server.address().port}`;
  vendor.close = () => (server.closeAllConnections(), new Promise((resolve) => server.close(resolve)));
  return vendor;
}

before(async () => {
  [origin, cloudflare] = await Promise.all([startOrigin(), startSiteverify()]);
  edge = await startEdge({
    ORIGIN_URL: origin.url, WIB_STATIC_DIR: kFiles, WIB_EDGE_WINDOWS: "off", WIB_CORS_ORIGINS: kPage,
    TURNSTILE_SITE_KEY: kSite, TURNSTILE_SECRET_KEY: "the-secret", TURNSTILE_VERIFY_URL: `${cloudflare.url}/turnstile/v0/siteverify`,
  });
});
afterEach(() => origin.reset());
after(async () => {
  await edge?.stop();
  rmSync(kFiles, { recursive: true });
  await Promise.all([origin.close(), cloudflare.close()]);
});

const solved = (action, hostname = "127.0.0.1") => JSON.stringify({ success: true, "error-codes": [], hostname, action });
const signUp = (token) => edge.fetch("/api/auth/signup", {
  method: "POST", body: "{}",
  headers: {
    "content-type": "application/json", cookie: "__Host-wib-pre=b", "x-csrf-token": csrfToken("pre|", "b"),
    ...(token === undefined ? {} : { "x-human-proof": token }),
  },
});
const told = async (answer) => [answer.status, (await answer.json()).code];

describe("a person", () => {
  test("passes once Cloudflare has named them", async () => {
    cloudflare.says.set("good", solved("sign_up"));
    assert.equal((await signUp("good")).status, 200);
    const { secret, response, idempotency_key } = cloudflare.asked.at(-1);
    assert.deepEqual([secret, response], ["the-secret", "good"]);
    assert.match(idempotency_key, /^[0-9a-f-]{36}$/);
    assert.equal(origin.asked(/signup/).length, 1);
    assert.equal(origin.asked(/signup/)[0].headers["x-human-proof"], undefined);
  });

  test("is wanted: without word of Cloudflare's nothing reaches the origin", async () => {
    cloudflare.says.set("other", solved("forgot_password"));
    cloudflare.says.set("elsewhere", solved("sign_up", "evil.example"));
    cloudflare.says.set("forged", '{"success":false,"error-codes":["invalid-input-response"]}');
    for (const token of [undefined, "other", "elsewhere", "forged"])
      assert.deepEqual(await told(await signUp(token)), [403, "HUMAN_CHECK_FAILED"], token);
    assert.deepEqual(await told(await signUp("nobody answers")), [503, "HUMAN_CHECK_UNAVAILABLE"]);
    assert.equal(origin.asked(/signup/).length, 0);
  });

  test("is asked for on pages whose policy lets the widget in, and on no other", async () => {
    const page = await edge.fetch("/signup");
    assert.match(page.headers.get("content-security-policy"), /script-src 'self' https:\/\/challenges\.cloudflare\.com; frame-src https:\/\/challenges\.cloudflare\.com;/);
    assert.match(await page.text(), /<div id="root" nonce="[^"]+" data-site-key="0x4AAAAAAA-site" data-widget="https:\/\/challenges\.cloudflare\.com\//);
    assert.doesNotMatch((await edge.fetch("/signin")).headers.get("content-security-policy"), /cloudflare/);
  });
});

describe("a page of another origin", () => {
  const ask = (from) => edge.fetch("/api/calls", { method: "OPTIONS", headers: { origin: from, "access-control-request-method": "GET" } });

  test("is let in by the list alone", async () => {
    const listed = await ask(kPage);
    assert.equal(listed.status, 204);
    assert.equal(listed.headers.get("access-control-allow-origin"), kPage);
    assert.equal(listed.headers.get("access-control-allow-methods"), "GET, HEAD");
    const stranger = await ask("https://evil.example");
    assert.deepEqual([stranger.status, stranger.headers.get("access-control-allow-origin")], [405, null]);
    const answer = await edge.fetch("/api/health", { headers: { origin: kPage } });
    assert.deepEqual([answer.status, answer.headers.get("access-control-allow-origin"), answer.headers.get("vary")], [200, kPage, "Origin"]);
  });
});

describe("a kept answer", () => {
  // What is kept is trusted as long as a counter says so: an edge that counts, and whose KV is a minute behind.
  let counting;
  before(async () => { counting = await startEdge({ ORIGIN_URL: origin.url, WIB_EDGE_ROUGH: '{"stale":60}' }); });
  after(() => counting?.stop());
  const get = async (someone) => {
    const answer = await counting.fetch("/api/capabilities", { headers: someone.headers });
    return [answer.status, answer.headers.get("x-cache"), await answer.text()];
  };
  // It is put into KV while the answer is already on its way.
  async function becomeKept(someone) {
    let again = await get(someone);
    for (let tries = 0; tries < 50 && again[1] === "miss"; ++tries) again = await get(someone);
    return again;
  }

  test("is given to nobody whose claims were to be forgotten, though KV still tells them", async () => {
    const someone = origin.welcome(person("agent"));
    assert.deepEqual((await becomeKept(someone)).slice(0, 2), [200, "hit"]);
    const body = JSON.stringify({ effects: [{ kind: "kv_delete", key: `s:${someone.hash}` }] });
    const headers = { "content-type": "application/json", "x-wib-envelope": sealEnvelope({ method: "POST", target: "/internal/effects", body }) };
    assert.equal((await counting.fetch("/internal/effects", { method: "POST", body, headers })).status, 200);
    const lookUps = origin.asked(/^\/internal\/sessions\//).length;
    origin.answer = (request, response) => response.writeHead(401, { "content-type": "application/json" }).end('{"code":"SESSION_REVOKED"}');
    assert.deepEqual((await get(someone)).slice(0, 2), [401, "miss"]);
    assert.equal(origin.asked(/^\/internal\/sessions\//).length, lookUps, "the claims themselves still came from KV");
  });

  test("stands in for the origin's, for one organisation and role", async () => {
    const admin = origin.welcome(person("admin")), viewer = origin.welcome(person("viewer"));
    assert.deepEqual(await get(admin), [200, "miss", '{"ok":true}']);
    const again = await becomeKept(admin);
    assert.deepEqual(again, [200, "hit", '{"ok":true}']);
    const asked = origin.asked(/capabilities/).length;
    assert.deepEqual(await get(admin), again);
    assert.equal(origin.asked(/capabilities/).length, asked);
    assert.deepEqual(await get(viewer), [200, "miss", '{"ok":true}']);
    assert.equal((await counting.fetch("/api/capabilities")).status, 401);
  });
});
