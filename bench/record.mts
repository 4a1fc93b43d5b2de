// Keeps a bench run: its raw lines as bench/baselines/<date>-<machine>.jsonl, and the table of the newest record beside the list of all
// in bench/baselines/README.md. Refuses a run that lacks a figure.
//   node bench/record.mts RAW.jsonl [--into FOLDER]
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { markdown, parseLines, type Raw, readRequired, report, type Required } from "./report.mts";

export interface Circumstances extends Raw { date: string; cpu: string; cores: number; memory_gib: number; kernel: string; commit: string; changed: boolean; load_before: number[]; node: string }

export function circumstancesOf(lines: Raw[]): Circumstances {
  const found = lines.find((line) => line.name === "circumstances");
  if (!found) throw new Error("the raw figures do not say on what machine they were taken");
  return found as Circumstances;
}

/// "2026-11-21-intel-xeon-processor-2-cores.jsonl"
export const fileName = (run: Circumstances): string =>
  `${run.date.slice(0, 10)}-${run.cpu.replaceAll(/\([^)]*\)/g, "").toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-|-$/g, "")}-${run.cores}-cores.jsonl`;

export function page(required: Required, lines: Raw[], files: string[]): string {
  const run = circumstancesOf(lines);
  const { results } = report(required, lines);
  return `# Baselines

Written by \`./wib bench --record\`; what each figure means and how the peers are made fair: docs/benchmarks.md. Ratios hold within one run on
one machine: figures of different files are not to be compared.

Newest: [${fileName(run)}](${fileName(run)})

| | |
|---|---|
| Date | ${run.date} |
| Machine | ${run.cpu}, ${run.cores} cores, ${run.memory_gib} GiB |
| Kernel | ${run.kernel} |
| Commit | ${run.commit}${run.changed ? " with uncommitted changes" : ""} |
| Load before the run (1, 5, 15 minutes) | ${run.load_before.join(", ")} |
| Node | ${run.node} |

${markdown(results)}

All records: ${files.map((file) => `[${file}](${file})`).join(", ")}
`;
}

function main(): void {
  const { values: options, positionals } = parseArgs({ allowPositionals: true, options: { into: { type: "string", default: path.join(import.meta.dirname, "baselines") } } });
  if (positionals.length !== 1) throw new TypeError("give the file of raw lines");
  const lines = parseLines(readFileSync(positionals[0]!, "utf8"));
  const required = readRequired();
  const { missing, disagreements } = report(required, lines);
  if (missing.length + disagreements.length > 0) throw new Error([...missing, ...disagreements].join("; "));
  const file = fileName(circumstancesOf(lines));
  mkdirSync(options.into, { recursive: true });
  copyFileSync(positionals[0]!, path.join(options.into, file));
  const files = readdirSync(options.into).filter((name) => name.endsWith(".jsonl")).toSorted().toReversed();
  writeFileSync(path.join(options.into, "README.md"), page(required, lines, files));
  console.log(`recorded in ${path.join(path.relative(process.cwd(), options.into), file)}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
