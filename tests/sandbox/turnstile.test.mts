import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, it, type TestContext } from "node:test";
import { kDummyToken, Turnstile } from "./turnstile/siteverify.mts";
import { serve_widget } from "./turnstile/widget.mts";

const kSite = "0x4AAAAAAA-site";
const kSecret = "0x4AAAAAAA-secret";
const kHere = { hostname: "bond.example", action: "sign_up", cdata: null };

/** A Turnstile whose clock a test moves. */
function stage() {
    let now = Date.parse("2026-11-21T16:00:00Z");
    const turnstile = new Turnstile(kSite, kSecret, () => now);
    const verify = (fields: Record<string, unknown>) => turnstile.verify("application/json", Buffer.from(JSON.stringify(fields))) as { success: boolean; "error-codes": string[]; [more: string]: unknown };
    return { turnstile, verify, wait: (ms: number) => (now += ms), token: () => turnstile.solve(kSite, kHere)! };
}
const codes = (answer: { "error-codes": string[] }) => answer["error-codes"];

describe("siteverify", () => {
    it("names where and for what a token was solved, in Cloudflare's form", () => {
        const { verify, token } = stage();
        const answer = verify({ secret: kSecret, response: token(), remoteip: "192.0.2.7" });
        assert.deepEqual(answer, {
            success: true,
            "error-codes": [],
            challenge_ts: "2026-11-21T16:00:00.000Z",
            hostname: "bond.example",
            action: "sign_up",
            cdata: "",
            metadata: { interactive: false },
        });
    });

    it("takes a form as it takes JSON", () => {
        const { turnstile, token } = stage();
        const form = new URLSearchParams({ secret: kSecret, response: token() });
        const answer = turnstile.verify("application/x-www-form-urlencoded", Buffer.from(String(form))) as { success: boolean };
        assert.equal(answer.success, true);
    });

    it("takes a token once, and the same question as often as it is repeated", () => {
        const { verify, token } = stage();
        const once = token(), repeated = token();
        const key = randomUUID();
        assert.equal(verify({ secret: kSecret, response: once }).success, true);
        assert.deepEqual(codes(verify({ secret: kSecret, response: once })), ["timeout-or-duplicate"]);
        const first = verify({ secret: kSecret, response: repeated, idempotency_key: key });
        assert.deepEqual(verify({ secret: kSecret, response: repeated, idempotency_key: key }), first);
        assert.deepEqual(codes(verify({ secret: kSecret, response: repeated, idempotency_key: randomUUID() })), ["timeout-or-duplicate"]);
    });

    it("takes a token for five minutes", () => {
        const { verify, token, wait } = stage();
        const early = token(), late = token();
        wait(300_000);
        assert.equal(verify({ secret: kSecret, response: early }).success, true);
        wait(1);
        assert.deepEqual(codes(verify({ secret: kSecret, response: late })), ["timeout-or-duplicate"]);
    });

    it("says what is wrong with a question, by Cloudflare's names", () => {
        const { turnstile, verify, token } = stage();
        const cases: [Record<string, unknown>, string][] = [
            [{ response: "x" }, "missing-input-secret"],
            [{ secret: "0x4other", response: "x" }, "invalid-input-secret"],
            [{ secret: kSecret }, "missing-input-response"],
            [{ secret: kSecret, response: "x" }, "invalid-input-response"],
            [{ secret: kSecret, response: "x".repeat(2049) }, "invalid-input-response"],
            [{ secret: kSecret, response: kDummyToken }, "invalid-input-response"],
            [{ secret: kSecret, response: token(), idempotency_key: "no uuid" }, "bad-request"],
            [{ secret: kSecret, response: token(), remote_ip: "192.0.2.7" }, "bad-request"],
            [{ secret: kSecret, response: 7 }, "bad-request"],
        ];
        for (const [fields, code] of cases) assert.deepEqual(codes(verify(fields)), [code], JSON.stringify(fields));
        for (const [type, body] of [["application/json", "{"], ["application/json", "[]"], ["text/plain", "secret=x"]] as const)
            assert.deepEqual((turnstile.verify(type, Buffer.from(body)) as { "error-codes": string[] })["error-codes"], ["bad-request"]);
    });

    it("has Cloudflare's test secrets, which are about nobody's host", () => {
        const { verify } = stage();
        const passes = verify({ secret: "1x0000000000000000000000000000000AA", response: kDummyToken });
        assert.deepEqual([passes.success, passes["hostname"]], [true, "example.com"]);
        assert.deepEqual(codes(verify({ secret: "2x0000000000000000000000000000000AA", response: kDummyToken })), ["invalid-input-response"]);
        assert.deepEqual(codes(verify({ secret: "3x0000000000000000000000000000000AA", response: kDummyToken })), ["timeout-or-duplicate"]);
    });
});

describe("the widget's frame", () => {
    async function frame(t: TestContext) {
        const { turnstile, verify } = stage();
        const server = await serve_widget(turnstile, 0);
        t.after(() => server.close());
        const base = `http://127.0.0.1:${server.port}/turnstile/v0`;
        const challenge = async (sitekey: string, more: object = {}) =>
            (await (await fetch(`${base}/challenge`, { method: "POST", body: JSON.stringify({ sitekey, hostname: "bond.example", action: "sign_up", ...more }) })).json()) as { token?: string; asks?: true; error?: string };
        return { turnstile, verify, base, challenge };
    }

    it("brings a script that draws when told, and the frame it draws", async (t) => {
        const { base } = await frame(t);
        const script = await fetch(`${base}/api.js?render=explicit`);
        assert.match(script.headers.get("content-type")!, /^text\/javascript/);
        assert.match(await script.text(), /window\.turnstile =/);
        assert.match((await fetch(`${base}/widget?sitekey=${kSite}`)).headers.get("content-type")!, /^text\/html/);
        assert.equal((await fetch(`${base}/other`)).status, 404);
    });

    it("hands out what siteverify takes, blocks and asks as it is told", async (t) => {
        const { turnstile, verify, challenge } = await frame(t);
        const { token } = await challenge(kSite);
        assert.equal(verify({ secret: kSecret, response: token }).success, true);
        turnstile.mood = "blocks";
        assert.deepEqual(await challenge(kSite), { error: "300030" });
        turnstile.mood = "asks";
        assert.deepEqual(await challenge(kSite), { asks: true });
        const pressed = await challenge(kSite, { interactive: true });
        assert.deepEqual(verify({ secret: kSecret, response: pressed.token })["metadata"], { interactive: true });
    });

    it("knows Cloudflare's test site keys and no stranger's", async (t) => {
        const { challenge } = await frame(t);
        for (const key of ["1x00000000000000000000AA", "1x00000000000000000000BB"]) assert.deepEqual(await challenge(key), { token: kDummyToken });
        for (const key of ["2x00000000000000000000AB", "2x00000000000000000000BB"]) assert.deepEqual(await challenge(key), { error: "300030" });
        assert.deepEqual(await challenge("3x00000000000000000000FF"), { asks: true });
        assert.deepEqual(await challenge("0x4stranger"), { error: "400020" });
    });
});
