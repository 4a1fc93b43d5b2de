// Who may do what, through real processes: the same table as in tests/unit, for people of the demo and for those whose rights change while
// they are signed in.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { signIn, sql, startStack, stopStack, type Stack, type Visitor } from "./stack.mts";

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
