// The signed audit log through real processes: what is done gets its place within moments, what the API says of it holds under a check that
// is none of ours, over a kill -9 as well; what the database's owner changes is found at night.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fromBase64 } from "../../edge/console/src/evidence/bytes.ts";
import { type Memory, type Seen, checkEntry } from "../../edge/console/src/evidence/check_entry.ts";
import { openNote, readVerifierKey } from "../../edge/console/src/evidence/note.ts";
import { isConsistent } from "../../edge/console/src/evidence/tree.ts";
import { kill, request, resume, runWib, signIn, sql, startStack, stopStack, until, type Stack, type Visitor } from "./stack.mts";

let stack: Stack;
before(async () => {
  stack = await startStack();
}, { timeout: 600_000 });
after(async () => {
  if (stack) await stopStack(stack);
}, { timeout: 60_000 });

const nothingSeen = (visitor: Visitor): Memory => {
  const seen = new Map<string, Seen>();
  return {
    last: (log) => seen.get(log) ?? null,
    keep: (log, what) => void seen.set(log, what),
    proofOfGrowth: async (from, to) => (await visitor.get(`/api/audit-logs/consistency?from=${from}&to=${to}`)).json.proof,
  };
};

/** The newest entry's proof, once it has its place. */
const proofOf = (visitor: Visitor, id: string) =>
  until("the entry to have its place", 10_000, async () => {
    const answer = await visitor.get(`/api/audit-logs/${id}/proof`);
    if (answer.status === 200) return answer.json;
    assert.equal(answer.json.code, "NOT_IN_LOG_YET");
    return undefined;
  });

async function checkpoint(visitor: Visitor): Promise<{ size: number; root: Uint8Array<ArrayBuffer> }> {
  const { note, verifier_key } = (await visitor.get("/api/audit-logs/checkpoint")).json.checkpoint;
  const opened = await openNote(note, (await readVerifierKey(verifier_key))!);
  assert.ok("checkpoint" in opened, JSON.stringify(opened));
  return opened.checkpoint;
}

describe("the signed audit log", { timeout: 240_000 }, () => {
  test("has every entry, as it is shown, and each proof holds", async () => {
    const visitor = await signIn(stack, "compliance");
    const memory = nothingSeen(visitor);
    const { audit_logs: entries } = (await visitor.get("/api/audit-logs?limit=50")).json;
    assert.ok(entries.length > 0);
    for (const entry of entries) {
      const verdict = await checkEntry(entry, await proofOf(visitor, entry.id), memory);
      assert.equal(verdict.fault, null, `${entry.action}: ${JSON.stringify(verdict)}`);
    }
  });

  test("only grows, over a kill -9 of the origin and of the database", async () => {
    const visitor = await signIn(stack, "compliance");
    const old = await checkpoint(visitor);
    for (const service of ["origin", "postgres"] as const) {
      const doing = Promise.allSettled(Array.from({ length: 3 }, () => signIn(stack, "agent")));
      await kill(stack, service);
      await doing;
      await resume(stack);
    }
    await signIn(stack, "agent");
    await until("every row to have its leaf", 20_000, async () => (await sql(stack, "select count(*) from audit_logs a where not exists (select from audit_leaves l where l.audit_id = a.id)"))[0]![0] === "0");
    const again = await signIn(stack, "compliance");
    const now = await checkpoint(again);
    assert.ok(now.size > old.size);
    const { proof } = (await again.get(`/api/audit-logs/consistency?from=${old.size}&to=${now.size}`)).json;
    assert.equal(await isConsistent(old.size, old.root, now.size, now.root, proof.map((one: string) => fromBase64(one)!)), true);
    assert.deepEqual(await sql(stack, "select count(*) = max(leaf_index) + 1 and count(*) = count(distinct audit_id) from audit_leaves"), [["t"]]);
  });

  test("is looked at each night, and the look fails with the first thing that does not hold", async () => {
    const { code, output } = await runWib(stack, ["token", "--for", "night@ci", "--minutes", "5"]);
    assert.equal(code, 0, output);
    const look = async () => {
      const health = await request(`${stack.url}/api/internal/cron-health`, { headers: { authorization: `Bearer ${output.trim()}` } });
      return health.json.jobs.find((job: { job_name: string }) => job.job_name === "chain_check");
    };
    // It was due when the stack was young, and has run by now.
    // Asked as often as the route may be (60 in 5 minutes).
    await until("the first look", 90_000, async () => (await look()).status === "healthy", 6_000);
    await sql(stack, `set session_replication_role = replica; update audit_logs set action = 'auth:nothing' where id = (select audit_id from audit_leaves where leaf_index = 2);
      update scheduler_leases set scheduled_for = scheduled_for - interval '1 day', last_success = null where name = 'chain_check'; delete from job_runs where job = 'chain_check'`);
    const broken = await until("the look that finds it", 90_000, async () => {
      const job = await look();
      return job.last_error ? job : undefined;
    }, 6_000);
    assert.match(broken.last_error, /^leaf_changed at 2 of [0-9a-f-]{36}$/);
  });
});
