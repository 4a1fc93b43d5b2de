import assert from "node:assert/strict";
import * as https from "node:https";
import { describe, it } from "node:test";
import { Faults, seeded_random } from "./faults.mts";
import { stage } from "./stage.mts";

describe("a fault", () => {
    it("happens as often as asked, where asked", () => {
        const faults = new Faults(seeded_random(1));
        faults.add({ at: "telnyx", kind: "status", status: 429, times: 2, path: "/calls" });
        assert.equal(faults.take("telnyx", "GET /v2/other"), null);
        assert.equal(faults.take("s3", "POST /v2/calls"), null);
        assert.equal(faults.take("telnyx", "POST /v2/calls")?.status, 429);
        assert.equal(faults.take("telnyx", "POST /v2/calls")?.status, 429);
        assert.equal(faults.take("telnyx", "POST /v2/calls"), null);
    });
    it("may be a matter of chance, the same chance for the same seed", () => {
        const pattern = () => {
            const faults = new Faults(seeded_random(42));
            faults.add({ at: "media", kind: "drop", times: 1000, probability: 0.3 });
            return Array.from({ length: 200 }, () => faults.take("media", "x") !== null);
        };
        assert.deepEqual(pattern(), pattern());
        const happened = pattern().filter(Boolean).length;
        assert.ok(happened > 35 && happened < 90);
    });
    it("ends when it is taken back", () => {
        const faults = new Faults(seeded_random(1));
        const kept = faults.add({ at: "s3", kind: "status", times: 100 });
        const gone = faults.add({ at: "telnyx", kind: "status", times: 100 });
        assert.ok(typeof kept !== "string" && typeof gone !== "string");
        assert.equal(faults.remove(gone.id), true);
        assert.equal(faults.remove(gone.id), false);
        assert.equal(faults.take("telnyx", "POST /v2/calls"), null);
        assert.equal(faults.take("s3", "PUT /bucket/key")?.id, kept.id);
    });
    it("of an unknown kind or place is refused in words", () => {
        const faults = new Faults(seeded_random(1));
        assert.match(faults.add({ at: "moon", kind: "status" }) as string, /"at" is one of/);
        assert.match(faults.add({ at: "dial", kind: "explode" }) as string, /"kind" at dial/);
    });
});

describe("the carrier", () => {
    it("fails as scripted: 429, 5xx, late, stalled, garbled, cut, and dials that reach nobody", async (t) => {
        const on = await stage(t);
        const ask = () => on.telnyx("GET", "/calls/nonsense");
        await on.control("POST", "/faults", { at: "telnyx", kind: "status", status: 429 });
        const limited = await ask();
        assert.deepEqual([limited.status, limited.body.errors[0].code], [429, "10011"]);
        await on.control("POST", "/faults", { at: "telnyx", kind: "status", status: 502 });
        assert.equal((await ask()).status, 502);
        await on.control("POST", "/faults", { at: "telnyx", kind: "latency", ms: 300 });
        const began = performance.now();
        assert.equal((await ask()).status, 422);
        assert.ok(performance.now() - began >= 290);
        for (const kind of ["stall", "malformed", "disconnect"]) {
            await on.control("POST", "/faults", { at: "telnyx", kind, ms: 200 });
            await assert.rejects(ask(), kind);
        }
        assert.equal((await ask()).status, 422);
        await on.control("POST", "/faults", { at: "dial", kind: "refuse" });
        const { call_control_id: id } = await on.dial("+12025550119");
        const hangup = await on.hooks.wait("hangup", (hook) => hook.event_type === "call.hangup" && hook.payload["call_control_id"] === id);
        assert.equal(hangup.payload["hangup_cause"], "unspecified");
    });
});

