// A whole product of a test's own: `./wib up` in a folder and on ports of its own, torn down afterwards.
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { Conformance } from "../api/conformance.mts";

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, "../..");
export type Service = "edge" | "origin" | "sandbox" | "postgres";

export interface Stack {
  url: string;
  originUrl: string;
  sandboxUrl: string;
  caFile: string;
  home: string;
  password: string;
  users: Record<"admin" | "manager" | "agent" | "compliance", string>;
}

const homes = new Map<Stack, string>();

function wib(home: string, args: string[], extra: Record<string, string> = {}): Promise<{ stdout: string; stderr: string }> {
  return run(path.join(root, "wib"), args, {
    cwd: root,
    env: { ...process.env, WIB_HOME: home, WIB_PORTS: "random", ...extra },
    timeout: 600_000,
    maxBuffer: 1 << 24,
  });
}

/** Starts everything and waits until it is healthy. */
/** `settings` are lines of env.local, as an operator writes them. */
export async function startStack(settings = ""): Promise<Stack> {
  const home = mkdtempSync(path.join(tmpdir(), "wib-e2e-"));
  if (settings) writeFileSync(path.join(home, "env.local"), settings);
  const stack = { home } as Stack;
  homes.set(stack, home);
  try {
    await resume(stack);
  } catch (error) {
    await stopStack(stack);
    throw error;
  }
  return stack;
}

/** Starts again whatever is not running (after a kill), with the same data and ports. */
export async function resume(stack: Stack): Promise<void> {
  await wib(stack.home, ["up"]);
  const told = JSON.parse(readFileSync(path.join(stack.home, "stack.json"), "utf8"));
  Object.assign(stack, {
    url: told.url,
    originUrl: told.origin_url,
    sandboxUrl: told.sandbox_url,
    caFile: told.ca_file,
    password: told.password,
    users: told.users,
  });
}

export async function stopStack(stack: Stack): Promise<void> {
  await wib(stack.home, ["down"]).catch(() => undefined);
  if (process.getuid?.() === 0 && existsSync(path.join(stack.home, "stack.json"))) {
    const { postgres } = JSON.parse(readFileSync(path.join(stack.home, "stack.json"), "utf8"));
    if (typeof postgres === "string" && postgres.startsWith("/var/tmp/wib-")) rmSync(postgres, { recursive: true, force: true });
  }
  rmSync(stack.home, { recursive: true, force: true });
}

/** kill -9, by the id `up` wrote down; resolves when the process is gone. */
export async function kill(stack: Stack, service: Service): Promise<void> {
  const pid = Number(readFileSync(path.join(stack.home, "run", `${service}.pid`), "utf8"));
  process.kill(pid, "SIGKILL");
  await until(`${service} to be gone`, 10_000, async () => {
    try {
      process.kill(pid, 0);
      return readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
    } catch {
      return true;
    }
  });
}

export async function runWib(stack: Stack, args: string[], extra: Record<string, string> = {}): Promise<{ code: number; output: string }> {
  try {
    const { stdout, stderr } = await wib(stack.home, args, extra);
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const failed = error as { code?: number; stdout?: string; stderr?: string };
    return { code: failed.code ?? 1, output: `${failed.stdout ?? ""}${failed.stderr ?? ""}` };
  }
}

/** Statements as the cluster's superuser: what the tests know about the tables, they ask here. */
export async function sql(stack: Stack, statement: string): Promise<string[][]> {
  const secrets = Object.fromEntries(
    readFileSync(path.join(stack.home, "secrets"), "utf8").split("\n").filter(Boolean).map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
  const { postgres } = JSON.parse(readFileSync(path.join(stack.home, "stack.json"), "utf8"));
  const { stdout } = await run("psql", ["-XAtq", "-F", "\t", "-h", postgres, "-p", "5432", "-U", "postgres", "-d", "wib", "-v", "ON_ERROR_STOP=1", "-c", statement], {
    env: { ...process.env, PGPASSWORD: secrets.pg_super_password },
  });
  return stdout.split("\n").filter(Boolean).map((line) => line.split("\t"));
}

/** Polls a condition; the bound is on the whole wait, and its name is in the failure. What is counted is asked less often. */
export async function until<T>(what: string, timeoutMs: number, ask: () => Promise<T | undefined | false>, everyMs = 50): Promise<T> {
  const end = Date.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer) return answer;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`waited ${timeoutMs} ms for ${what}${last ? `: ${last}` : ""}`);
    await new Promise((done) => setTimeout(done, everyMs));
  }
}

