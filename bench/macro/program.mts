// Programs that a macro bench starts: pinned to a core, asked for their port, stopped by their own process id.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/// What is measured has a core to itself, everybody else shares the last one.
export const measuredCore = 0;
export const ourCore = availableParallelism() - 1;

export const tell = (text: string) => process.stderr.write(`${text}\n`);
/// A raw line, as bench/report.mts reads them.
export const print = (line: Record<string, unknown>) => process.stdout.write(`${JSON.stringify(line)}\n`);
export const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;
export const rounded = (value: number, digits = 3) => Number(value.toFixed(digits));

type Line = Record<string, unknown>;

export class Program {
  readonly name: string;
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #lines: Line[] = [];
  readonly #waiting: { fits: (line: Line) => boolean; take: (line: Line) => void }[] = [];
  #errors = "";

  /// `core`: where it runs. Its lines of JSON on stdout are kept, what it says on stderr is told when it fails.
  constructor(name: string, core: number, command: string[], env: Record<string, string> = {}) {
    this.name = name;
    // taskset becomes the program: its process id is the program's.
    this.#child = spawn("taskset", ["-c", `${core}`, ...command], { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
    this.pid = this.#child.pid!;
    this.#ended = once(this.#child, "close");
    this.#child.stderr!.on("data", (text) => { this.#errors = (this.#errors + text).slice(-4000); });
    createInterface({ input: this.#child.stdout! }).on("line", (text) => {
      let line: Line;
      try { line = JSON.parse(text) as Line; } catch { return; }
      this.#lines.push(line);
      for (const waiting of this.#waiting) if (waiting.fits(line)) waiting.take(line);
    });
  }

  /// The first line that is such an event, from the beginning; an error when the program ends or half a minute passes before.
  async said(event: string, patience = 30_000): Promise<Line> {
    const fits = (line: Line) => line.event === event;
    const known = this.#lines.find(fits);
    if (known) return known;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, fail) => { timer = setTimeout(() => fail(new Error(`${this.name} did not say ${event}: ${this.#errors}`)), patience); });
    const heard = new Promise<Line>((take) => this.#waiting.push({ fits, take }));
    const over = this.#ended.then(() => {
      const last = this.#lines.find(fits);
      if (last) return last;
      throw new Error(`${this.name} ended: ${this.#errors}`);
    });
    over.catch(() => {});
    return Promise.race([late, heard, over]).finally(() => clearTimeout(timer));
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill("SIGTERM");
    const cut = setTimeout(() => this.#child.kill("SIGKILL"), 15_000);
    await this.#ended;
    clearTimeout(cut);
  }

  rssKiB(): number {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${this.pid}/status`, "utf8"))?.[1] ?? 0);
  }
}

/// Runs the load generator to its end; its one line, whether the run was valid or not.
export async function load(build: string, ...args: (string | number)[]): Promise<Line> {
  const child = spawn(`${build}/bench/loadgen/wib-loadgen`, args.map(String), { stdio: ["ignore", "pipe", "pipe"] });
  let out = "", errors = "";
  child.stdout.on("data", (text) => { out += text; });
  child.stderr.on("data", (text) => { errors = (errors + text).slice(-4000); });
  await once(child, "close");
  try {
    return JSON.parse(out) as Line;
  } catch {
    throw new Error(`wib-loadgen said no line: ${errors}`);
  }
}
