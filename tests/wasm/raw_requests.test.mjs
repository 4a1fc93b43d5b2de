// Requests as no client library would write them (tests/fixtures/http/raw_requests.json), at the edge in Cloudflare's own runtime. What has
// two readings (`refuse`) is refused, or read in the one way the list names (`lenient`: the runtime reads more than RFC 9112 asks of it);
// `followed` says that what comes after is then a request by right. Nothing else that hides in a body, a folded line or a second length ever
// becomes one. tests/unit/origin/http/raw_requests_test.cpp holds the origin to the same list, without the leniency.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { after, before, describe, test } from "node:test";
import { sha256, startEdge, startOrigin } from "./support/edge.mjs";

const cases = JSON.parse(readFileSync(new URL("../fixtures/http/raw_requests.json", import.meta.url), "utf8"));
const kAtOnce = 16;
const kQuiet = 2000;  // a server that says nothing for so long waits for more than will come

let origin;
let edge;
before(async () => {
  origin = await startOrigin();
  edge = await startEdge({ ORIGIN_URL: origin.url, WIB_EDGE_WINDOWS: "off" });
});
after(async () => {
  await edge.stop();
  await origin.close();
});

// The bytes, then a plain request on the same connection; what comes back until it closes or falls silent.
function converse(raw, number) {
  const end = raw.indexOf("\n") + 1;
  const named = raw.slice(0, end) + `X-Correlation-ID: case-${number}\r\n` + raw.slice(end);
  const plain = `GET /api/health?after=${number} HTTP/1.1\r\nHost: edge.test\r\nConnection: close\r\n\r\n`;
  return new Promise((resolve) => {
    let heard = "";
    const socket = connect(edge.port, "127.0.0.1");
    socket.setTimeout(kQuiet, () => socket.destroy());
    socket.on("data", (bytes) => { heard += bytes.toString("latin1"); });
    socket.on("error", () => {});
    socket.on("close", () => resolve(heard));
    socket.write(Buffer.from(named + plain, "latin1"));
  });
}

const outcomes = [];
describe("a raw request", () => {
  before(async () => {
    const waiting = cases.entries();
    await Promise.all(Array.from({ length: kAtOnce }, async () => {
      for (const [number, { raw }] of waiting) outcomes[number] = await converse(raw, number);
    }));
  });

  for (const [number, { name, refuse, reads, lenient }] of cases.entries())
    test(`${name} is ${refuse && !lenient ? "refused" : reads || lenient ? "read in one way" : "refused or read as it was meant"}`, () => {
      const seen = origin.requests.filter(({ headers }) => headers["x-correlation-id"] === `case-${number}`);
      const [status] = /^HTTP\/1\.[01] (\d{3})/.exec(outcomes[number])?.slice(1).map(Number) ?? [0];
      assert.ok(seen.length <= 1, `it became ${seen.length} requests`);
      if (refuse && !lenient) {
        assert.deepEqual(seen.map(({ method, target }) => `${method} ${target}`), [], "it reached the origin");
        assert.ok(status === 0 || status >= 400, `answered ${status}`);
      }
      if (reads) assert.equal(seen.length, 1, `answered ${outcomes[number].slice(0, 200)}`);
      for (const { method, target, body } of seen)
        if (reads ?? lenient) assert.deepEqual({ method, target, body }, reads ?? lenient.reads);
      for (const { method, target, body, envelope } of seen) {
        assert.ok(envelope, "what arrives has our envelope and nobody else's");
        assert.deepEqual([envelope.method, envelope.target, envelope.body_digest], [method, target, sha256(body)]);
      }
    });

  test("becomes two only where the second is one by right", () => {
    const known = /^\/api\/health\?after=\d+$/;
    const strangers = origin.requests.filter(({ target, headers }) => !known.test(target) && !/^case-\d+$/.test(headers["x-correlation-id"] ?? ""));
    const byRight = cases.filter(({ lenient }) => lenient?.followed).length;
    assert.ok(strangers.length <= byRight, `${strangers.length} of ${byRight}`);
    assert.ok(strangers.every(({ method, target }) => `${method} ${target}` === "GET /api/health?smuggled=1"));
  });
});
