// What a request costs at the edge: our Worker (wrangler/worker.mjs and build/wasm/edge.wasm) against the same work in Hono and
// WebCrypto (bench/peers/hono_worker), each alone in a workerd of the same binary on the same core, with the same origin, the same KV
// and the same requests, sent by as many connections, each of which asks again once it was answered: a busy edge, where CPU is what
// counts (at a low rate it is the machine's cold caches that are measured). Both run on workerd itself, without Miniflare, whose own
// Worker in front would be counted for both sides and hide the difference. The figure is CPU of the workerd process, user and system,
// for each request; a raw line is one round, and the median counts.
// The one thing the core leaves to the host's arithmetic is measured both ways: signed webhooks through the same worker.mjs with a module
// that checks Ed25519 itself (verify_in_wasm.cpp), in turn with the real one.
//   node bench/macro/edge/run.mts [--build build/release] [--module build/wasm/edge.wasm] [--verifying build/wasm/edge_verifying.wasm] [--seconds 2] [--rounds 3] [--compare]
// Prints raw lines; with --compare nothing, and nothing is measured. Before anything is measured both sides answer one request of each kind, and their answers and what the
// origin got from them are compared.
import assert from "node:assert/strict";
import { createHash, createHmac, createPrivateKey, randomBytes, randomUUID, sign } from "node:crypto";
import { once } from "node:events";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measure } from "../../../wasm/budget/measure.mjs";
import { load, measuredCore, median, ourCore, print, Program, root, rounded, tell } from "../program.mts";

const { values: options } = parseArgs({ options: {
  build: { type: "string", default: join(root, "build/release") },
  module: { type: "string", default: join(root, "build/wasm/edge.wasm") },
  verifying: { type: "string", default: join(root, "build/wasm/edge_verifying.wasm") },
  seconds: { type: "string", default: "2" },
  rounds: { type: "string", default: "3" },
  compare: { type: "boolean", default: false },
} });

const kConnections = 16;

const packages = join(root, "wrangler/node_modules");
const workerd = join(packages, "@cloudflare/workerd-linux-64/bin/workerd");
const version = execFileSync(workerd, ["--version"], { encoding: "utf8" }).trim();
const { compatibility_date } = JSON.parse(readFileSync(join(root, "wrangler/wrangler.jsonc"), "utf8").replaceAll(/^\s*\/\/.*$/gm, "")) as { compatibility_date: string };

