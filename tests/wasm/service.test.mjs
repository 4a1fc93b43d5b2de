// Services at the platform's rows, in Cloudflare's own runtime: the signatures are checked by its own WebCrypto.
import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey, randomBytes, sign } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { Access, new_key } from "../sandbox/access/access.mts";
import { certificates } from "../sandbox/certificate.mts";
import { csrfToken, person, startEdge, startOrigin } from "./support/edge.mjs";

const kRead = "/api/internal/cron-health";
const kReplay = "/api/internal/webhook-dlq/replay/stripe/7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11";
const kAud = "a".repeat(64);
const home = mkdtempSync(join(tmpdir(), "wib-access-"));

// Ed25519 from a seed (RFC 8410), and its public half as the edge is told it.
const key = (seed) => createPrivateKey({ key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]), format: "der", type: "pkcs8" });
const kKeys = { now: key(randomBytes(32)), next: key(randomBytes(32)), strange: key(randomBytes(32)) };
const known = (one) => Buffer.from(createPublicKey(one).export({ format: "jwk" }).x, "base64url").toString("base64");
const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
function token(scope, { kid = "now", header = {}, claims = {}, by = kKeys[kid] } = {}) {
  const now = Math.floor(Date.now() / 1000);
  const text = `${part({ alg: "EdDSA", kid, ...header })}.${part({ iss: "wib", aud: "wib-internal", sub: "deploy", scope, jti: "t1", iat: now, exp: now + 300, ...claims })}`;
  return `${text}.${sign(null, Buffer.from(text), by).toString("base64url")}`;
}

