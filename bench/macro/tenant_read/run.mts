// A tenant's reads, the real origin against Fastify with pg: same statements, same rows, same JSON, same number of connections, once
// straight to Postgres and once through PgBouncer in transaction mode. And what row-level security costs, statement for statement.
//   node bench/macro/tenant_read/run.mts [--build build/release] [--seconds 4] [--rounds 2] [--only direct,pgbouncer,latency,rls]
// The server has core 0 to itself; the generator, Postgres and the pooler share the last core. Two cores are too few to give Postgres
// its own, so each line also carries CPU seconds of the server and of Postgres: what a request costs does not depend on who waits.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash, createHmac, randomBytes } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs, promisify } from "node:util";
import { load, measuredCore, ourCore, print, Program, root, rounded, tell } from "../program.mts";
import { cpuOf, envelope, get, openStack, pidOf, pin, sql, type Stack } from "../stack.mts";

const { values: options } = parseArgs({ options: {
  build: { type: "string", default: path.join(root, "build/release") },
  seconds: { type: "string", default: "4" },
  rounds: { type: "string", default: "2" },
  only: { type: "string", default: "direct,pgbouncer,latency,rls" },
} });
const seconds = Number(options.seconds);
const rounds = Number(options.rounds);
const only = options.only.split(",");

const kTenants = 20, kCallsEach = 6_000, kPool = 8, kConnections = 16;
const kLatencyRate = 1_000;  // a second: well below what either side can do
const here = import.meta.dirname;
const exec = promisify(execFile);

const id = (name: string) => createHash("md5").update(`bench-${name}`).digest("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
const tenants = Array.from({ length: kTenants }, (_, o) => ({ organization: id(`org-${o}`), actor: id(`session-${o}`), user: id(`user-${o}-0`) }));

// The same calls in the same order for both sides; 997 is prime to everything here, so tenants and pages of the heap are mixed.
const targets = {
  list: tenants.map((who) => ({ who, target: "/api/calls?limit=50", contains: '"total":6000' })),
  point: Array.from({ length: 2_000 }, (_, i) => {
    const o = i % kTenants, call = id(`call-${o}-${(i * 997) % kCallsEach}`);
    return { who: tenants[o]!, target: `/api/calls/${call}`, contains: `"id":"${call}"` };
  }),
};
type Kind = keyof typeof targets;

const sessionKey = randomBytes(32);
function peerSession(who: (typeof tenants)[number]): string {
  const body = Buffer.from(JSON.stringify(who)).toString("base64url");
  return `${body}.${createHmac("sha256", sessionKey).update(body).digest("base64url")}`;
}

interface Side { side: string; program: Program; url: string; requests: Record<Kind, string>; headers: (target: string, who: (typeof tenants)[number]) => Record<string, string> }

const folder = mkdtempSync(path.join(tmpdir(), "wib-bench-read-"));
const programs: Program[] = [];

function requestFile(name: string, lines: unknown[]): string {
  const file = path.join(folder, name);
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  return file;
}

async function startSides(stack: Stack, mode: string, databaseUrl: string): Promise<Side[]> {
  const portFile = path.join(folder, `${mode}.port`);
  const origin = new Program(`the origin (${mode})`, measuredCore, [path.join(options.build, "origin/wib-origin")], {
    ...stack.env, DATABASE_URL: databaseUrl, WIB_LISTEN: "127.0.0.1:0", WIB_PORT_FILE: portFile, WIB_THREADS: "1", WIB_DB_POOL: `${kPool}`,
    WIB_LOG_LEVEL: "warn", WIB_SPOOL_DIR: path.join(folder, `spool-${mode}`) });
  const peer = new Program(`fastify with pg (${mode})`, measuredCore, [process.execPath, path.join(root, "bench/peers/fastify_pg/server.mjs")], {
    DATABASE_URL: databaseUrl, STATEMENTS: path.join(root, "origin/voice/sql"), SESSION_KEY: sessionKey.toString("base64"), POOL: `${kPool}`,
    NAMED: mode === "pgbouncer" ? "off" : "on", NODE_ENV: "production" });
  programs.push(origin, peer);
  for (let patience = 100; !existsSync(portFile); patience--) {
    if (patience === 0) throw new Error("the origin does not come up");
    await new Promise((done) => setTimeout(done, 100));
  }
  const peerPort = (await peer.said("listening")).port;
  const expect = (contains: string) => ({ status: 200, contains });
  const each = (make: (one: (typeof targets)[Kind][number]) => unknown, name: string) => Object.fromEntries(
    (Object.keys(targets) as Kind[]).map((kind) => [kind, requestFile(`${name}-${kind}.jsonl`, targets[kind].map(make))])) as Record<Kind, string>;
  return [
    { side: "wib", program: origin, url: `http://127.0.0.1:${readFileSync(portFile, "utf8")}`,
      requests: each(({ who, target, contains }) => ({ target, envelope: { ...who, role: "agent" }, expect: expect(contains) }), `wib-${mode}`),
      headers: (target, who) => ({ "x-wib-envelope": envelope(stack, target, who) }) },
    { side: "fastify+pg", program: peer, url: `http://127.0.0.1:${peerPort}`,
      requests: each(({ who, target, contains }) => ({ target, headers: { "x-session": peerSession(who) }, expect: expect(contains) }), `peer-${mode}`),
      headers: (_, who) => ({ "x-session": peerSession(who) }) },
  ];
}

/// Timestamps may be written in several ways; everything else must be the same, member for member.
function normal(value: unknown): unknown {
  if (typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(value)) {
    const [, whole, fraction] = /^(.{19})(?:\.(\d+))?/.exec(value)!;
    return `${whole}.${(fraction ?? "").padEnd(6, "0")}`;
  }
  if (Array.isArray(value)) return value.map(normal);
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, normal(item)]));
  return value;
}

