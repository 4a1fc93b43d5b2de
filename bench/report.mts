// Joins the raw lines of a bench run with what the run owes (bench/required.json) and says, for each figure, whether its budget is
// kept. Every value and ratio is computed here, from raw figures; what a program made of them itself is only compared.
//   node bench/report.mts RAW.jsonl [--required FILE] [--only PROGRAM|NAME,…] [--json] [--strict]
// Exit status: 0; 1 when a figure is missing or, with --strict, a budget is missed; 2 for a wrong command line.
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

export type Raw = Record<string, unknown> & { name: string; side: string };
/// A path into a raw line ("cpu_s.server"), a quotient or a difference of two of them (or of one and a number), or the median of a list.
export type Figure = string | { divide: [string, string | number] } | { minus: [string, string] } | { median: string };
export interface Peer { side: string; ratio_at_least?: number; ratio_at_most?: number }
export interface Row {
  program: string; name: string; from?: string; unit: string; better: "higher" | "lower"; figure?: Figure; at_least?: number; at_most?: number; peers?: Peer[];
}
export interface Program { run: string; targets: string[]; npm: string[]; module?: boolean; stack: boolean }
export interface Required { programs: Record<string, Program>; rows: Row[] }

/// What is printed with --json, one a line.
export interface Result {
  name: string; value: number; unit: string; peer: string | null; peer_value: number | null; ratio: number | null; budget: string; ok: boolean;
}
export interface Report { results: Result[]; missing: string[]; disagreements: string[] }

const median = (values: number[]): number => {
  const sorted = values.toSorted((a, b) => a - b), middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

function at(line: Raw, place: string): unknown {
  return place.split(".").reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], line);
}

