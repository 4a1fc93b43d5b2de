// Tokens at the door of the platform's own routes, in the edge's module: a hundred thousand changed service tokens against a check written
// out with node:crypto, and changed assertions of Cloudflare Access against jsonwebtoken. None is let in, and whatever the module lets in
// the others let in too.
import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import { createRequire } from "node:module";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Door } from "./module.mts";

const jsonwebtoken = createRequire(import.meta.url)("jsonwebtoken");
const kNow = 1_795_253_793;
const kTokens = 100_000;
const kAssertions = 20_000;
const kTarget = "/api/internal/cron-health";
const kTeam = "team.cloudflareaccess.com";
const kAud = "a".repeat(64);

// RFC 8037, appendix A.1.
const kSeed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
const kPublic = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
const key = createPrivateKey({ key: Buffer.from(`302e020100300506032b657004220420${kSeed}`, "hex"), format: "der", type: "pkcs8" });
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const certs = { keys: [{ kid: "k1", alg: "RS256", use: "sig", ...rsa.publicKey.export({ format: "jwk" }) }] };
const modulePath = process.env.WIB_EDGE_MODULE ?? fileURLToPath(new URL("../../build/wasm/edge.wasm", import.meta.url));
const ours = Buffer.alloc(32, 7).toString("base64");
const door = new Door(modulePath, {
  WIB_ENVELOPE_KEYS: `k1:${ours}`, WIB_SESSION_KEY: ours, WIB_SERVICE_PUBLIC_KEYS: `s1:${kPublic}`, ACCESS_TEAM_DOMAIN: kTeam, ACCESS_AUD: kAud,
}, kNow, "wib.example.com", JSON.stringify(certs));

const part = (value: unknown) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
const nothing = Buffer.alloc(0);
const admitsToken = (token: string) => door.admits({ target: kTarget, headers: { authorization: `Bearer ${token}` }, body: nothing });
const admitsAssertion = (token: string) => door.admits({ target: kTarget, headers: { "cf-access-jwt-assertion": token }, body: nothing });

const kHeader = JSON.stringify({ alg: "EdDSA", typ: "JWT", kid: "s1" });
const kClaims = JSON.stringify({ iss: "wib", aud: "wib-internal", sub: "deploy", scope: "internal:read", jti: "t1", iat: kNow, exp: kNow + 600 });
const signed = (header: string, claims: string) => {
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${sign(null, Buffer.from(text), key).toString("base64url")}`;
};
const theirs = (token: string): boolean => {
  const [header, claims, signature, ...more] = token.split(".");
  if (!header || !claims || !signature || more.length) return false;
  try {
    const { alg, kid } = JSON.parse(Buffer.from(header, "base64url").toString());
    const { exp } = JSON.parse(Buffer.from(claims, "base64url").toString());
    return alg === "EdDSA" && kid === "s1" && exp > kNow - 30 && verify(null, Buffer.from(`${header}.${claims}`), createPublicKey(key), Buffer.from(signature, "base64url"));
  } catch {
    return false;
  }
};

// A seeded generator (mulberry32), so that a failure can be repeated.
function seeded(state: number): (below: number) => number {
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}
const kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.={}\":,";
function changed(text: string, random: (below: number) => number): string {
  for (;;) {
    const at = random(text.length), letter = kLetters[random(kLetters.length)]!;
    const other = [text.slice(0, at) + letter + text.slice(at + 1), text.slice(0, at) + letter + text.slice(at), text.slice(0, at) + text.slice(at + 1), text.slice(0, at)][random(4)]!;
    if (other !== text) return other;
  }
}

test("a service token is taken as it was signed, and no other spelling or saying of it", () => {
  const token = signed(kHeader, kClaims);
  assert.ok(admitsToken(token) && theirs(token));
  const [, , signature] = token.split(".");
  const random = seeded(20261122);
  let shrugged = 0;
  for (let round = 0; round < kTokens; ++round) {
    const changes = [() => changed(token, random), () => `${part(changed(kHeader, random))}.${part(kClaims)}.${signature}`, () => `${part(kHeader)}.${part(changed(kClaims, random))}.${signature}`];
    const other = changes[round % 3]!();
    assert.equal(admitsToken(other), false, other);
    // Node's base64url overlooks what stands in the bits that say nothing; the module does not.
    shrugged += Number(theirs(other));
  }
  assert.ok(shrugged < kTokens / 100, `${shrugged} other spellings of the signature`);
});

test("what the module lets in of what the key has signed, a check with node:crypto lets in", () => {
  const random = seeded(7);
  let taken = 0;
  for (let round = 0; round < 5_000; ++round) {
    const token = signed(round % 2 ? changed(kHeader, random) : kHeader, round % 2 ? kClaims : changed(kClaims, random));
    if (!admitsToken(token)) continue;
    ++taken;
    assert.ok(theirs(token), token);
  }
  assert.ok(taken > 50, "a changed name is still a name");
});

test("an assertion of Access is taken as it was signed, as jsonwebtoken takes it", () => {
  const header = JSON.stringify({ alg: "RS256", kid: "k1", typ: "JWT" });
  const claims = JSON.stringify({ aud: [kAud], email: "ops@bond.test", exp: kNow + 3600, iat: kNow, nbf: kNow, iss: `https://${kTeam}`, type: "app", sub: "7335d417" });
  const text = `${part(header)}.${part(claims)}`;
  const signature = sign("sha256", Buffer.from(text), rsa.privateKey).toString("base64url");
  const library = (token: string): boolean => {
    try {
      jsonwebtoken.verify(token, rsa.publicKey, { algorithms: ["RS256"], audience: kAud, issuer: `https://${kTeam}`, clockTimestamp: kNow, clockTolerance: 30 });
      return true;
    } catch {
      return false;
    }
  };
  const token = `${text}.${signature}`;
  assert.ok(admitsAssertion(token) && library(token));
  const random = seeded(256);
  for (let round = 0; round < kAssertions; ++round) {
    const changes = [() => changed(token, random), () => `${part(changed(header, random))}.${part(claims)}.${signature}`, () => `${part(header)}.${part(changed(claims, random))}.${signature}`];
    const other = changes[round % 3]!();
    assert.equal(admitsAssertion(other), false, other);
  }
  // The well-known ways around a signature.
  const secret = rsa.publicKey.export({ type: "spki", format: "pem" }) as string;
  for (const forged of [
    `${part({ alg: "none", kid: "k1" })}.${part(claims)}.`,
    jsonwebtoken.sign(JSON.parse(claims), "x".repeat(32), { algorithm: "HS256", keyid: "k1" }),
    `${part({ alg: "HS256", kid: "k1" })}.${part(claims)}.${part(secret)}`,
    `${text}.`, `${text}`, `${token}.`, token.replace(/\./, ".."),
  ]) {
    assert.equal(admitsAssertion(forged), false, forged);
    assert.equal(library(forged), false, forged);
    assert.equal(admitsToken(forged), false, forged);
  }
  assert.equal(admitsToken(token), false, "an assertion is no service token");
  assert.equal(admitsAssertion(signed(kHeader, kClaims)), false, "nor the other way round");
});
