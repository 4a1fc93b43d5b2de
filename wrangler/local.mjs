// The edge on one machine: worker.mjs in workerd, Cloudflare's own runtime, with its bindings kept in a folder.
//   WIB_EDGE_PORT (0: any)  WIB_PORT_FILE  WIB_EDGE_STATE  WIB_STATIC_DIR  WIB_EDGE_MODULE (build/wasm/edge.wasm)
//   WIB_EDGE_ROUGH: a JSON object, what a test wants of the platform besides (rough_platform.mjs)
//   ORIGIN_URL  WIB_ENVELOPE_KEYS  WIB_SESSION_KEY and the vendors' webhook keys   handed to the Worker as they are
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

process.env.WRANGLER_SEND_METRICS = "false";
process.env.CLOUDFLARE_CF_FETCH_ENABLED = "false";
// What Miniflare trusts besides the platform's certificates: the sandbox's, so that vendors are asked over TLS here too. It reads one
// file, so ours takes the place of what this machine may have set for others.
if (process.env.WIB_CA_FILE) process.env.NODE_EXTRA_CA_CERTS = process.env.WIB_CA_FILE;
const { Log, LogLevel, Miniflare } = await import("miniflare");

const env = process.env;
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const say = (fields) => console.log(JSON.stringify({ service: "edge", ...fields }));

const modulePath = env.WIB_EDGE_MODULE ?? here("../build/wasm/edge.wasm");
if (!existsSync(modulePath)) {
  say({ level: "error", event: "module_missing", path: modulePath, mend: "cmake --preset wasm && ninja -C build/wasm edge_module" });
  process.exit(1);
}

const kept = env.WIB_EDGE_STATE;
const state = kept ?? mkdtempSync(join(tmpdir(), "wib-edge-"));
mkdirSync(state, { recursive: true });

const kHandedOn = ["ORIGIN_URL", "WIB_ENVELOPE_KEYS", "WIB_SESSION_KEY", "WIB_SERVICE_PUBLIC_KEYS", "ACCESS_TEAM_DOMAIN",
  "ACCESS_AUD", "TELNYX_PUBLIC_KEY", "STRIPE_WEBHOOK_SECRET",
  "RESEND_WEBHOOK_SECRET", "TWILIO_AUTH_TOKEN", "ASSEMBLYAI_WEBHOOK_SECRET", "TURNSTILE_SECRET_KEY", "TURNSTILE_SITE_KEY",
  "TURNSTILE_VERIFY_URL", "TURNSTILE_SCRIPT_URL", "WIB_CORS_ORIGINS", "SENTRY_DSN"];
const kSchedules = ["* * * * *", "*/5 * * * *", "0 * * * *", "0 0,2,6 * * *"];
// Seconds that a transcription queue waits for its batch to fill: Cloudflare's own, or what a test is content with.
const queueWait = Number(env.WIB_EDGE_QUEUE_WAIT ?? 10);
const rough = env.WIB_EDGE_ROUGH;
const scripts = [...(rough ? ["rough_platform.mjs"] : []), "worker.mjs"];  // the first is asked
const console_ = env.WIB_STATIC_DIR && existsSync(env.WIB_STATIC_DIR)
  ? { assets: {
      directory: env.WIB_STATIC_DIR, binding: "ASSETS",
      routerConfig: { has_user_worker: true, invoke_user_worker_ahead_of_assets: true },
      assetConfig: { html_handling: "none", not_found_handling: "none" },
    } }
  : {};

