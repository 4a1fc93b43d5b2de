// Cloudflare Turnstile's server side (cloudflare-docs, "Validate the token"): tokens that a widget was given, checked once.
import { randomBytes, randomUUID } from "node:crypto";

export interface Solved {
    hostname: string;
    action: string | null;
    cdata: string | null;
}

interface Token extends Solved {
    at_ms: number;
    interactive: boolean;
    /** Who asked first, and what was answered: the same question may be repeated. */
    spent: { once: string | null; answer: object } | null;
}

/** One question as it came, without the secret. */
export interface Verification {
    token: string;
    remoteip: string | null;
    idempotency_key: string | null;
    answer: object;
}

type ErrorCode =
    | "missing-input-secret"
    | "invalid-input-secret"
    | "missing-input-response"
    | "invalid-input-response"
    | "bad-request"
    | "timeout-or-duplicate"
    | "internal-error";

const kLifeMs = 300_000;
const kMaxToken = 2048;
const kFields = new Set(["secret", "response", "remoteip", "idempotency_key"]);
const kUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** What widgets with a test site key hand out; no other secret takes it. */
export const kDummyToken = "XXXX.DUMMY.TOKEN.XXXX";
const kTestSecrets: Record<string, "passes" | "fails" | "duplicate"> = {
    "1x0000000000000000000000000000000AA": "passes",
    "2x0000000000000000000000000000000AA": "fails",
    "3x0000000000000000000000000000000AA": "duplicate",
};
/** What a widget does with its key: solves by itself, refuses, or wants to be pressed. */
export const kTestSites: Record<string, "passes" | "blocks" | "asks"> = {
    "1x00000000000000000000AA": "passes",
    "1x00000000000000000000BB": "passes",
    "2x00000000000000000000AB": "blocks",
    "2x00000000000000000000BB": "blocks",
    "3x00000000000000000000FF": "asks",
};

export class Turnstile {
    readonly log: Verification[] = [];
    /** How the widget of our own key behaves; a test decides. */
    mood: "passes" | "blocks" | "asks" = "passes";
    private readonly tokens = new Map<string, Token>();
    private readonly site_key: string;
    private readonly secret: string;
    private readonly now: () => number;

    constructor(site_key: string, secret: string, now: () => number = Date.now) {
        this.site_key = site_key;
        this.secret = secret;
        this.now = now;
    }

    /** What the widget of this site key does; nothing for a key nobody has. */
    manner(site_key: string): "passes" | "blocks" | "asks" | null {
        return site_key === this.site_key ? this.mood : (kTestSites[site_key] ?? null);
    }

    /** A token, as the widget hands it to the page. */
    solve(site_key: string, solved: Solved, interactive = false): string | null {
        if (kTestSites[site_key]) return kDummyToken;
        if (site_key !== this.site_key) return null;
        const token = `0.${randomBytes(96).toString("base64url")}.${randomUUID()}`;
        this.tokens.set(token, { ...solved, at_ms: this.now(), interactive, spent: null });
        return token;
    }

    /** POST /turnstile/v0/siteverify; answers 200 whatever it says. */
    verify(content_type: string | undefined, body: Buffer): object {
        const asked = read_question(content_type ?? "", body);
        const refuse = (...codes: ErrorCode[]) => ({ success: false, "error-codes": codes, messages: [] });
        if (!asked) return refuse("bad-request");
        const { secret, response: token, remoteip = null, idempotency_key: once = null } = asked;
        const answer = this.answer(secret, token, once, refuse);
        this.log.push({ token: token ?? "", remoteip, idempotency_key: once, answer });
        return answer;
    }

    reset(): void {
        this.log.length = 0;
        this.mood = "passes";
    }

    private answer(secret: string | undefined, token: string | undefined, once: string | null, refuse: (...codes: ErrorCode[]) => object): object {
        if (!secret) return refuse("missing-input-secret");
        const test = kTestSecrets[secret];
        if (!test && secret !== this.secret) return refuse("invalid-input-secret");
        if (!token) return refuse("missing-input-response");
        if (token.length > kMaxToken) return refuse("invalid-input-response");
        if (once !== null && !kUuid.test(once)) return refuse("bad-request");
        if (test === "fails") return refuse("invalid-input-response");
        if (test === "duplicate") return refuse("timeout-or-duplicate");
        if (test) return this.solved({ hostname: "example.com", action: "test", cdata: null }, false);

        const kept = this.tokens.get(token);
        if (!kept) return refuse("invalid-input-response");
        if (kept.spent) return once !== null && kept.spent.once === once ? kept.spent.answer : refuse("timeout-or-duplicate");
        if (this.now() - kept.at_ms > kLifeMs) return refuse("timeout-or-duplicate");
        const answer = this.solved(kept, kept.interactive, kept.at_ms);
        kept.spent = { once, answer };
        return answer;
    }

    private solved({ hostname, action, cdata }: Solved, interactive: boolean, at_ms = this.now()): object {
        return {
            success: true,
            "error-codes": [],
            challenge_ts: new Date(at_ms).toISOString(),
            hostname,
            action: action ?? "",
            cdata: cdata ?? "",
            metadata: { interactive },
        };
    }
}

/** A form or JSON; unknown fields and anything but text are a bad request. */
function read_question(content_type: string, body: Buffer): Record<string, string | undefined> | null {
    let given: Record<string, unknown>;
    if (content_type.startsWith("application/json")) {
        try {
            given = JSON.parse(body.toString("utf8")) as Record<string, unknown>;
        } catch {
            return null;
        }
        if (typeof given !== "object" || given === null || Array.isArray(given)) return null;
    } else if (content_type.startsWith("application/x-www-form-urlencoded")) {
        given = Object.fromEntries(new URLSearchParams(body.toString("utf8")));
    } else {
        return null;
    }
    const is_known = Object.entries(given).every(([name, value]) => kFields.has(name) && typeof value === "string");
    return is_known ? (given as Record<string, string>) : null;
}