async function compareAnswers(sides: Side[]): Promise<void> {
  for (const kind of Object.keys(targets) as Kind[]) {
    for (const { who, target } of targets[kind].slice(0, 10)) {
      const answers = [];
      for (const side of sides) {
        const answer = await get(side.url + target, side.headers(target, who));
        assert.equal(answer.status, 200, `${side.side} answers ${target} with ${answer.text.slice(0, 300)}`);
        answers.push(normal(JSON.parse(answer.text)));
      }
      assert.deepEqual(answers[1], answers[0], `${sides[1]!.side} and ${sides[0]!.side} answer ${target} alike`);
    }
  }
}

async function measure(stack: Stack, side: Side, kind: Kind, name: string, pace: string[], unit: string, extra: Record<string, number> = {}): Promise<void> {
  const seal = side.side === "wib" ? ["--envelope-key", stack.env.WIB_ENVELOPE_KEYS!.split(",")[0]!] : [];
  const pids = Object.entries(extra).flatMap(([process, pid]) => ["--pid-tree", `${process}=${pid}`]);
  print(await load(options.build, "http", "--target", side.url, "--requests", side.requests[kind], "--seconds", seconds, "--warmup", 1,
    "--connections", kConnections, "--core", ourCore, "--name", name, "--side", side.side, "--unit", unit, "--pid", `server=${side.program.pid}`,
    "--pid-tree", `postgres=${pidOf(stack, "postgres")}`, ...pids, ...pace, ...seal));
}

