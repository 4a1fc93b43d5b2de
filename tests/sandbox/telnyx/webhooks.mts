// Signed webhooks, delivered as Telnyx does: concurrently, unordered, sometimes twice; 2 s for each attempt, timeouts,
// 408, 429 and 5xx tried again with growing pauses, at most five attempts.
import { createPublicKey, type KeyObject, randomUUID, sign } from "node:crypto";
import * as http from "node:http";
import * as https from "node:https";
import { iso_us, now_us } from "../clock.mts";
import type { Faults } from "../faults.mts";
import { is_loopback } from "../loopback.mts";

const kAttempts = 5;
const kPatienceMs = 2000;
const kPausesMs = [500, 1000, 2000, 4000];
const kKept = 5000;

export interface Delivery {
    event_id: string;
    event_type: string;
    call_control_id: string;
    url: string;
    attempt: number;
    copy: number; // 2 for the duplicate of a doubled event
    sent_at: string;
    status: number | null; // null: no answer
    fault: string | null;
    took_ms: number;
    body: string;
}

/** The 32 raw bytes of an Ed25519 public key, base64: the form of Telnyx' portal. */
export function public_key_base64(private_key: KeyObject): string {
    const der = createPublicKey(private_key).export({ type: "spki", format: "der" });
    return der.subarray(der.length - 32).toString("base64");
}

/** `telnyx-timestamp` and `telnyx-signature-ed25519` over `timestamp|body`. */
export function sign_webhook(private_key: KeyObject, body: string, at_seconds: number): Record<string, string> {
    const signature = sign(null, Buffer.from(`${at_seconds}|${body}`), private_key);
    return { "telnyx-timestamp": String(at_seconds), "telnyx-signature-ed25519": signature.toString("base64") };
}

export class Webhooks {
    readonly log: Delivery[] = [];
    private readonly private_key: KeyObject;
    private readonly faults: Faults;
    private readonly agents = [new http.Agent({ keepAlive: true }), new https.Agent({ keepAlive: true })] as const;
    private readonly timers = new Set<NodeJS.Timeout>();
    private in_flight = 0;
    private closed = false;

    constructor(private_key: KeyObject, faults: Faults) {
        this.private_key = private_key;
        this.faults = faults;
    }

    /** Tells `url` about an event that happened now (or at `occurred_us`). Returns the event's id. */
    publish(url: string | null, event_type: string, payload: Record<string, unknown>, occurred_us: number): string {
        const id = randomUUID();
        const data = { record_type: "event", event_type, id, occurred_at: iso_us(occurred_us), payload };
        if (url) this.dispatch(url, data);
        return id;
    }

    /** Sends an event of the log again, as a fresh first attempt. False when nobody remembers it. */
    replay(event_id: string): boolean {
        const known = this.log.find((delivery) => delivery.event_id === event_id);
        if (!known) return false;
        const { data } = JSON.parse(known.body) as { data: EventData };
        void this.deliver(known.url, data, 1, 1);
        return true;
    }

    /** No event waits for an attempt or an answer. */
    get idle(): boolean {
        return this.in_flight === 0 && this.timers.size === 0;
    }

    close(): void {
        this.closed = true;
        for (const timer of this.timers) clearTimeout(timer);
        this.timers.clear();
        for (const agent of this.agents) agent.destroy();
    }

    private dispatch(url: string, data: EventData): void {
        const { random, webhook_duplicate_rate, webhook_reorder_rate, webhook_delay_ms } = this.faults;
        const late = () => Math.round(random() * webhook_delay_ms);
        this.after(random() < webhook_reorder_rate ? late() : 0, () => this.deliver(url, data, 1, 1));
        if (random() < webhook_duplicate_rate) this.after(late(), () => this.deliver(url, data, 1, 2));
    }

    private after(ms: number, act: () => void): void {
        if (this.closed) return;
        const timer = setTimeout(() => {
            this.timers.delete(timer);
            act();
        }, ms);
        this.timers.add(timer);
    }

    private async deliver(url: string, data: EventData, attempt: number, copy: number): Promise<void> {
        const body = JSON.stringify({ data, meta: { attempt, delivered_to: url } });
        const delivery: Delivery = {
            event_id: data.id,
            event_type: data.event_type,
            call_control_id: String(data.payload["call_control_id"] ?? ""),
            url,
            attempt,
            copy,
            sent_at: iso_us(now_us()),
            status: null,
            fault: null,
            took_ms: 0,
            body,
        };
        this.log.push(delivery);
        if (this.log.length > kKept) this.log.splice(0, this.log.length - kKept);
        const fault = this.faults.take("webhooks", data.event_type);
        this.in_flight++;
        const began = performance.now();
        try {
            if (fault?.kind === "drop") {
                delivery.fault = "dropped on request";
                return;
            }
            if (fault?.kind === "latency") await new Promise<void>((go) => this.after(fault.ms, go));
            if (!is_loopback(url)) delivery.fault = "not on this machine: the sandbox does not call it";
            else delivery.status = await this.post(url, body);
            if (fault?.kind === "unheard") {
                delivery.fault = `the answer was lost: ${delivery.status}`;
                delivery.status = null;
            }
        } catch (error) {
            delivery.fault = (error as Error).message;
        } finally {
            delivery.took_ms = Math.round(performance.now() - began);
            this.in_flight--;
        }
        const { status } = delivery;
        const again = status === null ? is_loopback(url) : status === 408 || status === 429 || status >= 500;
        if (again && attempt < kAttempts && !this.closed) {
            const pause = kPausesMs[attempt - 1]! * (0.8 + 0.4 * this.faults.random());
            this.after(pause, () => void this.deliver(url, data, attempt + 1, copy));
        }
    }

    private post(url: string, body: string): Promise<number> {
        const target = new URL(url);
        const secure = target.protocol === "https:";
        const headers = {
            "content-type": "application/json",
            "content-length": Buffer.byteLength(body),
            "user-agent": "telnyx-webhooks",
            ...sign_webhook(this.private_key, body, Math.floor(Date.now() / 1000)),
        };
        return new Promise((done, fail) => {
            const agent = this.agents[secure ? 1 : 0];
            const request = (secure ? https : http).request(target, { method: "POST", headers, agent }, (response) => {
                response.resume();
                response.once("end", () => done(response.statusCode ?? 0));
                response.once("error", fail);
            });
            const patience = setTimeout(() => request.destroy(new Error("no answer within 2 s")), kPatienceMs);
            request.once("close", () => clearTimeout(patience));
            request.once("error", fail);
            request.end(body);
        });
    }
}

interface EventData {
    record_type: string;
    event_type: string;
    id: string;
    occurred_at: string;
    payload: Record<string, unknown>;
}