const worker = new Miniflare({
  host: env.WIB_EDGE_HOST ?? "127.0.0.1",
  port: Number(env.WIB_EDGE_PORT ?? 8787),
  cf: false,
  log: new Log(LogLevel.WARN),
  name: "word-is-bond",
  compatibilityDate: "2026-07-01",
  modulesRoot: "/",
  modules: [
    ...scripts.map((name) => ({ type: "ESModule", path: `/wrangler/${name}`, contents: readFileSync(here(name), "utf8") })),
    { type: "CompiledWasm", path: "/build/wasm/edge.wasm", contents: readFileSync(modulePath) },
  ],
  bindings: { ...Object.fromEntries(kHandedOn.filter((name) => env[name]).map((name) => [name, env[name]])), ...(rough ? { ROUGH: rough } : {}) },
  kvNamespaces: ["KV"],
  r2Buckets: ["STORE"],
  ...(env.WIB_EDGE_WINDOWS === "off" ? {} : { durableObjects: { WINDOWS: { className: "Window", useSQLite: true } } }),
  queueProducers: { QUEUE_WEBHOOKS: { queueName: "wib-webhooks" }, QUEUE_TRANSCRIPTION: { queueName: "wib-transcription" } },
  // These queues live in memory and die with their process: what they pointed to is still in STORE, and swept below, or in the origin's
  // table, and swept by its job.
  queueConsumers: {
    "wib-webhooks": { maxBatchSize: 10, maxBatchTimeout: 1, maxRetries: 100, deadLetterQueue: "wib-webhooks-dead" },
    "wib-transcription": { maxBatchSize: 5, maxBatchTimeout: queueWait, maxRetries: 3, deadLetterQueue: "wib-transcription-dead" },
    "wib-transcription-dead": { maxBatchSize: 5, maxBatchTimeout: queueWait, maxRetries: 100 },
  },
  defaultPersistRoot: state,
  unsafeTriggerHandlers: true,
  ...(env.WIB_EDGE_FLOOD ? { ratelimits: { FLOOD: { namespace_id: "1", simple: { limit: Number(env.WIB_EDGE_FLOOD), period: 10 } } } } : {}),
  ...console_,
});

// "minute hour * * *": numbers, a step or any.
function isDue(cron, time) {
  const fits = (field, value) => field === "*" || (field.startsWith("*/") ? value % Number(field.slice(2)) === 0 : field.split(",").some((one) => value === Number(one)));
  const [minute, hour] = cron.split(" ");
  return fits(minute, time.getUTCMinutes()) && fits(hour, time.getUTCHours());
}

let stopping;
const stop = (code) => {
  stopping ??= (async () => {
    clearTimeout(clock);
    await worker.dispose();
    if (!kept) rmSync(state, { recursive: true, force: true });
    say({ level: "info", event: "stopped" });
    process.exit(code);
  })();
};
// Miniflare's own handlers end the process at once and with another code.
for (const signal of ["SIGTERM", "SIGINT"]) process.removeAllListeners(signal).on(signal, () => stop(0));

const port = Number((await worker.ready).port);
// The platform's clock: every schedule as the process begins (what the last one left behind), then each whole minute.
// Over HTTP: Miniflare's own handle waits for the runtime with this process standing still, and the runtime for this process to read its log.
const comeRound = (cron, time) => worker.dispatchFetch(`http://localhost/cdn-cgi/handler/scheduled?${new URLSearchParams({ cron, time: time.getTime() })}`).then((answer) => answer.text());
const tick = (time) => Promise.allSettled(kSchedules.filter((cron) => isDue(cron, time)).map((cron) => comeRound(cron, time)));
let clock;
const wait = () => { clock = setTimeout(() => { wait(); tick(new Date(Math.round(Date.now() / 60_000) * 60_000)); }, 60_000 - (Date.now() % 60_000)); };
wait();
if (env.WIB_PORT_FILE) {
  writeFileSync(`${env.WIB_PORT_FILE}.new`, String(port));
  renameSync(`${env.WIB_PORT_FILE}.new`, env.WIB_PORT_FILE);
}
say({ level: "info", event: "listening", port });
const lastMinute = new Date(Math.floor(Date.now() / 60_000) * 60_000);
Promise.allSettled(kSchedules.map((cron) => comeRound(cron, lastMinute)));