// ---- what both sides get to know --------------------------------------------------------------------------------------
const sha256 = (bytes: string | Buffer) => createHash("sha256").update(bytes).digest("hex");
const envelopeKey = randomBytes(32);
// RFC 8032, test 1: a Telnyx whose private key we know.
const telnyxPublic = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
const telnyxKey = createPrivateKey({ format: "der", type: "pkcs8",
  key: Buffer.from("302e020100300506032b6570042204209d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "hex") });
const settings = {
  WIB_ENVELOPE_KEYS: `k1:${envelopeKey.toString("base64")}`, WIB_SESSION_KEY: randomBytes(32).toString("base64"), TELNYX_PUBLIC_KEY: telnyxPublic,
  STRIPE_WEBHOOK_SECRET: `whsec_${randomBytes(24).toString("base64url")}`,
};

const looks = {
  "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
  "accept-language": "en-GB,en;q=0.9", "sec-ch-ua": '"Chromium";v="140", "Not=A?Brand";v="24", "Google Chrome";v="140"',
};
const claims = new Map<string, string>();
const people = Array.from({ length: 64 }, (_, i) => {
  const token = randomBytes(32).toString("base64url");
  claims.set(`s:${sha256(token)}`, JSON.stringify({
    session_id: randomUUID(), user_id: randomUUID(), email: `agent-${i}@example.com`, name: `Agent ${i}`, organization_id: randomUUID(),
    role: "agent", plan: "pro", platform_role: null, expires_at: new Date(Date.now() + 86_400_000).toISOString(),
    fingerprint_hash: sha256(Object.values(looks).join("|")),
  }));
  return { headers: {
    ...looks, accept: "application/json, text/plain, */*", "accept-encoding": "identity", "sec-fetch-dest": "empty", "sec-fetch-mode": "cors",
    "sec-fetch-site": "same-origin", referer: "http://127.0.0.1/calls", cookie: `__Host-wib=${token}; theme=dark`,
  } };
});

// The carrier's own words (tests/fixtures/telnyx, where their origin is noted), each under an id of its own.
const fixture = JSON.parse(readFileSync(join(root, "tests/fixtures/telnyx/webhook_examples.json"), "utf8")) as { events: Record<string, { data: { id: string } }> };
const kinds = ["call.initiated", "call.answered", "call.bridged", "call.hangup"].map((kind) => fixture.events[kind]!);
const hooks = Array.from({ length: 200 }, (_, i) => {
  const event = structuredClone(kinds[i % kinds.length]!);
  event.data.id = randomUUID();
  const body = JSON.stringify(event);
  const at = Math.floor(Date.now() / 1000);
  const headers = {
    "user-agent": "telnyx-webhooks", accept: "*/*", "content-type": "application/json", "telnyx-timestamp": `${at}`,
    "telnyx-signature-ed25519": sign(null, Buffer.from(`${at}|${body}`), telnyxKey).toString("base64"),
  };
  return { body, headers };
});

// An event as Stripe's API reference prints one (invoice.paid, shortened to the members everybody reads), each under an id of its own.
const charges = Array.from({ length: 200 }, (_, i) => {
  const at = Math.floor(Date.now() / 1000);
  const body = JSON.stringify({
    id: `evt_1${randomBytes(12).toString("hex")}`, object: "event", api_version: "2025-09-30.clover", created: at, livemode: false, pending_webhooks: 1,
    request: { id: null, idempotency_key: null }, type: "invoice.paid",
    data: { object: {
      id: `in_1${randomBytes(12).toString("hex")}`, object: "invoice", amount_due: 4900 + i, amount_paid: 4900 + i, amount_remaining: 0, attempt_count: 1,
      auto_advance: false, billing_reason: "subscription_cycle", collection_method: "charge_automatically", created: at - 60, currency: "usd",
      customer: `cus_${randomBytes(7).toString("hex")}`, customer_email: "billing@harbor.example", hosted_invoice_url: "https://invoice.stripe.test/i/acct_1/test",
      lines: { object: "list", data: [{ id: `il_1${randomBytes(12).toString("hex")}`, object: "line_item", amount: 4900 + i, currency: "usd", quantity: 1 }], has_more: false },
      number: `C1-${1000 + i}`, paid: true, period_end: at, period_start: at - 2_592_000, status: "paid", subtotal: 4900 + i, total: 4900 + i,
    } },
  });
  const headers = {
    "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)", accept: "*/*; q=0.5, application/xml", "content-type": "application/json; charset=utf-8",
    "stripe-signature": `t=${at},v1=${createHmac("sha256", settings.STRIPE_WEBHOOK_SECRET).update(`${at}.${body}`).digest("hex")}`,
  };
  return { body, headers };
});

interface Request { method: string; target: string; headers: Record<string, string>; body?: string; expect: { status: number; contains?: string } }
const requests: Record<string, Request[]> = {
  edge_get: people.map(({ headers }) => ({ method: "GET", target: "/api/users/me", headers, expect: { status: 200, contains: '"success":true' } })),
  edge_webhook: hooks.map(({ headers, body }) => ({ method: "POST", target: "/webhooks/telnyx", headers, body, expect: { status: 200 } })),
  edge_stripe: charges.map(({ headers, body }) => ({ method: "POST", target: "/webhooks/stripe", headers, body, expect: { status: 200 } })),
  edge_forgery: hooks.map(({ headers, body }) => ({ method: "POST", target: "/webhooks/telnyx", headers, body: body.replace('"event"', '"Event"'), expect: { status: 401, contains: "SIGNATURE_INVALID" } })),
};

// ---- what stands behind them: an origin and a KV, the same for both -----------------------------------------------------
interface Seen { method: string; target: string; headers: IncomingHttpHeaders; body: string; envelope: Record<string, unknown> }
let seen: Seen | null = null;
let watching = false;

function openEnvelope(header: string): Record<string, unknown> {
  const at = header.lastIndexOf(".");
  assert.equal(createHmac("sha256", envelopeKey).update(header.slice(0, at)).digest("base64url"), header.slice(at + 1), "the envelope holds");
  return JSON.parse(Buffer.from(header.slice(0, at).split(".")[1]!, "base64url").toString()) as Record<string, unknown>;
}

const me = JSON.stringify({ success: true, user: { id: randomUUID(), email: "agent@example.com", name: "Agent", role: "agent", plan: "pro" } });
const listen = async (answer: (target: string, response: ServerResponse, seenAs: () => Seen) => void) => {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part)).on("end", () => answer(request.url!, response, () => ({
      method: request.method!, target: request.url!, headers: request.headers, body: Buffer.concat(parts).toString(),
      envelope: openEnvelope(request.headers["x-wib-envelope"] as string),
    })));
  });
  server.keepAliveTimeout = 120_000;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
};
const origin = await listen((target, response, seenAs) => {
  if (watching) seen = seenAs();
  const body = target.startsWith("/webhooks") ? '{"success":true}' : me;
  response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body), server: "origin", "x-wib-node": "a" }).end(body);
});
const kv = await listen((target, response) => {
  const value = claims.get(decodeURIComponent(new URL(target, "http://kv").pathname.slice(1)));
  response.writeHead(value ? 200 : 404, { "content-length": value ? Buffer.byteLength(value) : 0 }).end(value ?? "");
});
const portOf = (server: typeof origin) => (server.address() as AddressInfo).port;

