// The query set holds in a quiet history and in two with troubles; and each check of it finds what it is for.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { kill, startStack, stopStack, type Stack } from "../e2e/stack.mts";
import { checks, told, violations } from "./checks.mts";
import { all_rows, rows, script } from "./database.mts";
import { begin_observing, gather } from "./observe.mts";
import { plants } from "./plants.mts";
import { play } from "./play.mts";
import { printed, schedule, type PlacedCall, type Schedule } from "./schedule.mts";

async function live_through(plan: Schedule): Promise<Stack> {
    process.env["SANDBOX_SEED"] = String(plan.seed);
    const stack = await startStack();
    try {
        await begin_observing(stack);
        const played = await play(stack, plan, () => {});
        assert.deepEqual(played.failures, []);
        await gather(stack, played);
        return stack;
    } catch (error) {
        await stopStack(stack);
        throw error;
    }
}

const call = (key: string, script: string, more: Partial<PlacedCall> = {}): PlacedCall => ({ at_ms: 0, key, who: "agent", script, bridge: false, end_after_ms: null, asks_again_after_ms: null, ...more });
const quiet: Schedule = {
    seed: 0,
    calls: [call("talk", "short_and_simple", { asks_again_after_ms: 300 }), call("busy", "line_busy", { who: "manager" }), call("ended", "short_and_simple", { at_ms: 400, end_after_ms: 4000 })],
    troubles: [],
    length_ms: 1000,
};

describe("the query set", { timeout: 600_000 }, () => {
    let stack: Stack;
    before(async () => {
        stack = await live_through(quiet);
        await kill(stack, "origin"); // a database that is copied must have no other visitors
    }, { timeout: 400_000 });
    after(async () => {
        if (stack) await stopStack(stack);
    }, { timeout: 60_000 });

    test("finds nothing in a quiet history", async () => {
        assert.equal(told(await violations((queries) => all_rows(stack, queries))), "");
        const [seen] = await rows(stack, "select (select count(*) from seen.deliveries) as deliveries, (select count(*) from seen.events) as events, (select count(*) from seen.objects) as objects, (select count(*) from seen.listenings) as listenings, (select count(*) from seen.moves) as moves");
        for (const [what, count] of Object.entries(seen!)) assert.ok(count > 0, `${what} were seen`);
    });

    test("has a plant for every check", () => {
        assert.deepEqual(Object.keys(plants).sort(), checks.map(({ name }) => name).sort());
    });

    for (const { name, promise } of checks) {
        test(`${name} finds it when this does not hold: ${promise}`, async () => {
            const copy = `planted_${name}`;
            await script(stack, `create database ${copy} template wib`, "postgres");
            try {
                // As nobody of the product could: triggers, row security and append-only rules do not bind a superuser who asks so.
                await script(stack, `set session_replication_role = replica;\n${plants[name]};`, copy);
                const found = await violations((queries) => all_rows(stack, queries, copy));
                assert.deepEqual(found.map((one) => one.name), [name], told(found));
            } finally {
                await script(stack, `drop database ${copy}`, "postgres");
            }
        });
    }
});

describe("a history with troubles", { timeout: 600_000 }, () => {
    for (const seed of [4, 11]) {
        test(`of seed ${seed} loses nothing and does nothing twice`, async () => {
            const plan = schedule(seed, 5);
            const stack = await live_through(plan);
            try {
                const found = await violations((queries) => all_rows(stack, queries));
                assert.equal(told(found), "", `./wib history --seed ${seed} --calls 5 plays it again\n${printed(plan)}`);
            } finally {
                await stopStack(stack);
            }
        });
    }
});
