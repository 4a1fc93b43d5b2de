// How many bidirectional 20 ms streams one core carries: the product's media path with an echo tap (media_server.cpp) against
// Node with `ws` and plain Beast, which only echo. Same load: both tracks as the carrier sends them, the consumer's goes back.
//   node bench/macro/media/run.mts [--build build/release] [--seconds 4] [--sides wib,node+ws,beast]
// Prints raw lines. A count of streams holds when nothing is lost and the added latency's p99 is at most 5 ms, from the moment a frame was
// due to its echo.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { load, measuredCore, ourCore, print, Program, root, rounded, tell } from "../program.mts";

const { values: options } = parseArgs({ options: {
  build: { type: "string", default: join(root, "build/release") },
  seconds: { type: "string", default: "4" },
  sides: { type: "string", default: "wib,node+ws,beast" },
} });
const build = options.build;
const seconds = Number(options.seconds);

const kMostP99Micros = 5_000;
const kFirst = 800;
const kLeast = 50;
const kMostSteps = 8;
const kPrecision = 1.05;  // the search ends when the next count that failed is so near the last that held
const kMostStreams = 6_000;
// What others on the machine do can only make a count fail: one that did not hold is tried once more, for every side alike.
const kTries = 2;

// Removed when all is measured: a file system is slow to make files where it has just deleted as many (ext4 keeps their inodes
// for five seconds), and recordings of the count before would be paid for by the next.
const used: string[] = [];

interface Served { program: Program; port: number; arguments: string[]; idleKiB: number; folder: string }

const sides: Record<string, (streams: number, folder: string) => Program> = {
  wib: (streams, folder) => new Program("the media server", measuredCore,
    [join(build, "bench/macro/media/bench_media_server"), join(folder, "starts.jsonl"), join(folder, "spool"), `${streams}`]),
  "node+ws": () => new Program("Node with ws", measuredCore, [process.execPath, join(root, "bench/peers/ws_echo/server.mjs")]),
  beast: () => new Program("plain Beast", measuredCore, [join(build, "bench/peers/beast_echo/bench_beast_echo")]),
};

async function serve(side: string, streams: number): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), "wib-bench-media-"));
  mkdirSync(join(folder, "spool"));
  const program = sides[side]!(streams, folder);
  const port = Number((await program.said("listening")).port);
  const starts = join(folder, "starts.jsonl");
  return { program, port, arguments: existsSync(starts) ? ["--starts", starts] : [], idleKiB: program.rssKiB(), folder };
}

interface Step { streams: number; held: boolean; why: string; p99: number; cpuMillis: number; rssKiB: number; raw: Record<string, unknown> }

// One count of streams against a program of its own.
async function attempt(side: string, streams: number, length: number): Promise<Step> {
  const served = await serve(side, streams);
  try {
    const raw = await load(build, "media", "--target", `ws://127.0.0.1:${served.port}/media/telnyx`, "--streams", streams,
      "--seconds", length, "--warmup", 2, "--wire", "telnyx", "--tracks", "both", "--expect", "echo", "--core", ourCore,
      "--pid", `server=${served.program.pid}`, "--name", "media_echo", "--side", side, "--unit", "p99_us", ...served.arguments);
    await served.program.stop();
    const lost = Number(raw.unanswered) + Number(raw.errors);
    const p99 = Number(raw.p99_us);
    let why = raw.valid === true && lost === 0 ? "" : `lost ${lost} (${raw.first_error})`;
    const late = Number((raw.generator_late_us as Record<string, number>).p99);
    const busy = Number((raw.cpu_s as Record<string, number>).server ?? 0) / Number(raw.duration_s);
    if (why === "" && p99 > kMostP99Micros)
      why = `p99 ${p99} µs with ${rounded(busy * 100, 0)} % of the core${late > kMostP99Micros / 5 ? `, the generator itself was late by ${late} µs` : ""}`;
    if (side === "wib") {
      const ended = await served.program.said("ended");
      raw.server = ended;
      const gone = Number(ended.lost) + Number(ended.unrecorded) + Number(ended.recordings_failed) + Number(ended.echo_refused);
      if (why === "" && gone > 0) why = `${gone} frames or recordings lost on the way`;
      // Every frame of both tracks must have reached the recogniser and the disk.
      if (why === "" && (Number(ended.heard_bytes) < 160 * Number(ended.frames) || Number(ended.spooled_bytes) < 160 * Number(ended.frames)))
        why = "audio went unheard or unrecorded";
    }
    const cpu = (raw.cpu_s as Record<string, number>).server ?? 0;
    const rss = (raw.rss_kib as Record<string, number>).server ?? 0;
    return { streams, held: why === "", why, p99, cpuMillis: cpu * 1000 / Number(raw.duration_s) / streams, rssKiB: (rss - served.idleKiB) / streams, raw };
  } finally {
    await served.program.stop();
    used.push(served.folder);
  }
}

