import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { kTroubles, printed, schedule } from "./schedule.mts";

describe("a schedule", () => {
    test("is the same for the same seed and another for the next", () => {
        assert.deepEqual(schedule(7, 14), schedule(7, 14));
        assert.notDeepEqual(schedule(7, 14).troubles, schedule(8, 14).troubles);
        assert.equal(printed(schedule(7, 14)), printed(schedule(7, 14)));
    });

    test("names every call by a key of its own and fits into its length", () => {
        for (let seed = 1; seed <= 50; seed++) {
            const { calls, troubles, length_ms } = schedule(seed, 12);
            assert.equal(new Set(calls.map((call) => call.key)).size, 12);
            for (const { at_ms } of [...calls, ...troubles]) assert.ok(at_ms >= 0 && at_ms < length_ms);
        }
    });

    test("kills something in every history, and in twenty of them does everything it knows", () => {
        const seen = new Set<string>();
        for (let seed = 1; seed <= 20; seed++) {
            const { troubles } = schedule(seed, 14);
            assert.ok(troubles.some(({ kind }) => kind.startsWith("kill_")));
            for (const { kind } of troubles) seen.add(kind);
        }
        assert.deepEqual([...seen].sort(), [...kTroubles].sort());
    });
});