// ---- the two sides --------------------------------------------------------------------------------------------------------
const folder = mkdtempSync(join(tmpdir(), "wib-bench-edge-"));

// A Worker alone in a workerd: https://github.com/cloudflare/workerd/blob/main/src/workerd/server/workerd.capnp
function configuration(side: string, modules: string): string {
  const place = join(folder, side);
  const bindings = { ...settings, ORIGIN_URL: `http://127.0.0.1:${portOf(origin)}` };
  writeFileSync(join(place, "config.capnp"), `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [${modules}],
      compatibilityDate = "${compatibility_date}",
      globalOutbound = "out",
      bindings = [(name = "KV", kvNamespace = "kv")${Object.entries(bindings).map(([name, text]) => `, (name = "${name}", text = "${text}")`).join("")}])),
    (name = "out", network = (allow = ["private", "public"])),
    (name = "kv", external = (address = "127.0.0.1:${portOf(kv)}", http = ()))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")]);
`);
  return join(place, "config.capnp");
}

function ours(place = "wib", module = options.module): string {
  for (const part of ["wrangler", "build/wasm"]) mkdirSync(join(folder, place, part), { recursive: true });
  copyFileSync(join(root, "wrangler/worker.mjs"), join(folder, place, "wrangler/worker.mjs"));
  copyFileSync(module, join(folder, place, "build/wasm/edge.wasm"));
  return configuration(place, '(name = "wrangler/worker.mjs", esModule = embed "wrangler/worker.mjs"), (name = "build/wasm/edge.wasm", wasm = embed "build/wasm/edge.wasm")');
}

// Bundled as wrangler bundles a Worker for deployment, by the esbuild it brings.
function theirs(): string {
  mkdirSync(join(folder, "hono"));
  execFileSync(join(packages, "@esbuild/linux-x64/bin/esbuild"), [
    join(root, "bench/peers/hono_worker/worker.mjs"), "--bundle", "--format=esm", "--target=es2024", "--conditions=workerd,worker,browser",
    `--outfile=${join(folder, "hono/worker.mjs")}`, "--log-level=warning",
  ]);
  return configuration("hono", '(name = "worker.mjs", esModule = embed "worker.mjs")');
}

