// The usual way to serve tenant-scoped reads from Node: Fastify with response schemas, pg with a pool, and the tenant set in a
// transaction of its own around each read (BEGIN, set_config, SELECT, COMMIT), as row-level security is documented everywhere.
// What it is given besides: our own statements, named (prepared once a connection) unless NAMED=off, which a transaction-mode
// pooler needs; the same number of connections; a session check that costs one HMAC and asks no database.
//   DATABASE_URL=… STATEMENTS=<folder of the .sql files> SESSION_KEY=<base64> [NAMED=off] [POOL=8] node server.mjs
// Prints {"event":"listening","port":…} when it serves on a free port of 127.0.0.1.
import { createHmac, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import Fastify from "fastify";
import pg from "pg";

const key = Buffer.from(process.env.SESSION_KEY, "base64");
const named = process.env.NAMED !== "off";
const statement = (name) => readFileSync(path.join(process.env.STATEMENTS, `${name}.sql`), "utf8").trim().replace(/;$/, "");
const listCalls = statement("list_calls");
const findCall = statement("find_call");

// Timestamps as RFC 3339 without a Date in between; int8 as a number: the counts here are small.
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => `${text.slice(0, 10)}T${text.slice(11, -3)}Z`);
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: Number(process.env.POOL ?? 8) });

const text = { type: "string" };
const maybe = (type) => ({ type, nullable: true });
const call = {
  id: text, status: text, direction: text, flow_type: text, from_number: text, to_number: text, user_id: maybe("string"), user_name: maybe("string"),
  started_at: maybe("string"), answered_at: maybe("string"), ended_at: maybe("string"), duration_seconds: maybe("integer"), talk_seconds: maybe("integer"),
  hangup_cause: maybe("string"), failure_reason: maybe("string"), has_recording: { type: "boolean" }, created_at: text,
};
const object = (properties) => ({ type: "object", properties });
const array = (items) => ({ type: "array", items });
const leg = object({
  id: text, role: text, status: text, to_number: text, from_number: text, dialed_at: maybe("string"), answered_at: maybe("string"),
  ended_at: maybe("string"), hangup_cause: maybe("string"),
});
const recording = object({
  id: text, status: text, duration_ms: maybe("integer"), size_bytes: maybe("integer"), media_hash: maybe("string"), source: text,
  is_authoritative: { type: "boolean" }, started_at: maybe("string"),
  derivatives: array(object({ kind: text, content_type: text, size_bytes: maybe("integer"), media_hash: maybe("string") })),
});
const gate = object({ checks: array(object({ name: text, outcome: text, reason: maybe("string") })) });
const listReply = object({
  success: { type: "boolean" }, calls: array(object(call)),
  pagination: object({ page: { type: "integer" }, limit: { type: "integer" }, total: { type: "integer" }, total_pages: { type: "integer" } }),
});
const detailReply = object({ success: { type: "boolean" }, call: object({ ...call, legs: array(leg), recordings: array(recording), gate }) });

const app = Fastify({ logger: false });

// The session is a signed value: "<base64url of JSON>.<base64url of its HMAC-SHA256>".
app.addHook("onRequest", async (request, reply) => {
  const header = request.headers["x-session"];
  const dot = typeof header === "string" ? header.indexOf(".") : -1;
  if (dot < 0) return reply.code(401).send({ error: "no session" });
  const ours = createHmac("sha256", key).update(header.slice(0, dot)).digest();
  const theirs = Buffer.from(header.slice(dot + 1), "base64url");
  if (theirs.length !== ours.length || !timingSafeEqual(ours, theirs)) return reply.code(401).send({ error: "no session" });
  request.session = JSON.parse(Buffer.from(header.slice(0, dot), "base64url").toString());
});

async function inTenant(organization, name, sql, values) {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query(named ? { name: "enter", text: "select set_config('app.current_organization_id', $1, true)", values: [organization] }
                             : { text: "select set_config('app.current_organization_id', $1, true)", values: [organization] });
    const { rows } = await client.query(named ? { name, text: sql, values } : { text: sql, values });
    await client.query("COMMIT");
    client.release();
    return rows;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

app.get("/api/calls", { schema: { response: { 200: listReply } } }, async (request) => {
  const page = Math.max(1, Number(request.query.page ?? 1));
  const limit = Math.min(200, Number(request.query.limit ?? 50));
  const rows = await inTenant(request.session.organization, "list_calls", listCalls, [limit, (page - 1) * limit]);
  const { total } = rows[0];
  return { success: true, calls: rows.filter((row) => row.id !== null), pagination: { page, limit, total, total_pages: Math.ceil(total / limit) } };
});

app.get("/api/calls/:id", { schema: { response: { 200: detailReply } } }, async (request, reply) => {
  const rows = await inTenant(request.session.organization, "find_call", findCall, [request.params.id]);
  if (rows.length === 0) return reply.code(404).send({ error: "not found" });
  return { success: true, call: rows[0] };
});

await app.listen({ host: "127.0.0.1", port: 0 });
console.log(JSON.stringify({ event: "listening", port: app.server.address().port }));
process.on("SIGTERM", async () => {
  await app.close();
  await pool.end();
});
