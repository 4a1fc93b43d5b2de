// What Cloudflare would be given: wrangler.jsonc as wrangler itself reads it, each environment held against the code.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const text = (path) => readFileSync(here(`../../${path}`), "utf8");
const found = (source, pattern) => [...source.matchAll(pattern)].map(([, name]) => name);
const sorted = (names) => [...new Set(names)].sort();

// Comments go, strings stay: the one thing that JSON lacks and this file has.
const kConfig = JSON.parse(text("wrangler/wrangler.jsonc").replaceAll(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*/g, "$1"));
const kEnvironments = ["dev", "staging", "production"];
const kSettings = JSON.parse(text("wrangler/settings.json"));
const kSecrets = kSettings.filter(({ kind }) => kind === "secret");
const kWorker = text("wrangler/worker.mjs");
const kReader = text("edge/core/config.cpp");

const sources = (folder) => readdirSync(here(`../../${folder}`)).filter((name) => /\.[ch]pp$/.test(name)).map((name) => text(`${folder}/${name}`)).join("\n");
// A queue's binding is made of the name that the core gives it (`Enqueue`).
const kQueues = found(sources("edge/core"), /k\w*Queue = "(\w+)"/g);
const kUsed = sorted([...found(kWorker, /\benv\.([A-Z][A-Z_]*)/g), ...kQueues.map((name) => `QUEUE_${name.toUpperCase()}`)]);
const kNamed = sorted(found(kReader, /"([A-Z][A-Z_]{2,})"/g));

const home = mkdtempSync(join(tmpdir(), "wib-wrangler-"));
after(() => rmSync(home, { recursive: true, force: true }));

function dryRun(environment) {
  const out = join(home, environment);
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [
      "--import", here("support/offline.mjs"), here("../../wrangler/node_modules/wrangler/bin/wrangler.js"),
      "deploy", "--dry-run", "--env", environment, "--outdir", out, "--config", here("../../wrangler/wrangler.jsonc"),
    ], {
      cwd: home, timeout: 120_000,
      env: {
        PATH: process.env.PATH, HOME: home, XDG_CONFIG_HOME: home, TMPDIR: home, CI: "1", NO_COLOR: "1",
        WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false", WRANGLER_HIDE_BANNER: "true",
        NODE_OPTIONS: `--import=${here("support/offline.mjs")}`,
      },
    }, (fault, stdout, stderr) => {
      const said = stdout + stderr;
      if (fault) return reject(new Error(`wrangler deploy --dry-run --env ${environment}: ${said}`));
      const bindings = new Map([...said.matchAll(/^env\.(\w+)(?: \((.*)\))?\s{2,}(\S.*?)\s*$/gm)].map(([, name, what, kind]) => [name, { what, kind }]));
      resolve({ said, bindings, out: readdirSync(out) });
    });
  });
}

const kKinds = {
  ASSETS: "Assets", FLOOD: "Rate Limit", KV: "KV Namespace", METRICS: "Analytics Engine Dataset", ORIGIN_URL: "Environment Variable",
  QUEUE_TRANSCRIPTION: "Queue", QUEUE_WEBHOOKS: "Queue", STORE: "R2 Bucket", WINDOWS: "Durable Object",
};

test("the environments are dev, staging and production", () => {
  assert.deepEqual(Object.keys(kConfig.env), kEnvironments);
});

describe("wrangler deploy --dry-run", () => {
  const runs = new Map();
  for (const environment of kEnvironments)
    test(`gives ${environment} exactly the bindings that the code uses, and asks nobody`, async () => {
      const run = await dryRun(environment);
      runs.set(environment, run);
      assert.deepEqual(sorted(run.bindings.keys()), kUsed);
      for (const [name, { kind }] of run.bindings) assert.equal(kind, kKinds[name], name);
      assert.ok(run.out.some((file) => file.endsWith("edge.wasm")), "the module goes along");
      assert.doesNotMatch(run.said, /WARNING|ERROR|offline: reached for/);
    });

  test("shares nothing between environments", () => {
    for (const name of ["KV", "METRICS", "ORIGIN_URL", "QUEUE_TRANSCRIPTION", "QUEUE_WEBHOOKS", "STORE"]) {
      const given = kEnvironments.map((environment) => runs.get(environment).bindings.get(name).what);
      assert.equal(new Set(given).size, given.length, `${name}: ${given}`);
    }
    // Counters of one namespace are shared by all Workers of the account.
    assert.equal(new Set(kEnvironments.map((one) => kConfig.env[one].ratelimits[0].namespace_id)).size, kEnvironments.length);
  });
});

