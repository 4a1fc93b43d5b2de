// What became of a letter, told as Resend tells it: signed the way of Svix, and told again on Svix's schedule until somebody
// answers 2xx. The same `svix-id` each time.
import { createHmac, randomUUID } from "node:crypto";
import type { Faults } from "../faults.mts";
import { is_loopback } from "../loopback.mts";
import type { Kept } from "./rest.mts";

const kPatienceMs = 15_000;
/** After the first attempt: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 10 h. */
export const kPausesMs: readonly number[] = [5, 300, 1800, 7200, 18_000, 36_000, 36_000].map((seconds) => seconds * 1000);
const kLogged = 2000;

export interface ResendDelivery {
    svix_id: string;
    type: string;
    email_id: string;
    attempt: number;
    status: number | null; // null: no answer
    fault: string | null;
    body: string;
}

/** `svix-id`, `svix-timestamp` and `svix-signature` over `id.timestamp.body`; the secret as its portal shows it ("whsec_…"). */
export function sign_svix(secret: string, id: string, at_seconds: number, body: string): Record<string, string> {
    const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    const signature = createHmac("sha256", key).update(`${id}.${at_seconds}.${body}`).digest("base64");
    return { "svix-id": id, "svix-timestamp": String(at_seconds), "svix-signature": `v1,${signature}` };
}

export class ResendWebhooks {
    readonly log: ResendDelivery[] = [];
    private readonly secret: string;
    private readonly url: string | null;
    private readonly faults: Faults;
    private readonly pauses_ms: readonly number[];
    private readonly timers = new Set<NodeJS.Timeout>();
    private closed = false;

    constructor(secret: string, url: string | null, faults: Faults, pauses_ms: readonly number[] = kPausesMs) {
        this.secret = secret;
        this.url = url;
        this.faults = faults;
        this.pauses_ms = pauses_ms;
    }

    publish(event: string, letter: Kept): void {
        if (!this.url) return;
        const now = new Date().toISOString();
        const data: Record<string, unknown> = {
            email_id: letter.id,
            message_id: `<${letter.id}@sandbox>`,
            created_at: letter.created_at,
            from: letter.from,
            to: letter.to,
            subject: letter.subject,
            tags: Object.fromEntries(letter.tags.map(({ name, value }) => [name, value])),
        };
        if (event === "bounced") data["bounce"] = { type: "Permanent", subType: "General", message: "The recipient's mail server rejected the email." };
        if (event === "suppressed") data["suppressed"] = { type: "OnAccountSuppressionList", message: "The address is on the suppression list." };
        void this.deliver(`msg_${randomUUID().replaceAll("-", "")}`, JSON.stringify({ type: `email.${event}`, created_at: now, data }), letter.id, 1);
    }

    close(): void {
        this.closed = true;
        for (const timer of this.timers) clearTimeout(timer);
        this.timers.clear();
    }

    private async deliver(id: string, body: string, email_id: string, attempt: number): Promise<void> {
        const { type } = JSON.parse(body) as { type: string };
        const delivery: ResendDelivery = { svix_id: id, type, email_id, attempt, status: null, fault: null, body };
        this.log.push(delivery);
        if (this.log.length > kLogged) this.log.splice(0, this.log.length - kLogged);
        const fault = this.faults.take("webhooks", type);
        try {
            if (fault?.kind === "drop") delivery.fault = "dropped on request";
            else if (!is_loopback(this.url!)) delivery.fault = "not on this machine: the sandbox does not call it";
            else {
                const headers = { "content-type": "application/json", "user-agent": "Svix-Webhooks/1.0", ...sign_svix(this.secret, id, Math.floor(Date.now() / 1000), body) };
                const answer = await fetch(this.url!, { method: "POST", headers, body, signal: AbortSignal.timeout(kPatienceMs), redirect: "manual" });
                await answer.arrayBuffer();
                delivery.status = answer.status;
            }
        } catch (error) {
            delivery.fault = (error as Error).message;
        }
        const heard = delivery.status !== null && delivery.status >= 200 && delivery.status < 300;
        const pause = this.pauses_ms[attempt - 1];
        if (heard || this.closed || pause === undefined || !is_loopback(this.url!)) return;
        const timer = setTimeout(() => {
            this.timers.delete(timer);
            void this.deliver(id, body, email_id, attempt + 1);
        }, pause);
        this.timers.add(timer);
    }
}
