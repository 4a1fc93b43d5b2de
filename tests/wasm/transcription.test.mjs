// The transcription queue in workerd: messages go in by the origin's order, come back to it one by one, and are dead after the fourth try.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { sealEnvelope, startEdge, startOrigin } from "./support/edge.mjs";

let origin, edge;
before(async () => {
  origin = await startOrigin();
  edge = await startEdge({ ORIGIN_URL: origin.url, WIB_EDGE_WINDOWS: "off", WIB_EDGE_QUEUE_WAIT: "0.2" });
});
afterEach(() => origin.reset());
after(async () => {
  await edge?.stop();
  await origin.close();
});

const job = () => ({ organization_id: crypto.randomUUID(), job_id: crypto.randomUUID() });
async function enqueue(...messages) {
  const body = JSON.stringify({ effects: messages.map((message) => ({ kind: "enqueue", queue: "transcription", message })) });
  const headers = { "content-type": "application/json", "x-wib-envelope": sealEnvelope({ method: "POST", target: "/internal/effects", body }) };
  const answer = await edge.fetch("/internal/effects", { method: "POST", body, headers });
  assert.deepEqual([answer.status, await answer.json()], [200, { success: true }]);
}
/** `says(seen)`: status and headers; resolves once `count` requests have come that fit. */
function answering(count, fits, says) {
  const seen = [];
  return new Promise((resolve) => {
    origin.answer = (_request, response, one) => {
      const [status, headers = {}] = says(one);
      response.writeHead(status, { "content-type": "application/json", ...headers }).end("{}");
      if (fits(one) && seen.push(one) === count) resolve(seen);
    };
  });
}

describe("a message of the transcription queue", () => {
  test("comes to the origin as it was ordered, under the queue's envelope, and is done with", async () => {
    const messages = Array.from({ length: 5 }, job);
    const coming = answering(5, () => true, () => [200]);
    await enqueue(...messages);
    const seen = await coming;
    assert.deepEqual(new Set(seen.map(({ body }) => body)), new Set(messages.map((one) => JSON.stringify(one))));
    for (const { target, method, envelope } of seen) {
      assert.deepEqual([method, target, envelope.target], ["POST", "/internal/transcriptions/advance", target]);
      assert.deepEqual([envelope.principal.kind, envelope.principal.label], ["job", "transcription"]);
      assert.equal(envelope.patience_us, 300_000_000);
    }
    assert.equal(new Set(seen.map(({ envelope }) => envelope.request)).size, 5);
  });

  test("comes again when the origin asks for it, and no more once it is taken", async () => {
    let times = 0;
    const coming = answering(2, () => true, () => (++times === 1 ? [503, { "retry-after": "1" }] : [200]));
    const message = job();
    await enqueue(message);
    for (const { target, body } of await coming) assert.deepEqual([target, JSON.parse(body)], ["/internal/transcriptions/advance", message]);
  });

  test("is told to the origin as dead after four tries, for as long as nobody hears it", async () => {
    const message = job();
    let told = 0;
    const coming = answering(2, ({ target }) => target.endsWith("/dead"), ({ target }) =>
      target.endsWith("/dead") && ++told === 2 ? [200] : [503, { "retry-after": "0" }]);
    await enqueue(message);
    const dead = await coming;
    assert.deepEqual(dead.map(({ target, body }) => [target, JSON.parse(body)]), Array(2).fill(["/internal/transcriptions/dead", message]));
    assert.equal(origin.asked(/advance$/).length, 4);
  });
});
