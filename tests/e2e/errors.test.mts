// What the error service hears: failures of the origin and of the edge, once each, in its own format, and nothing of anybody.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { kill, resume, runWib, sandbox, signIn, sql, startStack, stopStack, until, Visitor, type Stack } from "./stack.mts";

let stack: Stack;
before(async () => {
  stack = await startStack();
}, { timeout: 600_000 });
after(async () => stack && stopStack(stack), { timeout: 60_000 });

interface Told {
  times: number;
  event: { logger: string; transaction: string; tags: Record<string, string>; exception: { values: { type: string; value: string }[] } };
}
const told = async (logger: string, type: string): Promise<Told[]> =>
  ((await sandbox(stack, "/errors")) as Told[]).filter(({ event }) => event.logger === logger && event.exception.values[0]!.type === type);

describe("a trace that somebody brings", { timeout: 60_000 }, () => {
  test("is told in the answer and stands in the lines of edge and origin", async () => {
    const visitor = await signIn(stack, "manager");
    const trace = "4bf92f3577b34da6a3ce929d0e0e4736", traceparent = `00-${trace}-00f067aa0ba902b7-01`;
    const served = await visitor.get("/api/calls", { traceparent });
    assert.deepEqual([served.status, served.headers["traceparent"]], [200, traceparent]);
    const refused = await visitor.get("/api/unknown", { traceparent });
    assert.deepEqual([refused.status, refused.headers["traceparent"]], [404, traceparent]);
    assert.equal((await visitor.get("/api/calls")).headers["traceparent"], undefined, "nobody's is made up");
    const lines = (service: string) => readFileSync(path.join(stack.home, "logs", `${service}.log`), "utf8").split("\n")
      .filter((line) => line.includes(`"trace_id":"${trace}"`) && line.includes('"event":"request"')).map((line) => JSON.parse(line).route);
    await until("the lines", 10_000, async () => lines("origin").length > 0 && lines("edge").length > 1);
    assert.deepEqual([lines("origin"), lines("edge")], [["list_calls"], ["list_calls", "none"]]);
  });
});

describe("the error service", { timeout: 300_000 }, () => {
  test("hears once of a request that the origin could not serve, and the log knows the same correlation id", async () => {
    const visitor = await signIn(stack, "manager");
    await sql(stack, "alter table calls rename to calls_away");
    let correlation: string | undefined;
    try {
      for (let i = 0; i < 3; ++i) {
        const failed = await visitor.get("/api/calls?search=ann%40example.com");
        assert.equal(failed.status, 500);
        correlation ??= failed.json.correlation_id;
      }
    } finally {
      await sql(stack, "alter table calls_away rename to calls");
    }
    await until("a report of the origin's", 15_000, async () => (await told("origin", "request_failed")).length > 0);
    const reports = await told("origin", "request_failed");
    assert.equal(reports.length, 1, JSON.stringify(reports));
    const [{ event, times }] = reports as [Told];
    assert.deepEqual([times, event.transaction, event.tags["code"], event.tags["correlation_id"]], [1, "list_calls", "INTERNAL_ERROR", correlation]);
    assert.doesNotMatch(JSON.stringify(event), /example\.com|manager@|demo\.test/);
  });

  test("hears once, from the edge, of an origin that is away", async () => {
    await kill(stack, "origin");
    const visitor = new Visitor(stack.url);
    const refused = await visitor.get("/api/health");
    assert.deepEqual([refused.status, refused.json.code], [503, "ORIGIN_UNAVAILABLE"]);
    await until("a report of the edge's", 15_000, async () => (await told("edge", "ORIGIN_UNAVAILABLE")).some(({ event }) => event.transaction === "health"));
    await resume(stack);
    for (const { times } of await told("edge", "ORIGIN_UNAVAILABLE")) assert.equal(times, 1);
  });

  test("is one that wib doctor --live leaves alone, and says so", async () => {
    const { output } = await runWib(stack, ["doctor", "--live"]);
    assert.match(output, /not checked.*error reports/);
  });
});
