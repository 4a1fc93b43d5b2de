import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Sentry } from "./sentry/envelopes.mts";

const kId = "9ec79c33ec9942ab8353589fcb2e04dc"; // of the documentation's example
const kEvent = { event_id: kId, timestamp: "2026-11-21T08:45:00.000000Z", platform: "other", level: "error", exception: { values: [{ type: "a", value: "b" }] }, tags: { status: "503" } };
const kAuth = "Sentry sentry_version=7, sentry_client=test/1.0, sentry_key=k3y";

function envelope({ event = kEvent as object, head = { event_id: kId } as object, item = {} as object, tail = "\n" } = {}): Buffer {
    const payload = JSON.stringify(event);
    return Buffer.from(`${JSON.stringify(head)}\n${JSON.stringify({ type: "event", length: Buffer.byteLength(payload), ...item })}\n${payload}${tail}`);
}
const post = (sentry: Sentry, body: Buffer, auth = kAuth, path = "/api/7/envelope/") => sentry.handle("POST", path, { "x-sentry-auth": auth }, body);

describe("The error service", () => {
    it("takes an envelope with one event, and knows it again", () => {
        const sentry = new Sentry("k3y");
        assert.deepEqual(post(sentry, envelope()), { status: 200, body: { id: kId } });
        assert.equal(post(sentry, envelope({ tail: "" })).status, 200);
        assert.deepEqual(sentry.events.map(({ project, times }) => [project, times]), [["7", 2]]);
    });

    it("refuses what is not documented or not well formed", () => {
        const sentry = new Sentry("k3y");
        const wrong: [string, Buffer][] = [
            ["no item", Buffer.from(`{"event_id":"${kId}"}\n`)],
            ["an id of another form", envelope({ head: { event_id: "9ec79c33-ec99-42ab-8353-589fcb2e04dc" } })],
            ["another id inside", envelope({ event: { ...kEvent, event_id: "0".repeat(32) } })],
            ["an unknown field", envelope({ event: { ...kEvent, usr: 1 } })],
            ["an unknown platform", envelope({ event: { ...kEvent, platform: "c++" } })],
            ["a tag that is a number", envelope({ event: { ...kEvent, tags: { status: 503 } } })],
            ["a tag that is too long", envelope({ event: { ...kEvent, tags: { status: "x".repeat(201) } } })],
            ["a length that is too long", envelope({ item: { length: 100_000 } })],
            ["a length that is too short", envelope({ item: { length: 10 } })],
            ["two items", envelope({ tail: '\n{"type":"event"}\n{}' })],
            ["an event that is not JSON", Buffer.from(`{"event_id":"${kId}"}\n{"type":"event"}\nnot json`)],
        ];
        for (const [what, body] of wrong) assert.equal(post(sentry, body).status, 400, what);
        assert.equal(post(sentry, envelope(), "Sentry sentry_version=7, sentry_client=t, sentry_key=other").status, 403);
        assert.equal(post(sentry, envelope(), "Bearer k3y").status, 400);
        assert.equal(post(sentry, envelope(), kAuth, "/api/project/envelope/").status, 404);
        assert.equal(sentry.events.length, 0);
    });
});
