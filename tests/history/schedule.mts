// What will happen in one history: who calls whom when, and what goes wrong meanwhile. Pure: a seed and a size give the same
// schedule everywhere, so that a history that went wrong can be played again.
import { seeded_random } from "../sandbox/faults.mts";

/** One call as its client places it. The key is the idempotency key of every attempt, and what it is called by in reports. */
export interface PlacedCall {
    at_ms: number;
    key: string;
    who: "agent" | "manager";
    script: string;
    bridge: boolean;
    /** When the client asks for the end; null: whenever the people hang up. */
    end_after_ms: number | null;
    /** The client does not believe its answer and asks again under the same key. */
    asks_again_after_ms: number | null;
}

export const kTroubles = [
    "kill_origin",
    "kill_edge",
    "kill_postgres",
    "postgres_locked",
    "postgres_stopped",
    "webhooks_dropped",
    "webhooks_shuffled",
    "webhooks_unheard",
    "webhooks_slow",
    "carrier_failing",
    "carrier_unheard",
    "carrier_slow",
    "dial_refused",
    "media_cut",
    "media_noisy",
    "recogniser_cut",
    "recogniser_stalled",
    "store_failing",
    "store_unheard",
    "store_slow",
    "disk_full",
] as const;
export type TroubleKind = (typeof kTroubles)[number];

/** Something goes wrong at `at_ms` and is well again `for_ms` later. */
export interface Trouble {
    at_ms: number;
    for_ms: number;
    kind: TroubleKind;
    /** What differs from one of a kind to the next: a table, a status, a share of the messages. */
    detail: string;
    share: number;
}

export interface Schedule {
    seed: number;
    calls: PlacedCall[];
    troubles: Trouble[];
    length_ms: number;
}

interface Manner {
    weight: number;
    for_ms: readonly [number, number];
    details: readonly string[];
    share: readonly [number, number];
}

// Long enough to hurt, short enough that the carrier (five attempts, some eight seconds) and people would still be there.
const kManners: Record<TroubleKind, Manner> = {
    kill_origin: { weight: 4, for_ms: [200, 2500], details: [""], share: [1, 1] },
    kill_edge: { weight: 2, for_ms: [200, 2000], details: [""], share: [1, 1] },
    kill_postgres: { weight: 3, for_ms: [200, 2500], details: [""], share: [1, 1] },
    postgres_locked: { weight: 3, for_ms: [800, 5000], details: ["calls", "webhook_inbox", "command_outbox", "recordings", "audit_logs", "idempotency_keys"], share: [1, 1] },
    postgres_stopped: { weight: 2, for_ms: [500, 4000], details: [""], share: [1, 1] },
    webhooks_dropped: { weight: 3, for_ms: [3000, 9000], details: [""], share: [0.3, 0.7] },
    webhooks_shuffled: { weight: 3, for_ms: [6000, 20000], details: [""], share: [0.6, 1] },
    webhooks_unheard: { weight: 3, for_ms: [4000, 12000], details: [""], share: [0.4, 1] },
    webhooks_slow: { weight: 2, for_ms: [4000, 10000], details: [""], share: [0.3, 0.8] },
    carrier_failing: { weight: 2, for_ms: [2000, 6000], details: ["500", "503", "429", "408", "stall", "malformed", "disconnect"], share: [0.4, 0.9] },
    carrier_unheard: { weight: 3, for_ms: [3000, 9000], details: [""], share: [0.4, 1] },
    carrier_slow: { weight: 2, for_ms: [3000, 8000], details: ["1500", "3500", "6000"], share: [0.4, 0.9] },
    dial_refused: { weight: 1, for_ms: [1000, 4000], details: [""], share: [0.5, 1] },
    media_cut: { weight: 3, for_ms: [0, 0], details: [""], share: [1, 1] },
    media_noisy: { weight: 2, for_ms: [4000, 10000], details: ["drop", "duplicate", "reorder", "malformed"], share: [0.05, 0.25] },
    recogniser_cut: { weight: 2, for_ms: [1000, 6000], details: ["503", "401"], share: [1, 1] },
    recogniser_stalled: { weight: 2, for_ms: [2000, 8000], details: ["stall", "latency", "malformed", "disconnect"], share: [0.3, 0.9] },
    store_failing: { weight: 3, for_ms: [4000, 12000], details: ["500", "503", "disconnect", "stall", "malformed"], share: [0.5, 1] },
    store_unheard: { weight: 2, for_ms: [5000, 12000], details: [""], share: [0.4, 0.9] },
    store_slow: { weight: 1, for_ms: [5000, 12000], details: ["800", "2500"], share: [0.5, 1] },
    disk_full: { weight: 2, for_ms: [1500, 6000], details: ["24", "96"], share: [1, 1] },
};

