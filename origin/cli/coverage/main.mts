// node main.mts routes|coverage [--missing] [--json] --tool WIB_TOOL: what `wib routes` and `wib coverage` print. Exit status 1 when what is
// served contradicts the lists.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { count, join, parseList, policyWords, tablesOf, type Coverage, type Item, type Lists, type Policy, type Served } from "./lists.mts";

export function readLists(root: string): Lists {
  const list = (name: string) => parseList(readFileSync(path.join(root, "docs/coverage", `${name}.tsv`), "utf8"));
  return { routes: list("routes"), tables: list("tables"), pages: list("pages"), beyond: list("beyond") };
}

/** Addresses in tests/browser/pages_shown.mts; none before that file exists. */
async function shownPages(root: string): Promise<string[]> {
  const file = path.join(root, "tests/browser/pages_shown.mts");
  if (!existsSync(file)) return [];
  const { pagesShown } = await import(pathToFileURL(file).href);
  if (!pagesShown) throw new Error("tests/browser/pages_shown.mts exports no pagesShown");
  return Array.isArray(pagesShown) ? pagesShown.map((page: { path: string }) => page.path) : Object.keys(pagesShown);
}

export async function readServed(root: string, tool: string): Promise<Served> {
  const routes = execFileSync(tool, ["routes", "--json"], { encoding: "utf8" }).trim().split("\n").map((line) => JSON.parse(line) as Policy);
  const migrations = readdirSync(path.join(root, "migrations")).filter((name) => name.endsWith(".sql")).sort();
  const sql = migrations.map((name) => readFileSync(path.join(root, "migrations", name), "utf8")).join("\n");
  // The ledger of migrations cannot come from a migration.
  const ledger = readFileSync(path.join(root, "origin/db/migrate.cpp"), "utf8").match(/create table if not exists public\.schema_migrations/)?.[0] ?? "";
  return { routes, tables: tablesOf(`${ledger};\n${sql}`), pages: await shownPages(root) };
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const json = (value: unknown): void => print(JSON.stringify(value));

function line(item: Item): string {
  const mark = item.isUnwanted ? " " : item.served ? "+" : "-";
  if (item.kind === "route") {
    const asked = [item.row["auth"], item.row["rate"], item.row["once"] && "once"].filter(Boolean).join(", ");
    const ours = item.policy ? `→ ${policyWords(item.policy)}${item.row["served_by"] ? ` (${item.row["served_by"]})` : ""}` : "";
    const alias = item.row["alias_of"] ? ` = ${item.row["alias_of"]}` : "";
    return `  ${mark} ${item.row["method"]!.padEnd(6)} ${item.row["path"]!.padEnd(46)} ${asked.padEnd(30)} ${ours}${alias}`.trimEnd();
  }
  const by = item.row["served_by"] ? ` served by ${item.row["served_by"]}` : "";
  if (item.kind === "table") return `  ${mark} ${item.name.padEnd(32)} ${item.row["kind"]}${by}`;
  return `  ${mark} ${item.name.padEnd(44)} ${item.row["role"]}${by}`;
}

function section(item: Item): string {
  return item.row["group"] ?? item.row["section"] ?? `entry ${item.row["entry"]}`;
}

function told(coverage: Coverage, kind: Item["kind"], onlyMissing: boolean): void {
  let heading = "";
  for (const item of coverage.items) {
    if (item.kind !== kind || item.isUnwanted || (onlyMissing && item.served)) continue;
    if (kind !== "page" && section(item) !== heading) print((heading = section(item)));
    print(line(item));
  }
}

function toldBeyond(coverage: Coverage, kind: Item["kind"], served: Served): void {
  const beyond = coverage.beyond.filter((item) => item.kind === kind);
  if (beyond.length === 0) return;
  print("beyond the reference");
  for (const { name, reason } of beyond) {
    const policy = kind === "route" ? served.routes.find((one) => `${one.method} ${one.path}` === name) : undefined;
    print(`  + ${name.padEnd(50)} ${policy ? `→ ${policyWords(policy)}; ` : ""}${reason ?? "not declared"}`);
  }
}

function totals(coverage: Coverage, kind: Item["kind"]): string {
  const { served, total, aliases, aliasesServed, beyond } = count(coverage, kind);
  return `${`${kind}s`.padEnd(7)} ${String(served).padStart(4)} of ${String(total).padStart(3)} served${aliases ? `, ${aliasesServed} of ${aliases} aliases` : ""}, ${beyond} beyond the reference`;
}

async function main(words: string[]): Promise<number> {
  const [what, ...options] = words;
  const onlyMissing = options.includes("--missing");
  const asJson = options.includes("--json");
  const tool = options[options.indexOf("--tool") + 1]!;
  const root = path.resolve(import.meta.dirname, "../../..");
  const served = await readServed(root, tool);
  const coverage = join(readLists(root), served);
  const kinds: Item["kind"][] = what === "routes" ? ["route"] : ["route", "table", "page"];

  if (asJson) {
    for (const item of coverage.items.filter((one) => kinds.includes(one.kind) && !one.isUnwanted && !(onlyMissing && one.served)))
      json({ kind: item.kind, ...item.row, served: item.served, ...(item.policy && { policy: item.policy }) });
    if (!onlyMissing) for (const item of coverage.beyond.filter((one) => kinds.includes(one.kind))) json({ ...item, served: true, beyond: true });
    for (const kind of kinds) json({ total: count(coverage, kind) });
    for (const fault of coverage.faults) json({ fault });
  } else {
    for (const kind of kinds) {
      if (what === "routes" || onlyMissing) told(coverage, kind, onlyMissing);
      if (what === "routes" && !onlyMissing) toldBeyond(coverage, kind, served);
    }
    if (what === "routes" || onlyMissing) print("");
    for (const kind of kinds) print(totals(coverage, kind));
    for (const fault of coverage.faults) process.stderr.write(`${fault}\n`);
  }
  return coverage.faults.length === 0 ? 0 : 1;
}

// `… | head` has seen enough when it closes the pipe.
process.stdout.on("error", (fault: NodeJS.ErrnoException) => {
  if (fault.code !== "EPIPE") throw fault;
  process.exit(0);
});
if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
