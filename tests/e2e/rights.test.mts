// Who may do what, through real processes: the same table as in tests/unit, for people of the demo and for those whose rights change while
// they are signed in.
import assert from "node:assert/strict";
import { createPrivateKey, randomUUID, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { request, runWib, sandbox, signIn, sql, startStack, stopStack, type Stack, type Visitor } from "./stack.mts";

let stack: Stack;
before(async () => {
  stack = await startStack();
}, { timeout: 600_000 });
after(async () => {
  if (stack) await stopStack(stack);
}, { timeout: 60_000 });

const kSample = ["GET /api/users/me", "GET /api/rbac/context", "GET /api/rbac/roles", "GET /api/calls", "GET /api/audit-logs", "GET /api/capabilities/plan", "GET /api/feature-flags/org", "GET /api/feature-flags/global", "GET /api/admin/metrics"];

function matrix(): Map<string, Record<string, boolean>> {
  const lines = readFileSync(new URL("../fixtures/rights/matrix.tsv", import.meta.url), "utf8").split("\n").filter((line) => line && !line.startsWith("#"));
  const [head, ...rows] = lines.map((line) => line.split("\t"));
  return new Map(rows.map(([route, ...cells]) => [route!, Object.fromEntries(cells.map((cell, i) => [head![i + 1]!, cell === "y"]))]));
}

const become = (role: string, email: string) =>
  sql(stack, `update org_members set role = '${role}' where user_id = (select id from users where email = '${email}')`);

describe("rights", { timeout: 180_000 }, () => {
  test("are those of the table for the people of the demo", async () => {
    const table = matrix();
    for (const who of ["admin", "manager", "agent", "compliance"] as const) {
      const visitor = await signIn(stack, who);
      for (const route of kSample) {
        const answer = await visitor.get(route.slice(4));
        assert.equal(answer.status, table.get(route)![who] ? 200 : 403, `${route} by ${who}: ${answer.bytes}`);
      }
    }
  });

  test("that were taken are gone with the next request, and say what is missing", async () => {
    const visitor = await signIn(stack, "compliance");
    assert.equal((await visitor.get("/api/audit-logs")).status, 200);
    await become("analyst", stack.users.compliance);
    try {
      // The edge still holds the claims of before: it is the transaction that refuses.
      const refused = await visitor.get("/api/audit-logs");
      assert.equal(refused.status, 403);
      assert.equal(refused.json.code, "FORBIDDEN");
      assert.equal((await visitor.get("/api/rbac/context")).json.role, "analyst");
    } finally {
      await become("compliance", stack.users.compliance);
    }
  });

  test("of the platform are the person's, not the role's", async () => {
    await sql(stack, `update users set platform_role = 'platform_admin' where email = '${stack.users.agent}'`);
    const visitor: Visitor = await signIn(stack, "agent");
    const figures = await visitor.get("/api/admin/metrics");
    assert.equal(figures.status, 200, String(figures.bytes));
    assert.equal(figures.json.total_orgs, 1);
    assert.equal((await visitor.get("/api/feature-flags/org")).status, 403, "still an agent in the organization");
    await sql(stack, `update users set platform_role = 'user' where email = '${stack.users.agent}'`);
    assert.equal((await visitor.get("/api/admin/metrics")).status, 403, "gone at once");
  });
});

describe("a service", { timeout: 120_000 }, () => {
  const kHealth = "/api/internal/cron-health";
  const ask = (target: string, headers: Record<string, string>, method = "GET") => request(stack.url + target, { method, headers });
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  async function token(...args: string[]): Promise<string> {
    const { code, output } = await runWib(stack, ["token", "--for", "deploy@ci", ...args]);
    assert.equal(code, 0, output);
    return output.trim();
  }
  /** Signed with the key that ./wib up made, whatever it says. */
  function token_saying(claims: object): string {
    const [, kid, seed] = /^WIB_SERVICE_SIGNING_KEY=(.*?):(.*)$/m.exec(readFileSync(path.join(stack.home, "service.key"), "utf8"))!;
    const key = createPrivateKey({ key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), Buffer.from(seed!, "base64")]), format: "der", type: "pkcs8" });
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const text = `${part({ alg: "EdDSA", kid })}.${part({ iss: "wib", aud: "wib-internal", sub: "deploy@ci", scope: "internal:read", jti: "t1", ...claims })}`;
    return `${text}.${sign(null, Buffer.from(text), key).toString("base64url")}`;
  }

  test("comes in with a token of ./wib token, and its scope is what it may do", async () => {
    const reading = await token();
    const health = await ask(kHealth, bearer(reading));
    assert.equal(health.status, 200, String(health.bytes));
    assert.ok(health.json.jobs.length > 0);
    assert.equal((await ask("/api/internal/webhook-dlq", bearer(reading))).status, 200);
    assert.equal((await ask("/api/calls", bearer(reading))).status, 401);
    assert.equal((await ask("/api/admin/metrics", bearer(reading))).status, 403);
    const replay = `/api/internal/webhook-dlq/replay/telnyx/${randomUUID()}`;
    const refused = await ask(replay, bearer(reading), "POST");
    assert.deepEqual([refused.status, refused.json.required_scope], [403, "internal:write"]);
    assert.equal((await ask(replay, bearer(await token("--scope", "internal:write", "--minutes", "1")), "POST")).status, 404, "let in: there is no such failure");
  });

  test("is refused with a token that is over, or lives longer than a quarter of an hour", async () => {
    const now = Math.floor(Date.now() / 1000);
    const said = async (claims: object) => { const { status, json } = await ask(kHealth, bearer(token_saying(claims))); return [status, json.reason]; };
    assert.deepEqual(await said({ iat: now - 1, exp: now + 300 }), [200, undefined]);
    assert.deepEqual(await said({ iat: now - 400, exp: now - 100 }), [401, "expired"]);
    assert.deepEqual(await said({ iat: now, exp: now + 901 }), [401, "long_lived"]);
    assert.equal((await runWib(stack, ["token", "--for", "deploy@ci", "--minutes", "16"])).code, 2);
  });

  test("that came through Cloudflare Access reads, and a change by its word alone is refused", async () => {
    const { token: assertion } = await sandbox(stack, "/access/tokens", { email: "ops@bond.test" });
    const headers = { "cf-access-jwt-assertion": assertion };
    assert.equal((await ask(kHealth, headers)).status, 200);
    assert.equal((await ask(`/api/internal/webhook-dlq/replay/telnyx/${randomUUID()}`, headers, "POST")).json.code, "CSRF_REQUIRED");
    const { token: late } = await sandbox(stack, "/access/tokens", { email: "ops@bond.test", claims: { exp: Math.floor(Date.now() / 1000) - 60, iat: 1, nbf: 1 } });
    assert.equal((await ask(kHealth, { "cf-access-jwt-assertion": late })).status, 401);
    const before = (await sandbox(stack, "/access")).certs_asked;
    assert.equal((await ask(kHealth, headers)).status, 200);
    assert.equal((await sandbox(stack, "/access")).certs_asked, before, "Access is not asked each time");
  });

  test("finds the schema as this build expects it, and its line in the log", async () => {
    const reading = bearer(await token());
    const schema = await ask("/api/internal/schema-health", reading);
    assert.deepEqual([schema.status, schema.json.healthy, schema.json.faults], [200, true, []]);
    const told = await ask("/api/health/logs", { ...reading, "x-correlation-id": "log-test-1" });
    assert.deepEqual([told.status, told.json.written, told.json.correlation_id], [200, true, "log-test-1"]);
    const lines = readFileSync(path.join(stack.home, "logs", "origin.log"), "utf8").split("\n").filter((line) => line.includes('"event":"log_self_test"'));
    assert.equal(lines.filter((line) => JSON.parse(line).correlation_id === "log-test-1").length, 1);
  });
});

describe("a plan", { timeout: 60_000 }, () => {
  test("that is used up refuses the next call and tells of it once", async () => {
    await sql(stack, "update organizations set plan = 'free'");
    await sql(stack, "insert into usage_meters (organization_id, metric, period_start, quantity) select id, 'calls', date_trunc('month', now() at time zone 'UTC')::date, 100 from organizations on conflict (organization_id, metric, period_start) do update set quantity = 100");
    const visitor = await signIn(stack, "agent");
    for (let tries = 0; tries < 2; ++tries) {
      const refused = await visitor.post("/api/voice/call", { to_number: "+14155550123" });
      assert.equal(refused.status, 402, String(refused.bytes));
      assert.equal(refused.json.code, "QUOTA_EXCEEDED");
      assert.equal(refused.json.limit, "100");
    }
    assert.deepEqual(await sql(stack, "select count(*) from audit_logs where action = 'plan:usage_alert' and new_value ->> 'percent' = '100'"), [["1"]]);
    const plan = await visitor.get("/api/capabilities/plan");
    assert.equal(plan.json.plan, "free");
    assert.equal(plan.json.usage[0].used, 100);
  });
});