/** Who is called how often: short conversations mostly, for a history has to fit into a minute. */
const kScripts: readonly (readonly [string, number])[] = [
    ["short_and_simple", 9],
    ["hangs_up_mid_sentence", 5],
    ["pays_friday", 1],
    ["line_busy", 1],
    ["rejects_call", 1],
    ["never_answers", 1],
];

class Chance {
    private readonly random: () => number;
    constructor(seed: number) {
        this.random = seeded_random(seed * 2654435761);
    }
    happens(probability: number): boolean {
        return this.random() < probability;
    }
    between(least: number, most: number): number {
        return least + this.random() * (most - least);
    }
    ms(least: number, most: number): number {
        return Math.round(this.between(least, most));
    }
    one_of<T>(these: readonly T[]): T {
        return these[Math.floor(this.random() * these.length)]!;
    }
    weighted<T>(these: readonly (readonly [T, number])[]): T {
        let left = this.random() * these.reduce((sum, [, weight]) => sum + weight, 0);
        for (const [one, weight] of these) {
            left -= weight;
            if (left < 0) return one;
        }
        return these[these.length - 1]![0];
    }
}

/** Room between two calls: at most about five conversations at a time on two cores. */
const kBetweenCallsMs = 2200;

export function schedule(seed: number, calls = 14): Schedule {
    const chance = new Chance(seed);
    const length_ms = calls * kBetweenCallsMs + 6000;
    const placed = Array.from({ length: calls }, (_, n) => place(chance, seed, n, length_ms));
    // One thing that kills, whatever else; then as many as fit, two or three at a time.
    const troubles: Trouble[] = [trouble(chance, chance.one_of(["kill_origin", "kill_edge", "kill_postgres"] as const), placed, length_ms)];
    const weights = kTroubles.map((kind) => [kind, kManners[kind].weight] as const);
    const count = Math.max(3, Math.round(length_ms / 3500));
    while (troubles.length < count) troubles.push(trouble(chance, chance.weighted(weights), placed, length_ms));
    return {
        seed,
        calls: placed.sort((a, b) => a.at_ms - b.at_ms),
        troubles: troubles.sort((a, b) => a.at_ms - b.at_ms),
        length_ms,
    };
}

function place(chance: Chance, seed: number, n: number, length_ms: number): PlacedCall {
    const script = chance.weighted(kScripts);
    const bridge = script === "short_and_simple" && chance.happens(0.2);
    const ends = script === "never_answers" || chance.happens(0.15);
    return {
        at_ms: chance.ms(0, length_ms - 8000),
        key: `h${seed}-${n}`,
        who: chance.happens(0.7) ? "agent" : "manager",
        script,
        bridge,
        end_after_ms: ends ? chance.ms(600, 5000) : null,
        asks_again_after_ms: chance.happens(0.3) ? chance.ms(50, 4000) : null,
    };
}

function trouble(chance: Chance, kind: TroubleKind, calls: readonly PlacedCall[], length_ms: number): Trouble {
    const manner = kManners[kind];
    // The dangerous moments are short: what strikes at once is mostly aimed at a request under way.
    const strikes = kind.startsWith("kill_") || kind === "postgres_stopped";
    const aimed = strikes && chance.happens(0.6);
    return {
        at_ms: aimed ? chance.one_of(calls).at_ms + chance.ms(0, 120) : chance.ms(500, length_ms - 4000),
        for_ms: chance.ms(...manner.for_ms),
        kind,
        detail: chance.one_of(manner.details),
        share: Math.round(chance.between(...manner.share) * 100) / 100,
    };
}

/** A line for each thing that will happen, in order. */
export function printed(plan: Schedule): string {
    const seconds = (ms: number) => (ms / 1000).toFixed(1).padStart(6);
    const lines = [
        ...plan.calls.map((call) => ({
            at: call.at_ms,
            text:
                `call     ${call.key.padEnd(8)} ${call.who} → ${call.script}${call.bridge ? " (bridge)" : ""}` +
                (call.end_after_ms === null ? "" : `, ended by the client ${call.end_after_ms} ms later`) +
                (call.asks_again_after_ms === null ? "" : `, asked again ${call.asks_again_after_ms} ms later`),
        })),
        ...plan.troubles.map((one) => ({
            at: one.at_ms,
            text: `trouble  ${one.kind}${one.detail ? ` ${one.detail}` : ""}${one.share < 1 ? ` ×${one.share}` : ""} for ${one.for_ms} ms`,
        })),
    ].sort((a, b) => a.at - b.at);
    return [`seed ${plan.seed}: ${plan.calls.length} calls, ${plan.troubles.length} troubles, ${(plan.length_ms / 1000).toFixed(0)} s`, ...lines.map(({ at, text }) => `${seconds(at)}  ${text}`)].join("\n");
}