export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  bytes: Buffer;
  json: any;
}

/** One request, nothing hidden: no redirects, no retries. */
export function request(url: string, options: { method?: string; headers?: Record<string, string>; body?: string | Buffer; ca?: string } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const client = url.startsWith("https:") ? https : http;
    const sent = client.request(url, { method: options.method ?? "GET", headers: options.headers, ca: options.ca, timeout: 30_000, agent: false }, (reply) => {
      const parts: Buffer[] = [];
      reply.on("data", (part) => parts.push(part));
      reply.on("error", reject);
      reply.on("end", () => {
        const bytes = Buffer.concat(parts);
        let json: any;
        try {
          json = JSON.parse(bytes.toString());
        } catch {
          json = undefined;
        }
        resolve({ status: reply.statusCode ?? 0, headers: reply.headers, bytes, json });
      });
    });
    sent.on("timeout", () => sent.destroy(new Error(`no answer from ${url} in 30 s`)));
    sent.on("error", reject);
    sent.end(options.body);
  });
}

const conformances = new Map<string, Conformance>();
let held = 0;
/** How many answers were held against the document; a suite that counts on it asks. */
export const answersHeld = (): number => held;

/**
 * Every answer a Visitor sees is one that the API's own document promises: status listed, body as described. The edge is asked
 * for it once. Unchecked pass answers while it cannot say (a service is down in a fault test), and all of them where the packages
 * of tests/api are not installed (who only borrows this stack).
 */
async function holdToItsWord(base: string, method: string, target: string, answer: Answer): Promise<void> {
  let conformance = conformances.get(base);
  if (!conformance) {
    if (!existsSync(path.join(root, "tests/api/node_modules/ajv"))) return;
    const told = await request(`${base}/api/openapi.json`).catch(() => undefined);
    if (told?.status !== 200) return;
    const { Conformance: Held } = await import("../api/conformance.mts");
    conformances.set(base, (conformance = new Held(told.json)));
  }
  const complaint = conformance.complaint({ method, target, status: answer.status, contentType: answer.headers["content-type"] ?? "", json: answer.json });
  if (complaint) throw new Error(complaint);
  ++held;
}

/** Somebody at the API: keeps cookies and the CSRF token as a browser would. */
export class Visitor {
  readonly cookies = new Map<string, string>();
  csrf = "";
  readonly base: string;
  constructor(base: string) {
    this.base = base;
  }

  headers(extra: Record<string, string> = {}): Record<string, string> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    return { ...(cookie ? { cookie } : {}), "user-agent": "wib-e2e", ...extra };
  }

  async ask(method: string, target: string, body?: unknown, extra: Record<string, string> = {}): Promise<Answer> {
    const headers = this.headers({
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(method === "GET" || !this.csrf ? {} : { "x-csrf-token": this.csrf }),
      ...extra,
    });
    const answer = await request(this.base + target, { method, headers, body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body) });
    for (const line of answer.headers["set-cookie"] ?? []) {
      const pair = line.split(";")[0]!;
      this.cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
    if (typeof answer.json?.csrf_token === "string") this.csrf = answer.json.csrf_token;
    await holdToItsWord(this.base, method, target, answer);
    return answer;
  }

  get = (target: string, extra?: Record<string, string>) => this.ask("GET", target, undefined, extra);
  post = (target: string, body: unknown = {}, extra?: Record<string, string>) => this.ask("POST", target, body, extra);
}

export async function signIn(stack: Stack, who: keyof Stack["users"] = "agent"): Promise<Visitor> {
  const visitor = new Visitor(stack.url);
  await visitor.get("/api/auth/csrf");
  const answer = await visitor.post("/api/auth/callback/credentials", { email: stack.users[who], password: stack.password });
  if (answer.status !== 200) throw new Error(`sign-in answered ${answer.status}: ${answer.bytes}`);
  return visitor;
}