describe("a slow carrier", () => {
    it("obeys a command whose sender has given up waiting", async (t) => {
        const on = await stage(t);
        await on.control("POST", "/faults", { at: "telnyx", kind: "latency", ms: 600 });
        const { connection_id, api_key } = on.sandbox.info.telnyx;
        const body = JSON.stringify({ connection_id, from: "+12025550100", to: "+12025550119" });
        const asked = https.request({
            host: "127.0.0.1",
            port: on.sandbox.info.port,
            method: "POST",
            path: "/v2/calls",
            ca: on.sandbox.ca,
            headers: { authorization: `Bearer ${api_key}`, "content-type": "application/json", "content-length": body.length },
        });
        const gone = new Promise((done) => asked.once("error", done));
        asked.end(body, () => setTimeout(() => asked.destroy(), 200));
        await gone;
        await on.hooks.wait("the dial's own news", (hook) => hook.event_type === "call.initiated");
    });
});

describe("an answer nobody hears", () => {
    it("belongs to a command that was obeyed, once", async (t) => {
        const on = await stage(t);
        const order = { command_id: "11111111-2222-4333-8444-555555555555" };
        await on.control("POST", "/faults", { at: "telnyx", kind: "unheard" });
        await assert.rejects(on.dial("+12025550119", order));
        const initiated = await on.hooks.wait("the dial's own news", (hook) => hook.event_type === "call.initiated");
        const { call_control_id } = await on.dial("+12025550119", order);
        assert.equal(call_control_id, initiated.payload["call_control_id"]);
        assert.equal((await on.control("GET", "/calls")).length, 1);
    });
    it("belongs to a webhook that comes again", async (t) => {
        const on = await stage(t);
        await on.control("POST", "/faults", { at: "webhooks", kind: "rates", duplicate: 0 });
        await on.control("POST", "/faults", { at: "webhooks", kind: "unheard", path: "call.initiated" });
        await on.dial("+12025550119");
        const again = await on.hooks.wait("a second delivery", (hook) => hook.event_type === "call.initiated" && hook.attempt === 2);
        assert.equal(on.hooks.items.filter((hook) => hook.id === again.id).length, 2);
    });
});

describe("media streams", () => {
    it("lose, double, reorder and garble frames on request, and are cut", async (t) => {
        const on = await stage(t);
        await on.dial("+12025550120", { stream_url: on.media_url, stream_track: "inbound_track" });
        const { socket, news } = await on.media.wait("media", () => true);
        const chunks = () => news.items.filter(({ message }) => message["event"] === "media").map(({ message }) => Number(message["media"].chunk));
        await news.wait("frames", ({ message }) => message["media"]?.chunk === "5");
        await on.control("POST", "/faults", { at: "media", kind: "drop" });
        await news.wait("more", ({ message }) => Number(message["media"]?.chunk) > 30);
        assert.equal(Math.max(...chunks()) - chunks().length, 1);
        await on.control("POST", "/faults", { at: "media", kind: "duplicate" });
        await on.control("POST", "/faults", { at: "media", kind: "reorder" });
        await news.wait("more", ({ message }) => Number(message["media"]?.chunk) > 60);
        const seen = chunks();
        assert.equal(new Set(seen).size, seen.length - 1);
        assert.ok(seen.some((chunk, i) => i > 0 && chunk < seen[i - 1]!), "one frame was overtaken");
        assert.equal((await on.control("POST", "/faults", { at: "media", kind: "cut" })).cut, 1);
        await new Promise((done) => socket.once("close", done));
        await on.hooks.wait("the end of the stream", (hook) => hook.event_type.startsWith("streaming.") && hook.event_type !== "streaming.started");
    });
});

describe("reset", () => {
    it("hangs up, cuts sessions, forgets faults and logs", async (t) => {
        const on = await stage(t);
        await on.control("POST", "/faults", { at: "dial", kind: "refuse", path: "+1999" });
        await on.dial("+12025550114");
        await on.control("POST", "/reset");
        assert.deepEqual(await on.control("GET", "/calls"), []);
        assert.deepEqual((await on.control("GET", "/faults")).rules, []);
        await on.hooks.wait("hangup", (hook) => hook.event_type === "call.hangup");
    });
});
