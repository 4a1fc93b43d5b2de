// Runs the micro benches and prints what they found as raw lines for the reporter: the median of repeated runs, for each item where a
// bench counts items, else for each round. A bench that found its measured work wrong fails the run.
//   node bench/micro/run.mts [--build build/release] [--filter REGEX] [--time SECONDS]
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({ options: {
  build: { type: "string", default: fileURLToPath(new URL("../../build/release", import.meta.url)) },
  filter: { type: "string", default: "." },
  time: { type: "string", default: "0.1" },
} });
const kRepetitions = 5;
const kNanos: Record<string, number> = { ns: 1, us: 1e3, ms: 1e6, s: 1e9 };

interface Figure {
  name: string; run_name: string; run_type: string; aggregate_name?: string; error_occurred?: boolean; error_message?: string;
  cpu_time: number; time_unit: string; items_per_second?: number; iterations: number;
  bytes?: number;  // a bench's own count of what its result weighs
}

const run = spawnSync(join(options.build, "bench/micro/bench_micro"), [
  "--benchmark_format=json", `--benchmark_filter=${options.filter}`, `--benchmark_min_time=${options.time}`,
  `--benchmark_repetitions=${kRepetitions}`, "--benchmark_enable_random_interleaving=true",
], { encoding: "utf8", maxBuffer: 64 << 20 });
if (run.status !== 0) throw new Error(`bench_micro ended with ${run.status ?? run.signal}: ${run.stderr}`);
const { benchmarks } = JSON.parse(run.stdout) as { benchmarks: Figure[] };

const failed = benchmarks.filter((one) => one.error_occurred);
for (const one of failed) process.stderr.write(`${one.name}: ${one.error_message}\n`);

for (const [name, runs] of Map.groupBy(benchmarks.filter((one) => one.run_type === "iteration"), (one) => one.run_name)) {
  const nanos = runs.map((one) => one.items_per_second ? 1e9 / one.items_per_second : one.cpu_time * kNanos[one.time_unit]!).toSorted((a, b) => a - b);
  process.stdout.write(`${JSON.stringify({
    name: `micro_${name.replace(/\/iterations:\d+$/, "").replaceAll(/[/:]/g, "_")}`, side: "wib", value: Number(nanos[nanos.length >> 1]!.toFixed(1)), unit: "ns",
    lowest: Number(nanos[0]!.toFixed(1)), highest: Number(nanos.at(-1)!.toFixed(1)), runs: nanos.length, iterations: runs[0]!.iterations,
    per_second: Number((1e9 / nanos[nanos.length >> 1]!).toFixed(0)), ...(runs[0]!.bytes === undefined ? {} : { bytes: Math.max(...runs.map((one) => one.bytes!)) }),
  })}\n`);
}
process.exitCode = failed.length > 0 ? 1 : 0;