export interface LiveEvent {
  id: string;
  kind: string;
  data: any;
  arrivedAtUs: number;
}

/** Server-sent events of one path, gathered until closed. */
export class Events {
  readonly seen: LiveEvent[] = [];
  #request: http.ClientRequest;
  ended = false;

  constructor(visitor: Visitor, target: string, lastEventId?: string, extra: Record<string, string> = {}) {
    let pending = "";
    this.#request = http.get(visitor.base + target, { headers: visitor.headers({ accept: "text/event-stream", ...extra, ...(lastEventId ? { "last-event-id": lastEventId } : {}) }), agent: false }, (reply) => {
      reply.setEncoding("utf8");
      reply.on("data", (text: string) => {
        pending += text;
        for (let end; (end = pending.indexOf("\n\n")) >= 0; pending = pending.slice(end + 2)) {
          const fields = Object.fromEntries(pending.slice(0, end).split("\n").filter((l) => !l.startsWith(":")).map((l) => [l.slice(0, l.indexOf(":")), l.slice(l.indexOf(":") + 1).trimStart()]));
          if (fields.data) this.seen.push({ id: fields.id ?? "", kind: fields.event ?? "message", data: JSON.parse(fields.data), arrivedAtUs: Date.now() * 1000 });
        }
      });
      reply.on("close", () => (this.ended = true));
      reply.on("error", () => (this.ended = true));
    });
    this.#request.on("error", () => (this.ended = true));
  }

  of(kind: string): LiveEvent[] {
    return this.seen.filter((event) => event.kind === kind);
  }
  close(): void {
    this.#request.destroy();
  }
}

const terminal = new Set(["completed", "failed", "busy", "no_answer", "canceled"]);

export async function callOf(visitor: Visitor, id: string): Promise<any> {
  return (await visitor.get(`/api/calls/${id}`)).json?.call;
}

export async function untilStatus(visitor: Visitor, id: string, wanted: (status: string) => boolean, timeoutMs = 30_000): Promise<any> {
  return until(`call ${id} to change`, timeoutMs, async () => {
    const call = await callOf(visitor, id);
    return call && wanted(call.status) ? call : undefined;
  });
}

export const untilEnded = (visitor: Visitor, id: string, timeoutMs = 90_000) => untilStatus(visitor, id, (status) => terminal.has(status), timeoutMs);

export const untilStored = (visitor: Visitor, id: string, timeoutMs = 30_000) =>
  until(`the recording of ${id}`, timeoutMs, async () => {
    const call = await callOf(visitor, id);
    return call?.recordings?.length && call.recordings.every((recording: any) => recording.status === "stored") ? call : undefined;
  });

export async function sandbox(stack: Stack, target: string, body?: unknown): Promise<any> {
  const answer = await request(`${stack.sandboxUrl}/_sandbox${target}`, {
    method: body === undefined ? "GET" : "POST",
    ca: readFileSync(stack.caFile, "utf8"),
    headers: { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (answer.status >= 300) throw new Error(`sandbox ${target} answered ${answer.status}: ${answer.bytes}`);
  return answer.json;
}

/** What the widget on the page hands out for a form, as a header: the sandbox's Turnstile solves it here. */
export async function aPerson(stack: Stack, action: "sign_up" | "forgot_password"): Promise<Record<string, string>> {
  const { token } = await sandbox(stack, "/turnstile/tokens", { hostname: new URL(stack.url).hostname, action });
  return { "x-human-proof": token };
}

export const words = (text: string): string[] => text.toLowerCase().replaceAll("'", "").match(/[\p{L}\p{N}]+/gu) ?? [];

/** Word error rate of `heard` against `said`. */
export function wordErrorRate(said: string[], heard: string[]): number {
  let row = heard.map((_, j) => j + 1);
  row.unshift(0);
  for (let i = 1; i <= said.length; i++) {
    const next = [i];
    for (let j = 1; j <= heard.length; j++) next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (said[i - 1] === heard[j - 1] ? 0 : 1));
    row = next;
  }
  return said.length ? row[heard.length]! / said.length : heard.length ? 1 : 0;
}

export { root };
