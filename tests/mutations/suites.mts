// Building what a suite needs and running it, in the copy.
import { spawn } from "node:child_process";
import { createWriteStream, existsSync, globSync, mkdirSync, statSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Seen } from "./list.mts";
import { home, root, tree } from "./scratch.mts";

const kPreset = process.env["WIB_PRESET"] ?? "dev";
const kNinja = process.env["NINJA"] ?? "ninja";
const kLogs = path.join(home, "logs");
/** A broken thing may hang: then the test that was running is the one that saw it. */
const kPatienceMs: Record<Seen["suite"], number> = { native: 120_000, module: 120_000, console: 60_000, sandbox: 180_000, browser: 300_000, path: 900_000 };

export interface Outcome {
  passed: string[];
  failed: string[];
}

/** Whether a test's name fits a googletest filter of our kind: patterns with `*`, separated by colons. */
export function matcher(filter: string): (name: string) => boolean {
  const patterns = filter.split(":").map((pattern) => new RegExp(`^${pattern.split("*").map(RegExp.escape).join(".*")}$`));
  return (name) => patterns.some((pattern) => pattern.test(name));
}

export class BuildFailed extends Error {}

const environment = {
  ...process.env,
  PATH: `${path.dirname(process.execPath)}:${process.env["PATH"]}`,
  // What does not depend on a mutation is found in the compiler cache, whoever compiled it and wherever.
  CCACHE_BASEDIR: tree,
  CCACHE_NOHASHDIR: "1",
  WIB_PRESET: kPreset,
  // A test runner inside a test runner would report to it instead of to us.
  NODE_TEST_CONTEXT: undefined,
};

/** Runs a program in the copy; each line of its output goes to the log and to `hear`. */
async function run(log: string, command: string[], patienceMs: number, hear: (line: string) => void = () => {}, cwd = tree): Promise<"ended" | "failed" | "late"> {
  mkdirSync(kLogs, { recursive: true });
  const out = createWriteStream(path.join(kLogs, `${log}.log`), { flags: "a" });
  const child = spawn(command[0]!, command.slice(1), { cwd, env: environment, stdio: ["ignore", "pipe", "pipe"], detached: true });
  let late = false;
  const alarm = setTimeout(() => {
    late = true;
    process.kill(-child.pid!, "SIGKILL");  // with whatever it started
  }, patienceMs);
  const listen = (stream: NodeJS.ReadableStream) =>
    new Promise<void>((done) => {
      const lines = createInterface({ input: stream });
      lines.on("line", (line) => (out.write(`${line}\n`), hear(line)));
      lines.on("close", done);
    });
  const code = new Promise<number | null>((done, no) => (child.on("error", no), child.on("close", done)));
  try {
    await Promise.all([listen(child.stdout), listen(child.stderr)]);
    return (await code) === 0 ? "ended" : late ? "late" : "failed";
  } finally {
    clearTimeout(alarm);
    out.end();
  }
}

async function must(log: string, command: string[], cwd?: string): Promise<void> {
  const last: string[] = [];
  const how = await run(log, command, 3_600_000, (line) => (last.push(line), last.splice(0, last.length - 25)), cwd);
  if (how !== "ended") throw new BuildFailed(`${command.slice(0, 4).join(" ")} failed; the log is ${path.join(kLogs, log)}.log\n${last.join("\n")}`);
}

const native = path.join(tree, "build", kPreset), wasm = path.join(tree, "build/wasm");

async function buildNative(log: string, targets: readonly string[]): Promise<void> {
  if (!existsSync(path.join(native, "build.ninja"))) await must(log, ["cmake", "--preset", kPreset, "-DWIB_HEADERS_ALONE=OFF"]);
  await must(log, [kNinja, "-C", native, ...targets]);
}

async function buildModule(log: string): Promise<void> {
  // libsodium for Wasm is built once for all copies of the sources.
  if (!existsSync(path.join(wasm, "build.ninja"))) await must(log, ["cmake", "--preset", "wasm", `-DWIB_CACHE_DIR=${path.join(root, ".wib/cache")}`]);
  await must(log, [kNinja, "-C", wasm, "edge_module"]);
}

async function buildConsole(log: string): Promise<void> {
  const folder = path.join(tree, "edge/console");
  await must(log, [process.execPath, "node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"], folder);
}

export async function build(log: string, seen: Seen): Promise<void> {
  if (seen.suite === "native") await buildNative(log, seen.programs);
  if (seen.suite === "module") await buildModule(log);
  if (seen.suite === "browser") await buildConsole(log);
  if (seen.suite === "path") {
    await buildNative(log, ["wib-origin", "wib-tool"]);
    await buildModule(log);
    await buildConsole(log);
  }
}

/** One program of native tests. `tests` is a googletest filter; a test that never ended has failed. */
async function runNative(log: string, program: string, tests: string, outcome: Outcome): Promise<void> {
  const file = globSync(`tests/**/${program}`, { cwd: native }).find((found) => statSync(path.join(native, found)).isFile());
  if (!file) throw new BuildFailed(`${program} is no test program`);
  let running: string | undefined;
  await run(log, [path.join(native, file), `--gtest_filter=${tests}`, "--gtest_color=no"], kPatienceMs.native, (line) => {
    const [, mark, name] = /^\[ +(RUN|OK|FAILED|SKIPPED) +\] ([^\s,]+\.[^\s,]+)/.exec(line) ?? [];
    if (!mark || !name) return;
    if (mark === "RUN") {
      running = name;
    } else if (running === name) {  // not the summary, which says it all again
      running = undefined;
      if (mark !== "SKIPPED") (mark === "OK" ? outcome.passed : outcome.failed).push(name);
    }
  });
  if (running) outcome.failed.push(running);
}

async function runNode(log: string, seen: Exclude<Seen, { suite: "native" }>, outcome: Outcome): Promise<void> {
  const reporter = path.join(import.meta.dirname, "told.mts");
  const command = [process.execPath, "--test", `--test-reporter=${reporter}`, "--test-concurrency=1"];
  if (seen.tests) command.push(`--test-name-pattern=${seen.tests}`);
  const how = await run(log, [...command, ...seen.files], kPatienceMs[seen.suite], (line) => {
    if (!line.startsWith('{"outcome":')) return;
    const told = JSON.parse(line) as { outcome: string; name: string };
    if (told.outcome !== "skipped") (told.outcome === "passed" ? outcome.passed : outcome.failed).push(told.name);
  });
  if (how !== "ended" && !outcome.failed.length) outcome.failed.push(`${seen.files.join(" ")} (${how === "late" ? "never ended" : "ended badly"})`);
}

export async function test(log: string, seen: Seen): Promise<Outcome> {
  const outcome: Outcome = { passed: [], failed: [] };
  if (seen.suite === "native") {
    for (const program of seen.programs) await runNative(log, program, seen.tests, outcome);
  } else {
    await runNode(log, seen, outcome);
  }
  return outcome;
}

/** The whole `wib test` over the copy; what was red. */
export async function testAll(log: string): Promise<Outcome> {
  const outcome: Outcome = { passed: [], failed: [] };
  const how = await run(log, [path.join(tree, "wib"), "test"], 3_600_000, (line) => {
    const [, suite] = /^ *red: (\S+):/.exec(line) ?? [];
    if (suite) outcome.failed.push(`wib test, suite ${suite}`);
  });
  if (how !== "ended" && !outcome.failed.length) outcome.failed.push(`wib test (${how})`);
  return outcome;
}