// ---- PgBouncer ---------------------------------------------------------------------------------------------------------------
async function startPooler(stack: Stack): Promise<{ url: string; program: Program }> {
  const place = path.join(folder, "pooler");
  mkdirSync(place, { mode: 0o700 });
  const password = stack.env.pg_app_password!;
  writeFileSync(path.join(place, "users"), `"wib_app" "${password}"\n`, { mode: 0o600 });
  writeFileSync(path.join(place, "pgbouncer.ini"), `[databases]
wib = host=${stack.postgres} port=5432
[pgbouncer]
pool_mode = transaction
auth_type = trust
auth_file = ${place}/users
unix_socket_dir = ${place}
listen_addr =
listen_port = 6432
default_pool_size = ${kPool}
max_client_conn = 200
server_reset_query =
ignore_startup_parameters = extra_float_digits
logfile = ${place}/log
`);
  let command = ["/usr/sbin/pgbouncer", path.join(place, "pgbouncer.ini")];
  if (process.getuid?.() === 0) {
    // It refuses to run as root, and must reach its folder as somebody else.
    const [uid, gid] = (await exec("id", ["-u", "postgres"])).stdout.trim() ? [Number((await exec("id", ["-u", "postgres"])).stdout), Number((await exec("id", ["-g", "postgres"])).stdout)] : [0, 0];
    chmodSync(folder, 0o755);
    for (const file of [place, path.join(place, "users"), path.join(place, "pgbouncer.ini")]) chownSync(file, uid, gid);
    command = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups", ...command];
  }
  const program = new Program("PgBouncer", ourCore, command);
  programs.push(program);
  for (let patience = 100; !existsSync(path.join(place, ".s.PGSQL.6432")); patience--) {
    if (patience === 0) throw new Error("PgBouncer does not come up");
    await new Promise((done) => setTimeout(done, 100));
  }
  return { url: `postgresql://wib_app:${password}@/wib?host=${place}&port=6432`, program };
}

// ---- row-level security -------------------------------------------------------------------------------------------------------
// Our statement under its policies, against the same statement with the tenant written into it by hand, run by a role that no policy
// binds. pgbench asks both in turn, one connection, prepared; the figure is what a transaction costs Postgres in CPU, which does not
// depend on what else this machine does; its time stands beside it.
async function measureSecurity(stack: Stack): Promise<void> {
  const password = randomBytes(16).toString("hex");
  await sql(stack, { command: `alter role wib_backup password '${password}'` });
  const roles = { wib: ["wib_app", stack.env.pg_app_password!], unprotected: ["wib_backup", password] } as const;
  for (const kind of ["point", "list"] as const) {
    const values = kind === "point" ? ["md5('bench-call-' || :o || '-' || :c)::uuid"] : ["50", "0"];
    const ours = readFileSync(path.join(root, `origin/voice/sql/${kind === "point" ? "find_call" : "list_calls"}.sql`), "utf8");
    const byHand = readFileSync(path.join(here, `unprotected_${kind}.sql`), "utf8");
    const filled = (text: string, organization: string) => text.replaceAll(/^--.*\n/gm, "").trim().replace(/;$/, "")
      .replaceAll(/\$(\d)/g, (_, n: string) => values[Number(n) - 1] ?? organization);
    const organization = "md5('bench-org-' || :o)::uuid";
    const script = (text: string) => `\\set o random(0, ${kTenants - 1})\n\\set c random(0, ${kCallsEach - 1})\nbegin;\n` +
      `select set_config('app.current_organization_id', ${organization}::text, true);\n${filled(text, organization)};\ncommit;\n`;
    const files = { wib: path.join(folder, `rls-${kind}-wib.sql`), unprotected: path.join(folder, `rls-${kind}-unprotected.sql`) };
    writeFileSync(files.wib, script(ours));
    writeFileSync(files.unprotected, script(byHand));
    await compareRows(stack, roles, filled(ours, organization), filled(byHand, organization));
    for (let round = 0; round < 5; round++) {
      for (const side of round % 2 === 0 ? ["wib", "unprotected"] as const : ["unprotected", "wib"] as const) {
        const before = cpuOf(pidOf(stack, "postgres"));
        const { stdout } = await exec("taskset", ["-c", `${measuredCore}`, "/usr/lib/postgresql/15/bin/pgbench", "-n", "-M", "prepared", "-c", "1", "-T", "2",
          "--random-seed", `${round}`, "-f", files[side], "-h", stack.postgres, "-p", "5432", "-U", roles[side][0], "wib"], { env: { ...process.env, PGPASSWORD: roles[side][1] } });
        const count = Number(/transactions actually processed: (\d+)/.exec(stdout)?.[1]);
        const failed = Number(/failed transactions: (\d+)/.exec(stdout)?.[1] ?? 0);
        const latency = Number(/latency average = ([\d.]+) ms/.exec(stdout)?.[1]) * 1000;
        await new Promise((done) => setTimeout(done, 100));  // until its backend has ended and been counted
        const cpu = cpuOf(pidOf(stack, "postgres")) - before;
        print({ name: `rls_${kind}`, side, value: rounded((cpu * 1e6) / count, 2), unit: "us_cpu", answered: count, cpu_us: rounded(cpu * 1e6, 0), mean_us: rounded(latency, 1),
          errors: failed, valid: failed === 0 && count > 0 });
      }
    }
  }
}

