// The running product that `./wib bench` started for the macro benches: where it lives, its keys, its database.
import { execFile } from "node:child_process";
import { createHash, createHmac, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface Stack {
  home: string;
  url: string;
  originUrl: string;
  postgres: string;  // the folder of its socket
  env: Record<string, string>;
}

const read = (file: string) => Object.fromEntries(
  readFileSync(file, "utf8").split("\n").filter((line) => /^\w+=/.test(line)).map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));

/// From WIB_HOME, as `./wib up` left it.
export function openStack(): Stack {
  const home = process.env.WIB_HOME;
  if (!home) throw new Error("WIB_HOME does not say where the stack is; ./wib bench starts one");
  const told = JSON.parse(readFileSync(path.join(home, "stack.json"), "utf8"));
  return { home, url: told.url, originUrl: told.origin_url, postgres: told.postgres, env: { ...read(path.join(home, "secrets")), ...read(path.join(home, "env")) } };
}

export const pidOf = (stack: Stack, service: string) => Number(readFileSync(path.join(stack.home, "run", `${service}.pid`), "utf8"));

function statOf(pid: number): { parent: number; fields: number[] } | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = line.slice(line.lastIndexOf(")") + 2).split(" ").map(Number);
    return { parent: fields[1]!, fields };
  } catch {
    return undefined;  // it has ended meanwhile
  }
}

/// The process and everything it started.
export function treeOf(root: number): number[] {
  const processes = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number);
  const tree = new Set([root]);
  for (let before = 0; before !== tree.size;) {
    before = tree.size;
    for (const pid of processes) if (tree.has(statOf(pid)?.parent ?? -1)) tree.add(pid);
  }
  return [...tree];
}

/// CPU seconds the process and everything it started have used, those that ended included.
export function cpuOf(root: number): number {
  let ticks = 0;
  for (const pid of treeOf(root)) {
    const fields = statOf(pid)?.fields;
    if (fields) ticks += fields[11]! + fields[12]! + fields[13]! + fields[14]!;  // utime, stime, cutime, cstime
  }
  return ticks / 100;
}

/// Binds a process, its children and those it will start to one core.
export async function pin(pid: number, core: number): Promise<void> {
  for (const one of treeOf(pid)) await run("taskset", ["-a", "-p", "-c", String(core), String(one)]).catch(() => undefined);
}

/// Runs SQL as the cluster's superuser; the rows as tab-separated text.
export async function sql(stack: Stack, input: { command?: string; file?: string }): Promise<string> {
  const { stdout } = await run("psql", ["-XAtq", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-h", stack.postgres, "-p", "5432", "-U", "postgres", "-d", "wib",
    ...(input.file ? ["-f", input.file] : ["-c", input.command ?? ""])], { env: { ...process.env, PGPASSWORD: stack.env.pg_super_password! }, maxBuffer: 1 << 26 });
  return stdout;
}

/// `X-Wib-Envelope`, as the edge would seal it: of a read by a session, or of a body that anybody may post.
export function envelope(stack: Stack, target: string, who: { organization: string; actor: string; user: string } | null, body?: string): string {
  const [kid, key] = stack.env.WIB_ENVELOPE_KEYS!.split(",")[0]!.split(":") as [string, string];
  const nobody = { kind: "anonymous", actor: null, user: null, organization: null, role: "none", plan: "", label: "", is_platform_admin: false, permissions: [] };
  const content = JSON.stringify({
    request: randomUUID(), method: body === undefined ? "GET" : "POST", target, content_type: body === undefined ? "" : "application/json", idempotency_key: "",
    body_digest: createHash("sha256").update(body ?? "").digest("hex"),
    principal: who ? { ...nobody, kind: "session", actor: who.actor, user: who.user, organization: who.organization, role: "agent", plan: "enterprise" } : nobody,
    client_address: "127.0.0.1", user_agent: "bench", correlation_id: "", patience_us: 10_000_000, issued_at_us: Date.now() * 1000,
  });
  const sealed = `${kid}.${Buffer.from(content).toString("base64url")}`;
  return `${sealed}.${createHmac("sha256", Buffer.from(key, "base64")).update(sealed).digest("base64url")}`;
}

export function get(url: string, headers: Record<string, string>): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    http.get(url, { headers, agent: false, timeout: 10_000 }, (reply) => {
      let text = "";
      reply.setEncoding("utf8").on("data", (part: string) => { text += part; }).on("end", () => resolve({ status: reply.statusCode ?? 0, text })).on("error", reject);
    }).on("error", reject);
  });
}
