// Resend's REST interface: letters are taken, kept, never sent. What was taken can be read like an inbox (`/_sandbox/emails`).
import { randomUUID, timingSafeEqual } from "node:crypto";
import { Accounts } from "../accounts.mts";
import { check_letter, type Letter } from "./fields.mts";
import type { ResendWebhooks } from "./webhooks.mts";

export interface Refusal {
    statusCode: number;
    name: string;
    message: string;
}

export interface Kept extends Letter {
    id: string;
    created_at: string;
    last_event: string;
}

export interface Answer {
    status: number;
    body: unknown;
    headers: Record<string, string>;
}

const kKept = 2000;
const kDayMs = 86_400_000;
/** Of newer accounts; older ones have 2. */
const kRequestsASecond = 5;

/** What becomes of a letter to one of the vendor's own test addresses; every other is delivered. */
const kFates: Record<string, readonly string[]> = {
    "bounced@resend.dev": ["sent", "bounced"],
    "complained@resend.dev": ["sent", "delivered", "complained"],
    "suppressed@resend.dev": ["suppressed"],
};

export class ResendRest {
    readonly letters: Kept[] = [];
    private readonly answered = new Map<string, { at_ms: number; body: string; answer: Answer }>();
    private window = { second: 0, requests: 0 };
    private readonly api_key: string;
    private readonly webhooks: ResendWebhooks;
    private readonly accounts: Accounts;

    constructor(api_key: string, webhooks: ResendWebhooks, accounts: Accounts = new Accounts()) {
        this.api_key = api_key;
        this.webhooks = webhooks;
        this.accounts = accounts;
    }

    reset(): void {
        this.letters.length = 0;
        this.answered.clear();
        this.webhooks.log.length = 0;
    }

    /** `path` as the vendor knows it: "/emails". */
    handle(method: string, path: string, headers: Record<string, string | string[] | undefined>, body: Buffer): Answer {
        const limits = this.count();
        const refuse = (refusal: Refusal, more: Record<string, string> = {}): Answer => ({ status: refusal.statusCode, body: refusal, headers: { ...limits.headers, ...more } });
        if (!headers["user-agent"]) return refuse({ statusCode: 403, name: "validation_error", message: "A User-Agent header is required." });
        const authorization = String(headers["authorization"] ?? "");
        if (!authorization.startsWith("Bearer ")) return refuse({ statusCode: 401, name: "missing_api_key", message: "Missing API Key" });
        if (!this.is_key(authorization.slice(7))) return refuse({ statusCode: 403, name: "invalid_api_key", message: "API key is invalid" });
        if (limits.exceeded) return refuse({ statusCode: 429, name: "rate_limit_exceeded", message: "Too many requests." }, { "retry-after": "1" });

        const ok = (answer: unknown): Answer => ({ status: 200, body: answer, headers: limits.headers });
        const [, resource, id, verb] = path.split("?")[0]!.split("/");
        const may_send_this = resource === "emails" && method === "POST";
        if (this.accounts.now.may_only_send && !may_send_this)
            return refuse({ statusCode: 401, name: "restricted_api_key", message: "This API key is restricted to only send emails" });
        if ((resource === "domains" || resource === "webhooks") && id === undefined && method === "GET") return ok(this.accounts.listed(resource));
        if (resource !== "emails") return refuse({ statusCode: 404, name: "not_found", message: "The requested endpoint does not exist." });
        if (method === "POST" && (id === undefined || id === "batch")) {
            const key = headers["idempotency-key"];
            if (key !== undefined && (typeof key !== "string" || key.length < 1 || key.length > 256))
                return refuse({ statusCode: 400, name: "invalid_idempotency_key", message: "The key must be between 1-256 chars." });
            const text = body.toString("utf8");
            const name = `${path} ${String(key)}`;
            const before = key === undefined ? undefined : this.answered.get(name);
            if (before && Date.now() - before.at_ms < kDayMs) {
                if (before.body !== text) return refuse({ statusCode: 409, name: "invalid_idempotent_request", message: "Same idempotency key used with a different request payload." });
                return before.answer;
            }
            const taken = this.take(text, id === "batch");
            if ("statusCode" in taken) return refuse(taken);
            const answer = ok(id === "batch" ? { data: taken.ids.map((one) => ({ id: one })) } : { id: taken.ids[0] });
            if (key !== undefined) this.answered.set(name, { at_ms: Date.now(), body: text, answer });
            return answer;
        }
        if (method === "GET" && id === undefined) return ok({ object: "list", has_more: false, data: this.letters.map((letter) => this.shown(letter)) });
        const letter = this.letters.find((one) => one.id === id);
        if (!letter) return refuse({ statusCode: 404, name: "not_found", message: "Email not found" });
        if (method === "GET" && verb === undefined) return ok(this.shown(letter));
        if (method === "POST" && verb === "cancel" && letter.scheduled_at !== null) {
            letter.last_event = "canceled";
            return ok({ object: "email", id });
        }
        return refuse({ statusCode: 405, name: "method_not_allowed", message: "This endpoint only supports other methods." });
    }

    private take(text: string, batch: boolean): { ids: string[] } | Refusal {
        let given: unknown;
        try {
            given = JSON.parse(text);
        } catch {
            return { statusCode: 400, name: "validation_error", message: "The body is not JSON." };
        }
        if (batch && (!Array.isArray(given) || given.length < 1 || given.length > 100))
            return { statusCode: 422, name: "validation_error", message: "A batch has 1 to 100 emails." };
        const letters: Letter[] = [];
        for (const one of batch ? (given as unknown[]) : [given]) {
            const letter = check_letter(one, batch);
            if ("statusCode" in letter) return letter;
            letters.push(letter);
        }
        return { ids: letters.map((letter) => this.keep(letter)) };
    }

    private keep(letter: Letter): string {
        const kept: Kept = { ...letter, id: randomUUID(), created_at: new Date().toISOString(), last_event: letter.scheduled_at === null ? "queued" : "scheduled" };
        this.letters.push(kept);
        if (this.letters.length > kKept) this.letters.splice(0, this.letters.length - kKept);
        if (letter.scheduled_at === null)
            for (const event of kFates[letter.to[0]!.toLowerCase()] ?? ["sent", "delivered"]) {
                kept.last_event = event;
                this.webhooks.publish(event, kept);
            }
        return kept.id;
    }

    private shown({ id, to, from, created_at, subject, html, text, bcc, cc, reply_to, last_event, scheduled_at }: Kept): object {
        return { object: "email", id, to, from, created_at, subject, html, text, bcc, cc, reply_to, last_event, scheduled_at };
    }

    private count(): { exceeded: boolean; headers: Record<string, string> } {
        const second = Math.floor(Date.now() / 1000);
        if (this.window.second !== second) this.window = { second, requests: 0 };
        this.window.requests++;
        const remaining = Math.max(0, kRequestsASecond - this.window.requests);
        return {
            exceeded: this.window.requests > kRequestsASecond,
            headers: { "ratelimit-limit": String(kRequestsASecond), "ratelimit-remaining": String(remaining), "ratelimit-reset": "1" },
        };
    }

    private is_key(given: string): boolean {
        const key = Buffer.from(this.api_key);
        const offered = Buffer.from(given);
        return offered.length === key.length && timingSafeEqual(offered, key);
    }
}