function numberAt(line: Raw, place: string | number): number | undefined {
  const value = typeof place === "number" ? place : at(line, place);
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/// The figure of one raw line; nothing when it lacks what the figure is made of.
export function figureOf(line: Raw, figure: Figure): number | undefined {
  if (typeof figure === "string") return numberAt(line, figure);
  if ("median" in figure) {
    const list = at(line, figure.median);
    return Array.isArray(list) && list.length > 0 && list.every((one) => typeof one === "number" && Number.isFinite(one)) ? median(list as number[]) : undefined;
  }
  if ("minus" in figure) {
    const [more, less] = figure.minus.map((place) => numberAt(line, place));
    return more === undefined || less === undefined ? undefined : more - less;
  }
  const [above, below] = figure.divide.map((place) => numberAt(line, place));
  return above === undefined || !below ? undefined : above / below;
}

/// A run with errors measured something else.
export const isUsable = (line: Raw): boolean => line.valid !== false && !(Number(line.errors ?? 0) > 0);

const budgetOf = (row: Row, peer?: Peer): string => [
  row.at_least !== undefined && `>= ${row.at_least}`, row.at_most !== undefined && `<= ${row.at_most}`,
  peer?.ratio_at_least !== undefined && `>= ${peer.ratio_at_least}x`, peer?.ratio_at_most !== undefined && `<= ${peer.ratio_at_most}x`,
].filter(Boolean).join(", ");

/// `only`: names of programs or rows; all when empty.
export function wantedRows(required: Required, only: string[]): Row[] {
  for (const name of only)
    if (!(name in required.programs) && !required.rows.some((row) => row.name === name)) throw new RangeError(`no bench is called ${name}`);
  return only.length === 0 ? required.rows : required.rows.filter((row) => only.includes(row.program) || only.includes(row.name));
}

export function report(required: Required, lines: Raw[], only: string[] = []): Report {
  const results: Result[] = [], missing: string[] = [], disagreements: string[] = [];
  for (const row of wantedRows(required, only)) {
    const from = row.from ?? row.name, figure = row.figure ?? "value";
    const valueOf = (side: string): number | undefined => {
      const runs = lines.filter((line) => line.name === from && line.side === side);
      const values = runs.filter(isUsable).map((line) => figureOf(line, figure)).filter((value) => value !== undefined);
      if (values.length > 0) return median(values);
      const spoilt = runs.find((line) => !isUsable(line));
      missing.push(`${row.name} of ${side}: ${runs.length === 0 ? "never measured" : spoilt ? `every run had errors (${String(spoilt.first_error || spoilt.errors)})` : "its raw line lacks the figure"}`);
      return undefined;
    };
    const value = valueOf("wib");
    if (value === undefined) continue;
    // What a program calls its value, where it speaks of the same figure, must be what comes out here.
    for (const line of lines.filter((line) => line.name === row.name && line.side === "wib" && line.unit === row.unit && isUsable(line))) {
      const its = numberAt(line, "value"), ours = figureOf(line, figure);
      if (its !== undefined && ours !== undefined && Math.abs(its - ours) > Math.abs(ours) * 0.005 + 0.051) disagreements.push(`${row.name}: the program says ${its}, its raw figures ${ours}`);
    }
    const alone = (row.at_least === undefined || value >= row.at_least) && (row.at_most === undefined || value <= row.at_most);
    const add = (peer?: Peer, peerValue?: number) => {
      const ratio = peerValue === undefined ? null : value / peerValue;
      const beside = ratio === null || ((peer?.ratio_at_least === undefined || ratio >= peer.ratio_at_least) && (peer?.ratio_at_most === undefined || ratio <= peer.ratio_at_most));
      results.push({ name: row.name, value, unit: row.unit, peer: peer?.side ?? null, peer_value: peerValue ?? null, ratio, budget: budgetOf(row, peer), ok: alone && beside });
    };
    if (!row.peers?.length) add();
    for (const peer of row.peers ?? []) {
      const peerValue = valueOf(peer.side);
      if (peerValue !== undefined) add(peer, peerValue);
    }
  }
  return { results, missing, disagreements };
}

/// Four figures, without an exponent.
export const shown = (value: number | null): string =>
  value === null ? "" : Math.abs(value) >= 1000 ? value.toFixed(0) : Math.abs(value) >= 100 ? value.toFixed(1) : Math.abs(value) >= 1 ? value.toFixed(2) : value.toFixed(4);

const verdict = (result: Result): string => result.budget === "" ? "" : result.ok ? "kept" : "MISSED";

/// Columns as wide as what stands in them; numbers to the right.
export function table(results: Result[]): string {
  const rows = [["figure", "ours", "unit", "peer", "theirs", "ratio", "budget", ""],
    ...results.map((one) => [one.name, shown(one.value), one.unit, one.peer ?? "", shown(one.peer_value), one.ratio === null ? "" : `${shown(one.ratio)}x`, one.budget, verdict(one)])];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const right = new Set([1, 4, 5]);
  return rows.map((row) => row.map((cell, column) => right.has(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)).join("  ").trimEnd()).join("\n");
}

export function markdown(results: Result[]): string {
  const cells = results.map((one) => `| ${one.name} | ${shown(one.value)} | ${one.unit} | ${one.peer ?? ""} | ${shown(one.peer_value)} | ${one.ratio === null ? "" : `${shown(one.ratio)}×`} | ${one.budget} | ${verdict(one)} |`);
  return ["| Figure | Ours | Unit | Peer | Theirs | Ratio | Budget | |", "|---|--:|---|---|--:|--:|---|---|", ...cells].join("\n");
}

export const parseLines = (text: string): Raw[] =>
  text.split("\n").filter((line) => line.trim() !== "").map((line) => JSON.parse(line) as Raw);

export const readRequired = (file = path.join(import.meta.dirname, "required.json")): Required => JSON.parse(readFileSync(file, "utf8")) as Required;

function main(): number {
  const { values: options, positionals } = parseArgs({ allowPositionals: true, options: {
    required: { type: "string" }, only: { type: "string", default: "" }, json: { type: "boolean", default: false }, strict: { type: "boolean", default: false },
  } });
  if (positionals.length !== 1) throw new TypeError("give the file of raw lines");
  const { results, missing, disagreements } = report(readRequired(options.required), parseLines(readFileSync(positionals[0]!, "utf8")), options.only.split(",").filter(Boolean));
  if (options.json) for (const result of results) console.log(JSON.stringify(result));
  else console.log(table(results));
  const missed = results.filter((one) => !one.ok);
  for (const one of missing) console.error(`missing: ${one}`);
  for (const one of disagreements) console.error(`disagreement: ${one}`);
  for (const one of missed) console.error(`budget missed: ${one.name}${one.peer ? ` against ${one.peer}` : ""}: ${shown(one.value)} ${one.unit}${one.ratio === null ? "" : `, ${shown(one.ratio)}x`}, wanted ${one.budget}`);
  return missing.length > 0 || disagreements.length > 0 || (options.strict && missed.length > 0) ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    process.exitCode = main();
  } catch (error) {
    console.error(`report: ${(error as Error).message}`);
    process.exitCode = 2;
  }
}
