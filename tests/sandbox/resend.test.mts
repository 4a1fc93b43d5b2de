import assert from "node:assert/strict";
import { createHmac, timingSafeEqual } from "node:crypto";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { describe, it, type TestContext } from "node:test";
import { Faults, seeded_random } from "./faults.mts";
import { ResendRest } from "./resend/rest.mts";
import { ResendWebhooks, sign_svix } from "./resend/webhooks.mts";

const kKey = "re_test";
const kSecret = "whsec_plJ3nmyCDGBKInavdOK15jsl";
const kLetter = { from: "Bond <no-reply@bond.test>", to: ["grace@harbor.test"], subject: "Hello", text: "https://bond.test/x#token=abc" };

interface Hook {
    headers: http.IncomingHttpHeaders;
    body: string;
}

/** A Resend, and an application that hears what became of letters; `answers` are its statuses, the last for ever. */
async function stage(t: TestContext, { answers = [204], pauses_ms = [1, 1, 1, 1, 1, 1, 1] }: { answers?: number[]; pauses_ms?: number[] } = {}) {
    const hooks: Hook[] = [];
    const waiting: { count: number; tell: () => void }[] = [];
    const server = http.createServer((request, response) => {
        const parts: Buffer[] = [];
        request.on("data", (part: Buffer) => parts.push(part));
        request.on("end", () => {
            response.writeHead(answers[Math.min(hooks.length, answers.length - 1)]!).end();
            hooks.push({ headers: request.headers, body: Buffer.concat(parts).toString("utf8") });
            for (const one of waiting) if (hooks.length >= one.count) one.tell();
        });
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/resend`;
    const webhooks = new ResendWebhooks(kSecret, url, new Faults(seeded_random(7)), pauses_ms);
    const rest = new ResendRest(kKey, webhooks);
    t.after(async () => {
        webhooks.close();
        server.closeAllConnections();
        await new Promise((done) => server.close(done));
    });
    const ask = (method: string, path: string, body: unknown = undefined, headers: Record<string, string | undefined> = {}) =>
        rest.handle(method, path, { authorization: `Bearer ${kKey}`, "user-agent": "test", ...headers }, Buffer.from(body === undefined ? "" : JSON.stringify(body)));
    const heard = (count: number) => (hooks.length >= count ? Promise.resolve() : new Promise<void>((tell) => waiting.push({ count, tell })));
    return { rest, ask, hooks, heard };
}
const name = (answer: { body: unknown }) => (answer.body as { name: string }).name;

describe("Resend takes letters", () => {
    it("keeps what it took, like an inbox", async (t) => {
        const { rest, ask } = await stage(t);
        const taken = ask("POST", "/emails", { ...kLetter, tags: [{ name: "kind", value: "invitation" }] });
        assert.equal(taken.status, 200);
        const { id } = taken.body as { id: string };
        assert.match(id, /^[0-9a-f-]{36}$/);
        assert.equal(rest.letters[0]!.subject, "Hello");
        assert.equal((ask("GET", `/emails/${id}`).body as { last_event: string }).last_event, "delivered");
    });

    it("answers the same letter under the same key with the first id, and another letter with a conflict", async (t) => {
        const { rest, ask } = await stage(t);
        const key = { "idempotency-key": "email_outbox_1" };
        const first = ask("POST", "/emails", kLetter, key);
        assert.deepEqual(ask("POST", "/emails", kLetter, key).body, first.body);
        assert.equal(rest.letters.length, 1);
        const other = ask("POST", "/emails", { ...kLetter, subject: "Other" }, key);
        assert.equal(other.status, 409);
        assert.equal(name(other), "invalid_idempotent_request");
    });

    it("refuses in its own words what is not documented or not well formed", async (t) => {
        for (const [body, status, error] of [
            [{ ...kLetter, reply_too: "a@b.test" }, 422, "validation_error"],
            [{ ...kLetter, to: [] }, 422, "missing_required_field"],
            [{ ...kLetter, to: ["nobody"] }, 422, "validation_error"],
            [{ ...kLetter, from: "nobody" }, 422, "invalid_from_address"],
            [{ ...kLetter, subject: 7 }, 422, "validation_error"],
            [{ ...kLetter, text: undefined }, 422, "missing_required_field"],
            [{ ...kLetter, tags: [{ name: "a b", value: "c" }] }, 422, "validation_error"],
            [{ ...kLetter, to: Array.from({ length: 51 }, (_, i) => `a${i}@b.test`) }, 422, "validation_error"],
            [[], 400, "validation_error"],
        ] as const) {
            const { ask } = await stage(t);
            const answer = ask("POST", "/emails", body);
            assert.equal(answer.status, status, JSON.stringify(body));
            assert.equal(name(answer), error);
        }
    });

    it("wants a key and a user agent, and not too many requests a second", async (t) => {
        const { ask } = await stage(t);
        assert.equal(name(ask("GET", "/emails", undefined, { authorization: undefined })), "missing_api_key");
        assert.equal(name(ask("GET", "/emails", undefined, { authorization: "Bearer re_other" })), "invalid_api_key");
        assert.equal(ask("GET", "/emails", undefined, { "user-agent": undefined }).status, 403);
        const answers = Array.from({ length: 12 }, () => ask("GET", "/emails"));
        const refused = answers.find((answer) => answer.status === 429);
        assert.equal(name(refused!), "rate_limit_exceeded");
        assert.equal(refused!.headers["retry-after"], "1");
    });
});

describe("Resend tells what became of letters", () => {
    it("signs as Svix does: the published example, byte for byte", () => {
        // Source: the example of svix.com's "verifying webhooks manually".
        const body = '{"test": 2432232314}';
        const headers = sign_svix("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body);
        assert.equal(headers["svix-signature"], "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    });

    it("tells each event under one id until somebody takes it", async (t) => {
        const on = await stage(t, { answers: [503, 500, 200] });
        on.ask("POST", "/emails", { ...kLetter, to: ["suppressed@resend.dev"] });
        await on.heard(3);
        assert.equal(new Set(on.hooks.map((hook) => hook.headers["svix-id"])).size, 1);
        for (const { headers, body } of on.hooks) {
            const signed = createHmac("sha256", Buffer.from(kSecret.slice(6), "base64")).update(`${headers["svix-id"]}.${headers["svix-timestamp"]}.${body}`).digest();
            assert.ok(timingSafeEqual(signed, Buffer.from(String(headers["svix-signature"]).slice(3), "base64")));
        }
        assert.equal(JSON.parse(on.hooks[0]!.body).type, "email.suppressed");
    });

    it("does with the vendor's test addresses what they say", async (t) => {
        const on = await stage(t);
        on.ask("POST", "/emails", { ...kLetter, to: "bounced@resend.dev" });
        await on.heard(2);
        const types = on.hooks.map((hook) => JSON.parse(hook.body).type).sort();
        assert.deepEqual(types, ["email.bounced", "email.sent"]);
        const bounced = on.hooks.map((hook) => JSON.parse(hook.body)).find((event) => event.type === "email.bounced");
        assert.equal(bounced.data.bounce.type, "Permanent");
        assert.equal(bounced.data.to[0], "bounced@resend.dev");
    });
});
