// Things that go wrong on request. A fault is one rule; the first that matches a moment is used up there.

export type Place = "telnyx" | "s3" | "resend" | "turnstile" | "sentry" | "access" | "assemblyai" | "assemblyai_batch" | "media" | "webhooks" | "dial";

export interface Fault {
    id: string;
    at: Place;
    kind: string;
    times: number; // how often it still happens
    probability: number;
    path: string | null; // only where the subject (request path, number, event type) contains this
    ms: number;
    status: number;
    code: number;
}

/**
 * What may go wrong where. `cut` happens at once, to what is open now; the others to what comes. `unheard`: what was asked is
 * done (a command obeyed, an object kept, a webhook delivered), and the line breaks before the answer. `error`: a job ends in one.
 */
export const kKinds: Record<Place, readonly string[]> = {
    telnyx: ["latency", "stall", "status", "malformed", "disconnect", "unheard"],
    s3: ["latency", "stall", "status", "malformed", "disconnect", "unheard"],
    resend: ["latency", "stall", "status", "malformed", "disconnect", "unheard"],
    sentry: ["latency", "stall", "status", "disconnect"],
    access: ["latency", "stall", "status", "malformed", "disconnect", "unheard"],
    turnstile: ["latency", "stall", "status", "malformed", "disconnect", "unheard"],
    assemblyai: ["status", "close", "latency", "stall", "malformed", "disconnect", "cut"],
    assemblyai_batch: ["latency", "stall", "status", "malformed", "disconnect", "unheard", "error"],
    media: ["refuse", "malformed", "reorder", "drop", "duplicate", "disconnect", "cut"],
    webhooks: ["drop", "latency", "unheard"],
    dial: ["refuse"],
};

/** A seeded generator, so that a run can be repeated: mulberry32. */
export function seeded_random(seed: number): () => number {
    let state = seed >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let t = Math.imul(state ^ (state >>> 15), state | 1);
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
}

export class Faults {
    private rules: Fault[] = [];
    private count = 0;
    readonly random: () => number;
    /** Telnyx promises neither order nor singleness of webhooks: by default a fifth comes twice and a fifth late. */
    webhook_duplicate_rate = 0.2;
    webhook_reorder_rate = 0.2;
    webhook_delay_ms = 300;

    constructor(random: () => number) {
        this.random = random;
    }

    /** Errors: a sentence saying what the rule lacks. */
    add(body: Record<string, unknown>): Fault | string {
        const at = body["at"] as Place;
        const kind = body["kind"] as string;
        const kinds = kKinds[at];
        if (!kinds) return `"at" is one of ${Object.keys(kKinds).join(", ")}`;
        if (!kinds.includes(kind)) return `"kind" at ${at} is one of ${kinds.join(", ")}`;
        const number = (name: string, otherwise: number) => (typeof body[name] === "number" ? (body[name] as number) : otherwise);
        const fault: Fault = {
            id: `f${++this.count}`,
            at,
            kind,
            times: number("times", 1),
            probability: number("probability", 1),
            path: typeof body["path"] === "string" ? (body["path"] as string) : null,
            ms: number("ms", 1000),
            status: number("status", 503),
            code: number("code", 1008),
        };
        this.rules.push(fault);
        return fault;
    }

    take(at: Place, subject: string, kinds?: readonly string[]): Fault | null {
        const rule = this.rules.find(
            (r) => r.at === at && (!kinds || kinds.includes(r.kind)) && (r.path === null || subject.includes(r.path)),
        );
        if (!rule || this.random() >= rule.probability) return null;
        rule.times--;
        if (rule.times <= 0) this.rules = this.rules.filter((r) => r !== rule);
        return rule;
    }

    list(): readonly Fault[] {
        return this.rules;
    }

    /** Ends one rule before it is used up. False when there is none of that name. */
    remove(id: string): boolean {
        const before = this.rules.length;
        this.rules = this.rules.filter((rule) => rule.id !== id);
        return this.rules.length < before;
    }

    clear(): void {
        this.rules = [];
        this.webhook_duplicate_rate = 0.2;
        this.webhook_reorder_rate = 0.2;
        this.webhook_delay_ms = 300;
    }
}
