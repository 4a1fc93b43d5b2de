// What the platform may do to us and what we tell it: messages that come twice, KV that is behind, callers who go away, data points.
import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import { after, afterEach, before, describe, test } from "node:test";
import { person, sealEnvelope, startEdge, startOrigin } from "./support/edge.mjs";

let origin, edge;
before(async () => {
  origin = await startOrigin();
  edge = await startEdge({ ORIGIN_URL: origin.url, WIB_EDGE_QUEUE_WAIT: "0.2", WIB_EDGE_ROUGH: '{"doubled":true,"stale":60,"points":true}' });
});
afterEach(() => origin.reset());
after(async () => {
  await edge?.stop();
  await origin.close();
});

const order = async (effects) => {
  const body = JSON.stringify({ effects });
  const headers = { "content-type": "application/json", "x-wib-envelope": sealEnvelope({ method: "POST", target: "/internal/effects", body }) };
  assert.equal((await edge.fetch("/internal/effects", { method: "POST", body, headers })).status, 200);
};

describe("a rough platform", () => {
  test("delivers each message twice, and not in the order they were sent in", async () => {
    const messages = Array.from({ length: 6 }, (_, i) => JSON.stringify({ organization_id: crypto.randomUUID(), job_id: `${i}` }));
    const all = new Promise((resolve) => {
      origin.answer = (_request, response) => {
        response.writeHead(200, { "content-type": "application/json" }).end("{}");
        if (origin.asked(/advance$/).length === 12) resolve(origin.asked(/advance$/).map(({ body }) => body));
      };
    });
    await order(messages.map((message) => ({ kind: "enqueue", queue: "transcription", message: JSON.parse(message) })));
    const seen = await all;
    assert.deepEqual(seen.toSorted(), [...messages, ...messages].toSorted());
    assert.notDeepEqual(seen, [...messages, ...messages]);
  });

  test("goes on telling what KV was told to forget", async () => {
    const someone = origin.welcome(person());
    const lookUps = () => origin.asked(/^\/internal\/sessions\//).length;
    for (let tries = 0, before = -1; tries < 50 && before !== lookUps(); ++tries) {
      before = lookUps();
      assert.equal((await edge.fetch("/api/users/me", { headers: someone.headers })).status, 200);
    }
    const known = lookUps();
    await order([{ kind: "kv_delete", key: `s:${someone.hash}` }]);
    assert.equal((await edge.fetch("/api/users/me", { headers: someone.headers })).status, 200);
    assert.equal(lookUps(), known);
  });
});

// Cloudflare's limits for a point: one index of 96 bytes, 20 blobs of 16 KB together, 20 doubles (vendors: cloudflare, "Analytics Engine").
describe("data points", () => {
  const point = async (...words) => JSON.parse(await edge.said(`"blobs":${JSON.stringify(words)}`));

  test("say what happened, on which route and how it ended, and nothing of anybody", async () => {
    const someone = origin.welcome(person("viewer"));
    const headers = { ...someone.headers, "x-correlation-id": "points-1" };
    assert.equal((await edge.fetch("/api/users/me?phone=%2B15551234567", { headers })).status, 200);
    assert.deepEqual(await point("me", "2xx"), { event: "data_point", indexes: ["served"], blobs: ["me", "2xx"], doubles: [1] });
    assert.equal((await edge.fetch("/api/unknown/+15551234567", { headers })).status, 404);
    assert.deepEqual(await point("none", "NOT_FOUND"), { event: "data_point", indexes: ["refused"], blobs: ["none", "NOT_FOUND"], doubles: [1] });
    assert.equal((await edge.fetch("/api/audit-logs", { headers })).status, 403);
    assert.deepEqual((await point("list_audit", "FORBIDDEN")).indexes, ["refused"]);
    assert.equal((await edge.fetch("/webhooks/telnyx", { method: "POST", body: "{}" })).status, 401);
    assert.deepEqual((await point("telnyx_webhook", "SIGNATURE_INVALID")).indexes, ["refused"]);
    origin.answer = (_request, response) => response.destroy();
    assert.equal((await edge.fetch("/api/users/me", { headers })).status, 503);
    assert.deepEqual((await point("me", "ORIGIN_UNAVAILABLE")).indexes, ["refused"]);
    for (const line of edge.log.filter((one) => one.includes('"data_point"'))) {
      const { indexes, blobs, doubles } = JSON.parse(line);
      assert.deepEqual([indexes.length, doubles], [1, [1]]);
      assert.ok(indexes[0].length <= 96 && blobs.length <= 20 && blobs.join("").length <= 200, line);
      for (const hidden of [someone.claims.user_id, someone.token, "5551234567", "127.0.0.1"]) assert.ok(!line.includes(hidden), line);
    }
  });
});

describe("a caller who goes away", () => {
  const ask = (method, path, headers) => {
    const asking = httpRequest(edge.url + path, { method, headers, agent: false });
    asking.on("error", () => {});
    return asking;
  };

  test("takes an answer's remainder with them", async () => {
    const someone = origin.welcome(person());
    const gone = new Promise((resolve) => {
      origin.answer = (_request, response) => {
        response.writeHead(200, { "content-type": "application/json" });
        const more = setInterval(() => response.write(" ".repeat(64 * 1024)), 20);
        response.on("close", () => (clearInterval(more), resolve(response.writableEnded)));
      };
    });
    const asking = ask("GET", "/api/calls", someone.headers);
    asking.on("response", (answer) => answer.once("data", () => asking.destroy()));
    asking.end();
    assert.equal(await gone, false, "the origin's connection is closed before it has said all");
  });

  test("takes an upload's remainder with them", async () => {
    const someone = origin.welcome(person());
    const [cut] = await new Promise((resolve) => {
      origin.upload = (request) => request.once("data", () => asking.destroy()).once("aborted", () => resolve(["aborted"])).on("error", () => {});
      const asking = ask("POST", "/api/audio/upload", { ...someone.withCsrf, "content-type": "multipart/form-data; boundary=b", "content-length": `${1 << 20}` });
      asking.write(Buffer.alloc(64 * 1024, 32));
    });
    assert.equal(cut, "aborted");
  });
});