const told = (side: string, step: Step) => tell(`media ${side}: ${step.streams} streams ${step.held ? "hold" : "do not hold"}${
  step.why ? `: ${step.why}` : ""}; p99 ${rounded(step.p99 / 1000, 2)} ms, ${rounded(step.cpuMillis, 3)} ms CPU a stream and second, ${rounded(step.rssKiB, 1)} KiB a stream`);

// Up or down by half until the limit lies between two counts, then between their middles; at most kMostSteps counts are tried.
async function search(side: string): Promise<{ best: Step; steps: Step[] }> {
  const round = (streams: number) => Math.min(kMostStreams, Math.round(streams / 20) * 20);
  const steps: Step[] = [];
  let best: Step | undefined, failed = Infinity;
  let next = kFirst;
  for (let counts = 0; counts < kMostSteps; ++counts) {
    let now: Step;
    let tries = 0;
    do {
      now = await attempt(side, next, seconds);
      told(side, now);
      steps.push(now);
    } while (!now.held && ++tries < kTries);
    if (now.held) best = now;
    else failed = now.streams;
    if (best && (failed / best.streams < kPrecision || best.streams >= kMostStreams)) break;
    next = round(!best ? failed / 1.5 : failed === Infinity ? best.streams * 1.5 : Math.sqrt(best.streams * failed));
    if (next < kLeast) break;
  }
  if (!best) throw new Error(`${side} does not carry ${steps.at(-1)!.streams} streams: ${steps.at(-1)!.why}`);
  return { best, steps };
}

async function measure(side: string): Promise<void> {
  const { best, steps } = await search(side);
  const tried = steps.map(({ streams, held, p99, why, raw }) => ({ streams, held, p99_us: p99, why, generator_late_us: raw.generator_late_us }));
  const of = {
    side, streams: best.streams, tracks: "both", seconds: best.raw.duration_s, p99_us: best.p99,
    cpu_ms: rounded(best.cpuMillis * best.streams * Number(best.raw.duration_s)), stream_seconds: rounded(best.streams * Number(best.raw.duration_s)),
    rss_kib: rounded(best.rssKiB * best.streams, 0),
  };
  print({ name: "media_streams_per_core", value: best.streams, unit: "streams", ...of, tried, run: best.raw });
  print({ name: "media_echo_p99", value: rounded(best.p99 / 1000), unit: "ms", ...of });
  print({ name: "media_cpu_per_stream", value: rounded(best.cpuMillis), unit: "ms/s", ...of });
  print({ name: "media_rss_per_stream", value: rounded(best.rssKiB, 1), unit: "KiB", ...of });
}

// A side that carries nothing leaves its figures missing; the others are still worth having.
for (const side of options.sides.split(",")) {
  try {
    await measure(side);
  } catch (fault) {
    tell(`media ${side}: ${(fault as Error).message}`);
    process.exitCode = 1;
  }
}
for (const folder of used) rmSync(folder, { recursive: true, force: true });
