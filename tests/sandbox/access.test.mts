import assert from "node:assert/strict";
import { createPublicKey, type JsonWebKey, verify } from "node:crypto";
import { describe, it } from "node:test";
import { Access, new_key, type Wanted } from "./access/access.mts";

const kNow = Date.parse("2026-11-21T16:00:00Z");
const kAud = "a".repeat(64);

interface Jwk extends JsonWebKey {
    kid: string;
}
const stage = () => new Access(new_key(), kAud, () => "team.cloudflareaccess.com", () => kNow);
const parts = (token: string) => token.split(".").slice(0, 2).map((part) => JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>);

/** As an application checks it: with the key of that id in what the certs endpoint says. */
function is_genuine(access: Access, token: string): boolean {
    const [head] = parts(token);
    const { keys } = access.certs() as { keys: Jwk[] };
    const jwk = keys.find(({ kid }) => kid === head!["kid"]);
    if (!jwk) return false;
    const at = token.lastIndexOf(".");
    return verify("sha256", Buffer.from(token.slice(0, at)), createPublicKey({ key: jwk, format: "jwk" }), Buffer.from(token.slice(at + 1), "base64url"));
}

describe("Access", () => {
    it("names a person by address, in the form of an application token", () => {
        const access = stage();
        const token = access.token({ email: "ops@bond.test" });
        const [head, claims] = parts(token);
        assert.deepEqual([head!["alg"], head!["typ"]], ["RS256", "JWT"]);
        assert.deepEqual([claims!["aud"], claims!["iss"], claims!["type"], claims!["email"]], [[kAud], "https://team.cloudflareaccess.com", "app", "ops@bond.test"]);
        assert.equal((claims!["exp"] as number) - (claims!["iat"] as number), 86_400);
        assert.ok(is_genuine(access, token));
    });

    it("names a service by its common name and nothing else", () => {
        const [, claims] = parts(stage().token({ common_name: "ci.access" }));
        assert.deepEqual([claims!["common_name"], claims!["sub"], claims!["email"]], ["ci.access", "", undefined]);
    });

    it("signs with a new key when it is told to, and lists the one before", () => {
        const access = stage();
        const before = access.token({ email: "a@bond.test" });
        access.rotate();
        const after = access.token({ email: "a@bond.test" });
        assert.notEqual(parts(before)[0]!["kid"], parts(after)[0]!["kid"]);
        assert.ok(is_genuine(access, before) && is_genuine(access, after));
        assert.equal(access.certs_asked, 2);
    });

    it("changes or leaves out what a test wants otherwise", () => {
        const wanted: Wanted = { email: "a@bond.test", claims: { exp: 1, type: null }, header: { alg: "none", typ: null } };
        const [head, claims] = parts(stage().token(wanted));
        assert.deepEqual([head!["alg"], "typ" in head!, claims!["exp"], "type" in claims!], ["none", false, 1, false]);
    });
});
