// Signing in against the password's hash alone: the whole of it at the origin (attempts counted, person looked up, argon2id, session and
// audit in one transaction) beside the same libsodium's argon2id with the same limits and nothing else (bench/peers/argon2id), on as
// many threads as the product hashes on: what is missing to 1 is what signing in costs besides. The edge is left out: its windows let one address try ten times in a quarter of an hour.
//   node bench/macro/sign_in/run.mts [--build build/release] [--seconds 6] [--rounds 3]
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import path from "node:path";
import { parseArgs, promisify } from "node:util";
import { median, print, root, rounded, tell } from "../program.mts";
import { envelope, openStack } from "../stack.mts";

const { values: options } = parseArgs({ options: {
  build: { type: "string", default: path.join(root, "build/release") },
  seconds: { type: "string", default: "6" },
  rounds: { type: "string", default: "3" },
} });
// The product hashes on two threads (origin/main.cpp); with more who wait than that, they never do.
const kAtOnce = 6, kThreads = 2;
const stack = openStack();
const run = promisify(execFile);

const target = "/api/auth/callback/credentials";
const body = JSON.stringify({ email: "agent@demo.test", password: stack.env.demo_password });

async function signInOnce(): Promise<void> {
  const answer = await fetch(stack.originUrl + target, { method: "POST", body, headers: { "content-type": "application/json", "x-wib-envelope": envelope(stack, target, null, body) } });
  const text = await answer.text();
  assert.equal(answer.status, 200, text);
  assert.ok(text.includes('"ok":true'), text);
}

interface Round { answered: number; duration_s: number }

// Closed loop: `kAtOnce` of them, each begins the next when its last one is done.
async function signingIn(seconds: number): Promise<Round> {
  const begun = performance.now(), end = begun + seconds * 1000;
  let answered = 0;
  await Promise.all(Array.from({ length: kAtOnce }, async () => {
    while (performance.now() < end) {
      await signInOnce();
      ++answered;
    }
  }));
  return { answered, duration_s: (performance.now() - begun) / 1000 };
}

async function hashing(seconds: number): Promise<Round> {
  const { stdout } = await run(path.join(options.build, "bench/peers/argon2id/bench_argon2id"), [`${kThreads}`, `${seconds}`]);
  return JSON.parse(stdout) as Round;
}

const sides: [string, (seconds: number) => Promise<Round>][] = [["wib", signingIn], ["argon2id", hashing]];
for (const [, side] of sides) await side(1);  // warm
const rates = new Map<string, number[]>(sides.map(([name]) => [name, []]));
for (let turn = 0; turn < Number(options.rounds); ++turn)
  for (const [name, side] of turn % 2 ? sides.toReversed() : sides) {
    const figures = await side(Number(options.seconds));
    print({ name: "sign_in", side: name, ...figures, at_once: kAtOnce, omission_safe: false });
    rates.get(name)!.push(figures.answered / figures.duration_s);
  }
for (const [name, each] of rates) tell(`sign_in ${name}: ${rounded(median(each), 2)} a second`);