describe("every environment", () => {
  for (const environment of kEnvironments) {
    const given = kConfig.env[environment];
    // The core tells queues apart by their names (edge/core/transcription.cpp). Dead pointers need no reader, for what they stood for is
    // still in STORE; a dead transcription is told to the origin.
    test(`${environment} consumes each queue it fills and the dead transcriptions, and none that nobody fills`, () => {
      const filled = given.queues.producers.map(({ queue }) => queue);
      const { consumers } = given.queues;
      const dead = consumers.find(({ queue }) => queue.includes("transcription") && !queue.includes("dead")).dead_letter_queue;
      assert.match(dead, /transcription-dead/);
      assert.deepEqual(consumers.map(({ queue }) => queue), [...filled, dead]);
      for (const { dead_letter_queue } of consumers) assert.ok(!filled.includes(dead_letter_queue));
      assert.deepEqual(consumers.filter(({ queue }) => queue.includes("transcription")).map(({ max_batch_size, max_batch_timeout, max_retries }) => [max_batch_size, max_batch_timeout, max_retries]),
        [[5, 10, 3], [5, 10, 100]]);
    });
    test(`${environment} has a class behind each durable object`, () => {
      const made = kConfig.migrations.flatMap(({ new_sqlite_classes }) => new_sqlite_classes);
      for (const { class_name } of given.durable_objects.bindings) {
        assert.ok(made.includes(class_name));
        assert.match(kWorker, new RegExp(`export class ${class_name} extends DurableObject`));
      }
    });
    test(`${environment} runs the schedules that the local runtime runs`, () => {
      const local = /kSchedules = (\[.*\]);/.exec(text("wrangler/local.mjs"))[1];
      assert.deepEqual(given.triggers.crons, JSON.parse(local));
    });
    test(`${environment} cannot be deployed without the keys that nothing works without`, () => {
      assert.deepEqual(given.secrets.required, kSecrets.filter(({ required }) => required).map(({ name }) => name));
    });
    test(`${environment} says nothing that is a secret`, () => {
      assert.deepEqual(Object.keys(given.vars).filter((name) => kSecrets.some((secret) => secret.name === name)), []);
    });
  }
});

describe("the list of settings", () => {
  const names = kSettings.map(({ name }) => name);

  test("is what the edge's configuration reads besides bindings", () => {
    assert.deepEqual(sorted(names), kNamed.filter((name) => !kUsed.includes(name)));
  });
  test("calls required what the configuration refuses to be without", () => {
    const required = sorted([...found(kReader, /required\("([A-Z_]+)"\)/g), ...found(kReader, /name = "([A-Z_]+)";\s+std::vector<[^>]+> keys;\s+auto rest = read\.required/g)]);
    assert.deepEqual(sorted(kSettings.filter((setting) => setting.required).map(({ name }) => name)), required);
  });
  test("is handed on by the local runtime, with the origin's address", () => {
    const handed = /kHandedOn = \[([^\]]*)\]/.exec(text("wrangler/local.mjs"))[1];
    assert.deepEqual(sorted(found(handed, /"(\w+)"/g)), sorted([...names, "ORIGIN_URL"]));
  });
  test("stands in docs/configuration.md, each with where it comes from and how many of it may be there at once", () => {
    const told = text("docs/configuration.md");
    for (const { name, kind, at_once, from } of kSettings) {
      assert.ok(kind === "secret" || kind === "var", name);
      assert.match(told, new RegExp(`\`${name}\``), name);
      assert.ok(at_once === 1 || at_once === 2);
      assert.ok(from.length > 10);
    }
  });
});