interface Side { name: string; program: Program; url: string }
async function start(name: string, config: string): Promise<Side> {
  const program = new Program(`workerd with ${name}`, measuredCore, [workerd, "serve", config, "--control-fd=1"]);
  const { port } = await program.said("listen");
  return { name, program, url: `http://127.0.0.1:${Number(port)}` };
}

// ---- the same work? -----------------------------------------------------------------------------------------------------------
// One request of a kind: the answer, and what the origin got, with what must differ taken out.
async function sample(side: Side, { method, target, headers, body, expect }: Request) {
  seen = null;
  const answer = await fetch(side.url + target, { method, headers, ...(body === undefined ? {} : { body }), redirect: "manual" });
  const text = (await answer.text()).replaceAll(/wb-[\w.-]+/g, "wb-");
  assert.equal(answer.status, expect.status, `${side.name} answers ${target} with ${answer.status}: ${text}`);
  if (expect.contains) assert.ok(text.includes(expect.contains), `${side.name}: ${text}`);
  const shown = Object.fromEntries([...answer.headers].map(([name, value]) => [name, name === "x-correlation-id" ? value.slice(0, 3) : value]));
  for (const hop of ["date", "content-length", "transfer-encoding", "connection", "keep-alive"]) delete shown[hop];
  const arrived = seen as Seen | null;
  if (!arrived) return { text, shown, arrived };
  const { request, correlation_id, issued_at_us, patience_us, ...envelope } = arrived.envelope;
  assert.match(String(request), /^[0-9a-f-]{36}$/);
  assert.match(String(correlation_id), /^wb-/);
  assert.ok(Math.abs(Number(issued_at_us) / 1000 - Date.now()) < 10_000);
  const patience = method === "GET" ? 30_000_000 : 1_500_000;  // less what was spent on reading the body
  assert.ok(Number(patience_us) <= patience && Number(patience_us) > patience - 500_000, `${side.name} is patient for ${patience_us} µs`);
  const { "x-wib-envelope": sealed, "x-correlation-id": correlation, host, connection, ...rest } = arrived.headers;
  return { text, shown, arrived: { method: arrived.method, target: arrived.target, body: arrived.body, headers: rest, envelope } };
}

async function compare(both: Side[], kinds = Object.keys(requests)): Promise<void> {
  watching = true;
  for (const [name, [request]] of Object.entries(requests).filter(([kind]) => kinds.includes(kind))) {
    const [ours, theirs] = await Promise.all([sample(both[0]!, request!)]).then(async ([first]) => [first, await sample(both[1]!, request!)]);
    assert.deepEqual(theirs, ours, `both sides do the same work for ${name}`);
    assert.equal(ours!.arrived === null, name === "edge_forgery");
  }
  watching = false;
  const [line, other] = await Promise.all(both.map((side) => side.program.said("request")));
  assert.deepEqual(Object.keys(other!), Object.keys(line!), "both sides tell of a request in one line with the same members");
}

// ---- measuring --------------------------------------------------------------------------------------------------------------------
const files = Object.fromEntries(Object.entries(requests).map(([name, list]) => {
  const path = join(folder, `${name}.jsonl`);
  writeFileSync(path, list.map((one) => JSON.stringify(one)).join("\n") + "\n");
  return [name, path];
}));

// What a request waits because the edge stands in its way: session-checked reads at a rate both sides carry easily, open loop, and the
// same requests to the origin itself, in turn.
const kRate = 400;
async function latencies(sides: Side[], direct: string): Promise<void> {
  const ask = (name: string, url: string, seconds: number, pid: string[]) => load(options.build, "http", "--target", url, "--rate", kRate, "--seconds", seconds,
    "--warmup", 1, "--requests", files.edge_get!, "--connections", kConnections, "--core", ourCore, ...pid, "--name", "edge_latency", "--side", name, "--unit", "p99_us");
  for (let turn = 0; turn < Number(options.rounds); ++turn) {
    const alone = await ask("origin", direct, Number(options.seconds), []);
    if (alone.valid !== true) throw new Error(`the origin failed: ${JSON.stringify(alone)}`);
    for (const side of turn % 2 ? sides.toReversed() : sides) {
      const line = await ask(side.name, side.url, Number(options.seconds), ["--pid", `workerd=${side.program.pid}`]);
      if (line.valid !== true) throw new Error(`${side.name} failed at ${kRate} a second: ${JSON.stringify(line)}`);
      tell(`edge_latency ${side.name}: p50 ${line.p50_us} µs, p99 ${line.p99_us} µs; the origin alone ${alone.p50_us} and ${alone.p99_us} µs`);
      print({ ...line, origin_p50_us: alone.p50_us, origin_p99_us: alone.p99_us, workerd: version });
    }
  }
}