let origin, edge, server, access;
before(async () => {
  const tls = await certificates(join(home, "tls"));
  access = new Access(new_key(), kAud, () => `127.0.0.1:${server.address().port}`);
  server = createServer({ key: tls.key, cert: tls.cert }, (request, response) => {
    const certs = request.url === "/cdn-cgi/access/certs";
    response.writeHead(certs ? 200 : 404, { "content-type": "application/json" }).end(certs ? JSON.stringify(access.certs()) : "{}");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = await startOrigin();
  edge = await startEdge({
    ORIGIN_URL: origin.url, WIB_EDGE_WINDOWS: "off", WIB_CA_FILE: tls.ca_file, WIB_SERVICE_PUBLIC_KEYS: `next:${known(kKeys.next)},now:${known(kKeys.now)}`,
    ACCESS_TEAM_DOMAIN: `127.0.0.1:${server.address().port}`, ACCESS_AUD: kAud,
  });
});
afterEach(() => origin.reset());
after(async () => {
  assert.equal(await edge.stop(), 0);
  await origin.close();
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  rmSync(home, { recursive: true });
});

const ask = async (headers, path = kRead, method = "GET") => {
  const answer = await edge.fetch(path, { method, headers });
  const { code, reason, required_scope } = await answer.json();
  return [answer.status, reason ?? required_scope ?? code ?? "served"];
};
const bearer = (text) => ({ authorization: `Bearer ${text}` });
const served = [200, "served"];

describe("a service token", () => {
  test("lets in under either key, by name, and stays at the edge", async () => {
    for (const kid of ["now", "next"]) assert.deepEqual(await ask(bearer(token("internal:read", { kid }))), served);
    const [{ envelope, headers }] = origin.asked(/cron-health/);
    assert.deepEqual([envelope.principal.kind, envelope.principal.label, envelope.principal.permissions], ["service", "deploy", ["internal:read"]]);
    assert.equal(headers.authorization, undefined);
  });

  test("writes without a page's token where its scope says so", async () => {
    assert.deepEqual(await ask(bearer(token("internal:write")), kReplay, "POST"), served);
    assert.deepEqual(await ask(bearer(token("internal:read")), kReplay, "POST"), [403, "internal:write"]);
  });

  test("of anybody else, of another time or with another algorithm is refused", async () => {
    const now = Math.floor(Date.now() / 1000);
    const text = `${part({ alg: "none", kid: "now" })}.${token("internal:read").split(".")[1]}`;
    for (const [sent, reason] of [
      [token("internal:read", { by: kKeys.strange }), "mismatch"],
      [token("internal:read", { kid: "strange" }), "unknown_key"],
      [token("internal:read", { claims: { iat: now - 600, exp: now - 60 } }), "expired"],
      [token("internal:read", { claims: { iat: now + 120 } }), "early"],
      [token("internal:read", { claims: { exp: now + 901 } }), "long_lived"],
      [token("internal:read", { claims: { aud: "wib" } }), "audience"],
      [token("internal:read", { header: { alg: "HS256" } }), "algorithm"],
      [token("internal:read", { header: { crit: ["exp"] } }), "header"],
      [`${text}.`, "algorithm"],
      [`${text}.AAAA`, "algorithm"],
    ]) assert.deepEqual(await ask(bearer(sent)), [401, reason]);
    assert.equal(origin.asked(/cron-health/).length, 0);
  });

  test("is nothing anywhere else", async () => {
    assert.deepEqual(await ask(bearer(token("internal:write")), "/api/users/me"), [401, "AUTH_REQUIRED"]);
    assert.deepEqual(await ask(bearer(token("internal:write")), "/api/admin/metrics"), [403, "FORBIDDEN"]);
  });
});

describe("an assertion of Cloudflare Access", () => {
  const assertion = (text) => ({ "cf-access-jwt-assertion": text });

  test("lets people and services in to read, and its keys are kept", async () => {
    const before = access.certs_asked;
    assert.deepEqual(await ask(assertion(access.token({ email: "ops@bond.test" }))), served);
    assert.deepEqual(await ask(assertion(access.token({ common_name: "ci.access" }))), served);
    assert.deepEqual(origin.asked(/cron-health/).map(({ envelope }) => envelope.principal.label), ["ops@bond.test", "ci.access"]);
    assert.equal(access.certs_asked, before + 1);
  });

  test("changes nothing, whatever page it comes from", async () => {
    const text = access.token({ email: "ops@bond.test" });
    assert.deepEqual(await ask(assertion(text), kReplay, "POST"), [401, "CSRF_REQUIRED"]);
    assert.deepEqual(await ask({ ...assertion(text), "x-csrf-token": csrfToken("ses|", person().hash) }, kReplay, "POST"), [403, "CSRF_INVALID"]);
    assert.equal(origin.asked(/replay/).length, 0);
  });

  test("is refused when Access did not say so, or not now, or not to us", async () => {
    const now = Math.floor(Date.now() / 1000);
    for (const [wanted, reason] of [
      [{ claims: { exp: now - 60, iat: now - 600, nbf: now - 600 } }, "expired"],
      [{ claims: { nbf: now + 120 } }, "early"],
      [{ claims: { aud: ["b".repeat(64)] } }, "audience"],
      [{ claims: { iss: "https://evil.example" } }, "issuer"],
      [{ claims: { type: "org" } }, "kind"],
      [{ claims: { email: null } }, "subject"],
      [{ header: { alg: "HS256" } }, "algorithm"],
    ]) assert.deepEqual(await ask(assertion(access.token({ email: "ops@bond.test", ...wanted }))), [401, reason], JSON.stringify(wanted));
    const genuine = access.token({ email: "ops@bond.test" });
    const [header, claims] = [genuine.split(".")[0], access.token({ email: "eve@bond.test" }).split(".")[1]];
    assert.deepEqual(await ask(assertion(`${header}.${claims}.${genuine.split(".")[2]}`)), [401, "mismatch"]);
    assert.deepEqual(await ask({ cookie: `CF_Authorization=${genuine}` }), [401, "AUTH_REQUIRED"]);
  });

  test("by a key that Access does not list makes it be asked once, not each time", async () => {
    const before = access.certs_asked;
    for (let tries = 0; tries < 4; ++tries) assert.deepEqual(await ask(assertion(access.token({ email: "a@bond.test", header: { kid: "strange" } }))), [401, "unknown_key"]);
    assert.ok(access.certs_asked <= before + 1, "the minute since it was last asked is not over");
  });
});
