// ./wib mutate [NAME…] [--list] [--record] [--whole]: breaks one thing at a time and says who noticed.
import { createHash } from "node:crypto";
import { appendFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { type Mutation, type Seen, mutations } from "./list.mts";
import { copySources, home, root, withMutation } from "./scratch.mts";
import { BuildFailed, type Outcome, build, matcher, test, testAll } from "./suites.mts";

interface Verdict {
  mutation: Mutation;
  outcome: Outcome;
  seconds: number;
  /** Why it says nothing: the mutation did not build, or its text is no longer there. */
  void?: string;
}

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { list: { type: "boolean" }, record: { type: "boolean" }, whole: { type: "boolean" } },
});

function fail(text: string): never {
  console.error(text);
  process.exit(2);
}

/** Cheap ones first, and those that build the same things beside each other. */
function inOrder(some: readonly Mutation[]): Mutation[] {
  const dear: Record<Seen["suite"], number> = { console: 0, native: 1, sandbox: 2, module: 3, browser: 4, path: 5 };
  const place = ({ seen, file }: Mutation) =>
    `${dear[seen.suite]} ${file.startsWith("migrations/") ? 0 : 1} ${seen.suite === "native" ? seen.programs.join() : seen.files.join()} ${file}`;
  return some.toSorted((a, b) => place(a).localeCompare(place(b)));
}

/** The same suites without any mutation: where they are not green, "noticed" would mean nothing. */
function unbroken(some: readonly Mutation[]): Seen[] {
  const native = new Map<string, Set<string>>(), others = new Map<string, Exclude<Seen, { suite: "native" }>>();
  for (const { seen } of some) {
    if (seen.suite === "native") {
      for (const program of seen.programs) native.set(program, (native.get(program) ?? new Set()).add(seen.tests));
    } else {
      others.set(JSON.stringify(seen), seen);
    }
  }
  return [...[...native].map(([program, tests]): Seen => ({ suite: "native", programs: [program], tests: [...tests].join(":") })), ...others.values()];
}

async function proveBaseline(some: readonly Mutation[]): Promise<void> {
  const passed = new Set<string>();
  for (const seen of unbroken(some)) {
    const begun = Date.now();
    await build("baseline", seen);
    const built = Date.now();
    const outcome = await test("baseline", seen);
    const what = seen.suite === "native" ? seen.programs.join(" ") : `${seen.suite} ${seen.tests ?? ""}`;
    console.log(`  ${what.padEnd(58)} ${String(outcome.passed.length).padStart(4)} passed  ${seconds(built - begun)} + ${seconds(Date.now() - built)} s`);
    if (outcome.failed.length) fail(`Nothing is broken yet, but these tests are red: ${outcome.failed.join(", ")}\nThe log is ${home}/logs/baseline.log`);
    if (!outcome.passed.length) fail(`${what}: no test ran`);
    for (const name of outcome.passed) passed.add(name);
  }
  for (const { name, seen } of some)
    if (seen.suite === "native" && ![...passed].some(matcher(seen.tests))) fail(`${name}: no test matches ${seen.tests}`);
}

const seconds = (ms: number) => (ms / 1000).toFixed(1).padStart(6);

/** That a broken migration still migrates: else every test of the database fails, for the wrong reason. */
const kStillMigrates: Seen = { suite: "native", programs: ["db"], tests: "Statements.*" };

async function attempt(mutation: Mutation): Promise<Verdict> {
  const begun = Date.now();
  const { name, seen } = mutation;
  rmSync(path.join(home, "logs", `${name}.log`), { force: true });
  const outcome = await withMutation(mutation, async () => {
    await build(name, seen);
    if (mutation.file.startsWith("migrations/")) {
      await build(name, kStillMigrates);
      if ((await test(name, kStillMigrates)).failed.length)
        throw new BuildFailed(`the migrations do not apply any more; the log is ${home}/logs/${name}.log`);
    }
    const expected = await test(name, seen);
    return expected.failed.length || !options.whole ? expected : testAll(name);
  });
  return { mutation, outcome, seconds: (Date.now() - begun) / 1000 };
}

function fate({ mutation, outcome, void: reason }: Verdict): string {
  if (reason) return `SAYS NOTHING: ${reason}`;
  if (outcome.failed.length) return `noticed by ${witnesses(outcome, 2)}`;
  return `SURVIVED ${outcome.passed.length} tests: ${mutation.promise}`;
}