async function round(side: Side, name: string, seconds: number): Promise<Record<string, unknown>> {
  const line = await load(options.build, "http", "--target", side.url, "--closed", "--seconds", seconds, "--warmup", 1,
    "--requests", files[name]!, "--connections", kConnections, "--core", ourCore, "--pid", `workerd=${side.program.pid}`,
    "--name", name, "--side", side.name, "--unit", "us_cpu/req");
  if (line.valid !== true) throw new Error(`${side.name} failed ${name}: ${JSON.stringify(line)}`);
  return line;
}

// Webhooks whose signature the module checks itself, and the host's check of the same. Taken against each other, not against the peer.
async function ed25519(host: Side, wasm: Side): Promise<void> {
  for (const side of [host, wasm]) await round(side, "edge_webhook", 2);
  for (let turn = 0; turn < Number(options.rounds); ++turn)
    for (const side of turn % 2 ? [wasm, host] : [host, wasm]) {
      const line = await round(side, "edge_webhook", Number(options.seconds));
      tell(`edge_ed25519 ${side === wasm ? "in Wasm" : "by the host"}: ${rounded(Number(line.value), 1)} µs CPU a webhook`);
      print({ ...line, name: "edge_ed25519_wasm_cpu", side: side === wasm ? "wib" : "host", unit: "us/req", cpu_us: Number((line.cpu_s as Record<string, number>).workerd) * 1e6, workerd: version });
    }
}

const both: Side[] = [];
let verifying: Side | undefined;
try {
  both.push(await start("wib", ours()), await start("hono+webcrypto", theirs()));
  verifying = await start("wib in Wasm", ours("wasm", options.verifying));
  await compare(both);
  await compare([both[0]!, verifying], ["edge_webhook", "edge_forgery"]);
  for (const name of options.compare ? [] : Object.keys(requests)) {
    for (const side of both) await round(side, name, 2);  // compiled and warm
    const lines = new Map<string, Record<string, unknown>[]>(both.map((side) => [side.name, []]));
    // In turn, so that a machine that slows down slows down both.
    for (let turn = 0; turn < Number(options.rounds); ++turn)
      for (const side of turn % 2 ? both.toReversed() : both) lines.get(side.name)!.push(await round(side, name, Number(options.seconds)));
    for (const side of both) {
      const rounds = lines.get(side.name)!;
      const micros = rounds.map((line) => Number(line.value));
      tell(`${name} ${side.name}: ${rounded(median(micros), 1)} µs CPU a request (${micros.map((one) => rounded(one, 1)).join(", ")})`);
      for (const line of rounds)
        print({ ...line, name: `${name}_cpu`, unit: "us/req", cpu_us: Number((line.cpu_s as Record<string, number>).workerd) * 1e6, workerd: version });
    }
  }
  if (!options.compare) await ed25519(both[0]!, verifying);
  if (!options.compare) await latencies(both, `http://127.0.0.1:${portOf(origin)}`);
  for (const { name, value, unit } of options.compare ? [] : measure(options.module))
    if (unit === "KiB" || unit === "ms") print({ name, side: "wib", value, unit, instances: 200 });
} finally {
  for (const { program } of [...both, ...(verifying ? [verifying] : [])]) await program.stop();
  origin.close();
  origin.closeAllConnections();
  kv.close();
  kv.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
}