/// Both ways of asking give the same rows, for a call and for a page.
async function compareRows(stack: Stack, roles: Record<string, readonly [string, string]>, ours: string, byHand: string): Promise<void> {
  const ask = async (side: string, text: string) => {
    const bound = text.replaceAll(":o", "7").replaceAll(":c", "41");
    return (await exec("psql", ["-XAtq", "-v", "ON_ERROR_STOP=1", "-h", stack.postgres, "-p", "5432", "-U", roles[side]![0], "-d", "wib", "-c",
      `begin; set local app.current_organization_id = '${id("org-7")}'; ${bound}; commit`], { env: { ...process.env, PGPASSWORD: roles[side]![1] } })).stdout;
  };
  const rows = await ask("wib", ours);
  assert.ok(rows.length > 100, "there is something to read");
  assert.equal(await ask("unprotected", byHand), rows, "with and without policies the rows are the same");
}

// ---- the run ------------------------------------------------------------------------------------------------------------------
const stack = openStack();
try {
  if ((await sql(stack, { command: "select count(*) from organizations where slug like 'bench-%'" })).trim() === "0") {
    tell("seeding twenty tenants with 6,000 calls each");
    await sql(stack, { file: path.join(here, "seed.sql") });
  }
  await pin(pidOf(stack, "postgres"), ourCore);

  if (only.includes("direct") || only.includes("latency")) {
    const sides = await startSides(stack, "direct", stack.env.DATABASE_URL!);
    await compareAnswers(sides);
    if (only.includes("direct")) {
      for (const kind of ["point", "list"] as const) {
        tell(`tenant ${kind} read, direct`);
        for (let round = 0; round < rounds; round++)
          for (const side of sides) await measure(stack, side, kind, `tenant_${kind}_direct`, ["--closed"], "req/s");
      }
    }
    if (only.includes("latency")) {
      tell("tenant point read, latency");
      for (const side of sides) await measure(stack, side, "point", "tenant_point_latency", ["--rate", `${kLatencyRate}`], "p99_us");
    }
    for (const side of sides) await side.program.stop();
  }
  if (only.includes("pgbouncer")) {
    const pooler = await startPooler(stack);
    const sides = await startSides(stack, "pgbouncer", pooler.url);
    await compareAnswers(sides);
    for (const kind of ["point", "list"] as const) {
      tell(`tenant ${kind} read, through PgBouncer`);
      for (let round = 0; round < rounds; round++)
        for (const side of sides) await measure(stack, side, kind, `tenant_${kind}_pgbouncer`, ["--closed"], "req/s", { pgbouncer: pooler.program.pid });
    }
  }
  if (only.includes("rls")) {
    tell("row-level security");
    await measureSecurity(stack);
  }
} finally {
  for (const program of programs) await program.stop().catch(() => undefined);
  rmSync(folder, { recursive: true, force: true });
}
