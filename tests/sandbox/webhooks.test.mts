import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { type Hook, stage } from "./stage.mts";
import { public_key_base64, sign_webhook } from "./telnyx/webhooks.mts";

const fixture = (name: string) => JSON.parse(readFileSync(join(import.meta.dirname, "fixtures", name), "utf8"));
const vector = fixture("telnyx_webhook_signature.json").cases[0];
const examples = fixture("telnyx_webhook_examples.json").events;

/** What our edge does: raw key, `timestamp|body`. */
function is_genuine(hook: Hook, public_key: string): boolean {
    const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), Buffer.from(public_key, "base64")]);
    const key = createPublicKey({ key: der, type: "spki", format: "der" });
    const signature = Buffer.from(String(hook.headers["telnyx-signature-ed25519"]), "base64");
    return verify(null, Buffer.from(`${String(hook.headers["telnyx-timestamp"])}|${hook.body}`), key, signature);
}

describe("webhook signatures", () => {
    it("are those of the published scheme, byte for byte", () => {
        const pkcs8 = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), Buffer.from(vector.seed_hex, "hex")]);
        const key = createPrivateKey({ key: pkcs8, type: "pkcs8", format: "der" });
        assert.equal(public_key_base64(key), vector.public_key_base64);
        assert.deepEqual(sign_webhook(key, vector.body, Number(vector.headers["telnyx-timestamp"])), vector.headers);
    });
});

describe("webhooks", () => {
    it("arrive signed, in the documented shape, some twice under one id", async (t) => {
        const on = await stage(t);
        await on.control("POST", "/faults", { at: "webhooks", kind: "rates", duplicate: 1, reorder: 1, delay_ms: 150 });
        await on.dial("+12025550113", { client_state: "aGVsbG8=" });
        const hangup = await on.hooks.wait("hangup", (hook) => hook.event_type === "call.hangup");
        await on.hooks.wait("its copy", (hook) => hook.event_type === "call.hangup" && hook !== hangup);
        for (const hook of on.hooks.items) {
            assert.ok(is_genuine(hook, on.sandbox.info.telnyx.public_key));
            assert.equal(hook.headers["user-agent"], "telnyx-webhooks");
            assert.equal(hook.payload["client_state"], "aGVsbG8=");
            const { data, meta } = JSON.parse(hook.body);
            assert.deepEqual(meta, { attempt: 1, delivered_to: on.webhook_url });
            assert.match(data.occurred_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
            assert.equal(data.record_type, "event");
            // Documented names only; `end_time` stands in the vendor's text, not in the example.
            const documented = new Set([...Object.keys(examples[hook.event_type].data.payload), "end_time"]);
            for (const field of Object.keys(hook.payload)) assert.ok(documented.has(field), `${hook.event_type} has ${field}`);
        }
        assert.equal(hangup.payload["hangup_cause"], "user_busy");
        assert.equal(hangup.payload["sip_hangup_cause"], "486");
        const ids = on.hooks.items.filter((hook) => hook.event_type === "call.hangup").map((hook) => hook.id);
        assert.equal(new Set(ids).size, 1);
    });

    it("come again after 5xx with the same id and a higher attempt, and not after 4xx", async (t) => {
        const on = await stage(t);
        await on.control("POST", "/faults", { at: "webhooks", kind: "rates", duplicate: 0, reorder: 0 });
        on.answer = (hook) => ({ status: hook.event_type === "call.initiated" ? (hook.attempt < 3 ? 503 : 204) : 400 });
        await on.dial("+12025550113");
        const third = await on.hooks.wait("third attempt", (hook) => hook.event_type === "call.initiated" && hook.attempt === 3);
        const tries = on.hooks.items.filter((hook) => hook.event_type === "call.initiated");
        assert.deepEqual(tries.map((hook) => hook.attempt), [1, 2, 3]);
        assert.deepEqual([...new Set(tries.map((hook) => hook.id))], [third.id]);
        assert.equal(on.hooks.items.filter((hook) => hook.event_type === "call.hangup").length, 1);
    });

    it("are given up on an attempt after 2 s of silence, and tried again", async (t) => {
        const on = await stage(t);
        await on.control("POST", "/faults", { at: "webhooks", kind: "rates", duplicate: 0, reorder: 0 });
        on.answer = (hook) => (hook.event_type === "call.initiated" && hook.attempt === 1 ? null : { status: 200 });
        await on.dial("+12025550113");
        const again = await on.hooks.wait("second attempt", (hook) => hook.event_type === "call.initiated" && hook.attempt === 2);
        const first = on.hooks.items.find((hook) => hook.id === again.id)!;
        assert.ok(again.at_ms - first.at_ms >= 2000);
    });

    it("can be dropped and replayed on request", async (t) => {
        const on = await stage(t);
        await on.control("POST", "/faults", { at: "webhooks", kind: "rates", duplicate: 0, reorder: 0 });
        on.answer = () => ({ status: 400 });
        await on.control("POST", "/faults", { at: "webhooks", kind: "drop", path: "call.initiated" });
        await on.dial("+12025550113");
        await on.hooks.wait("hangup", (hook) => hook.event_type === "call.hangup");
        const log = await on.control("GET", "/webhooks?event_type=call.initiated");
        assert.equal(log[0].fault, "dropped on request");
        await on.control("POST", "/webhooks/replay", { event_id: log[0].event_id });
        const replayed = await on.hooks.wait("the lost event", (hook) => hook.event_type === "call.initiated");
        assert.equal(replayed.id, log[0].event_id);
    });

    it("go nowhere but to this machine", async (t) => {
        const on = await stage(t);
        await on.dial("+12025550113", { webhook_url: "https://example.com/hooks" });
        let log: any[] = [];
        for (let i = 0; i < 200 && log.length === 0; i++) log = await on.control("GET", "/webhooks");
        assert.match(log[0].fault, /not on this machine/);
        assert.equal(on.hooks.items.length, 0);
    });
});