function witnesses({ failed }: Outcome, most: number): string {
  const more = failed.length - most;
  return failed.slice(0, most).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/** Cells of a Markdown table. */
const cell = (text: string) => text.replaceAll("|", "\\|");

/** What a run leaves for the record; `edit` tells whether it was this mutation, or one of the same name before. */
interface Kept {
  name: string;
  edit: string;
  at: string;
  seconds: number;
  failed: string[];
}

const kKept = path.join(home, "verdicts.jsonl");

const editOf = ({ file, find, replace }: Mutation) => createHash("sha256").update([file, find, replace].join("\0")).digest("hex").slice(0, 16);

function keep({ mutation, outcome, seconds }: Verdict): void {
  const kept: Kept = { name: mutation.name, edit: editOf(mutation), at: new Date().toISOString().slice(0, 10), seconds: Math.round(seconds), failed: outcome.failed };
  appendFileSync(kKept, `${JSON.stringify(kept)}\n`);
}

/** The last verdict on each mutation, from however many runs they came. */
function record(): void {
  const last = new Map<string, Kept>();
  for (const line of readFileSync(kKept, "utf8").split("\n").filter(Boolean)) {
    const kept = JSON.parse(line) as Kept;
    last.set(`${kept.name} ${kept.edit}`, kept);
  }
  const found = mutations.map((mutation) => ({ mutation, kept: last.get(`${mutation.name} ${editOf(mutation)}`) }));
  const tried = found.filter(({ kept }) => kept).length;
  const survivors = found.filter(({ kept }) => kept && !kept.failed.length).length;
  const rows = found.map(({ mutation, kept }) => {
    const by = !kept ? "not tried as it is now" : kept.failed.length ? cell(witnesses({ passed: [], failed: kept.failed }, 1)) : "**nobody**";
    return `| ${mutation.name} | ${cell(mutation.promise)} | ${by} | ${kept?.at ?? ""} |`;
  });
  writeFileSync(
    path.join(root, "tests/records/mutations.md"),
    `# Mutations of our own tests

\`./wib mutate\` breaks one thing at a time in a copy of the sources, builds what it is in and runs the tests that should see it,
after the same tests were green without it; \`--record\` writes this page from the last verdict on each. The list is
\`tests/mutations/list.mts\`.

**${tried} of ${found.length} mutations tried, ${survivors} survivors.** Machine: ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB.

| Mutation | The promise it breaks | Noticed by | Date |
|---|---|---|---|
${rows.join("\n")}
`,
  );
}

async function main(): Promise<void> {
  for (const name of wanted) if (!mutations.some((mutation) => mutation.name === name)) fail(`no such mutation: ${name}`);
  const chosen = inOrder(wanted.length ? mutations.filter(({ name }) => wanted.includes(name)) : mutations);
  if (options.list) {
    for (const { name, promise } of chosen) console.log(`${name.padEnd(34)} ${promise}`);
    return;
  }
  const begun = Date.now();
  rmSync(path.join(home, "logs"), { recursive: true, force: true });
  copySources();
  console.log("Without a mutation (built + run):");
  await proveBaseline(chosen);

  console.log(`\n${chosen.length} mutations:`);
  const verdicts: Verdict[] = [];
  for (const mutation of chosen) {
    const verdict = await attempt(mutation).catch((error: unknown): Verdict => ({ mutation, outcome: { passed: [], failed: [] }, seconds: 0, void: String(error) }));
    verdicts.push(verdict);
    console.log(`  ${mutation.name.padEnd(34)} ${seconds(verdict.seconds * 1000)} s  ${fate(verdict)}`);
    if (!verdict.void) keep(verdict);
  }
  const names = (some: readonly Verdict[]) => (some.length ? `: ${some.map(({ mutation }) => mutation.name).join(", ")}` : "");
  const silent = verdicts.filter((verdict) => verdict.void);
  const survivors = verdicts.filter((verdict) => !verdict.void && !verdict.outcome.failed.length);
  console.log(`\nwhole run ${Math.round((Date.now() - begun) / 1000)} s`);
  if (silent.length) console.log(`${silent.length} say nothing and have to be written anew${names(silent)}`);
  console.log(`total: ${verdicts.length} mutations, ${survivors.length} survivors${names(survivors)}`);
  if (silent.length) process.exit(2);
  if (options.record) record();
  process.exitCode = survivors.length ? 1 : 0;
}

await main();
