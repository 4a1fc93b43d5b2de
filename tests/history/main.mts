// `./wib history`: plays seeds one after another, each against a stack of its own, and asks the query set of every one.
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { startStack, stopStack } from "../e2e/stack.mts";
import { told, violations } from "./checks.mts";
import { all_rows, rows } from "./database.mts";
import { begin_observing, gather } from "./observe.mts";
import { play } from "./play.mts";
import { printed, schedule } from "./schedule.mts";

const { seeds, calls, keep, out } = options(process.argv.slice(2));
mkdirSync(out, { recursive: true });
let bad = 0;
for (const seed of seeds) if (!(await history(seed))) bad++;
process.exit(bad > 0 ? 1 : 0);

function options(words: string[]): { seeds: number[]; calls: number; keep: boolean; out: string } {
    const found = { seeds: [1], calls: 14, keep: false, out: path.resolve("build/history") };
    const number = (text: string | undefined, name: string) => {
        if (!/^\d+$/.test(text ?? "")) throw new Error(`${name} takes a number`);
        return Number(text);
    };
    for (let i = 0; i < words.length; i++) {
        const word = words[i];
        if (word === "--seed") found.seeds = [number(words[++i], word)];
        else if (word === "--seeds") {
            found.seeds = (words[++i] ?? "").split(",").flatMap((part) => {
                const [first, last = first] = part.split("..").map((text) => number(text, "--seeds A..B,C"));
                return Array.from({ length: last! - first! + 1 }, (_, n) => first! + n);
            });
        } else if (word === "--calls") found.calls = number(words[++i], word);
        else if (word === "--keep") found.keep = true;
        else if (word === "--out") found.out = path.resolve(words[++i] ?? ".");
        else if (word === "--print") {
            for (const seed of found.seeds) console.log(printed(schedule(seed, found.calls)));
            process.exit(0);
        } else throw new Error(`unknown option ${word}`);
    }
    return found;
}

async function history(seed: number): Promise<boolean> {
    const plan = schedule(seed, calls);
    console.log(printed(plan));
    process.env["SANDBOX_SEED"] = String(seed);
    const began = Date.now();
    // Who asks again twice a second through every outage would soon be asked to wait for minutes, and call no more.
    const stack = await startStack("WIB_EDGE_WINDOWS=off\n");
    try {
        await begin_observing(stack);
        const played = await play(stack, plan, (line) => console.log(`  ${line}`));
        await gather(stack, played);
        const found = await violations((queries) => all_rows(stack, queries));
        const [figures] = await rows(
            stack,
            `select (select count(*) from calls) as calls, (select count(distinct event_id) from seen.deliveries where status between 200 and 299) as events,
                    (select count(*) from seen.deliveries) as deliveries, (select count(*) from seen.answers where status between 200 and 299) as answers,
                    (select count(*) from recordings where status = 'stored') as recordings, (select count(*) from recordings) as recordings_begun,
                    (select count(*) from call_transcript_segments) as segments, (select count(*) from seen.events) as told`,
        );
        const record = {
            seed,
            asked: plan.calls.length,
            ...figures,
            troubles: Object.fromEntries([...new Set(plan.troubles.map(({ kind }) => kind))].sort().map((kind) => [kind, plan.troubles.filter((one) => one.kind === kind).length])),
            violations: found.length,
            failures: played.failures,
            seconds: Math.round((Date.now() - began) / 1000),
        };
        appendFileSync(path.join(out, "runs.jsonl"), `${JSON.stringify(record)}\n`);
        if (found.length > 0) writeFileSync(path.join(out, `seed_${seed}.txt`), `${printed(plan)}\n\n${told(found)}\n`);
        for (const line of played.failures) console.log(`  playing failed: ${line}`);
        console.log(found.length > 0 ? told(found) : "  every check is clean");
        console.log(JSON.stringify(record));
        const clean = found.length === 0 && played.failures.length === 0;
        if (!clean && keep) console.log(`  kept: WIB_HOME=${stack.home}`);
        if (clean || !keep) await stopStack(stack);
        return clean;
    } catch (error) {
        console.log(`  the playing broke: ${(error as Error).stack}`);
        if (keep) console.log(`  kept: WIB_HOME=${stack.home}`);
        else await stopStack(stack);
        return false;
    }
}
