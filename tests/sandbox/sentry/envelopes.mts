// A service that takes error reports in Sentry's envelopes: checked against the documented format, kept, shown to nobody but tests.
// https://develop.sentry.dev/sdk/foundations/transport/envelopes/ and …/event-payloads/.
import type { IncomingHttpHeaders } from "node:http";

export interface Answer {
    status: number;
    body: object;
}

export interface Event {
    event_id: string;
    timestamp: string;
    platform: string;
    level: string;
    logger: string;
    transaction: string;
    exception: { values: { type: string; value: string }[] };
    tags: Record<string, string>;
    contexts?: { trace: { trace_id: string; span_id: string } };
}

export interface Kept {
    event: Event;
    project: string;
    times: number; // how often the same event came
}

const kKept = 1000;
const kLargest = 1 << 20;
const kPlatforms = ["as3", "c", "cfml", "cocoa", "csharp", "elixir", "go", "groovy", "haskell", "java", "javascript", "native", "node", "objc", "other", "perl", "php", "python", "ruby", "rust"];
const kLevels = ["fatal", "error", "warning", "info", "debug"];
const kTagName = /^[a-zA-Z0-9_.:-]{1,32}$/;
const kLongestTag = 200;
const kHex32 = /^[0-9a-f]{32}$/;

type Json = Record<string, unknown>;
const is_text = (value: unknown): value is string => typeof value === "string";
const is_time = (value: unknown): boolean => is_text(value) && !Number.isNaN(Date.parse(value));

/** What is wrong with an event; each field is one of the documented ones. */
export function fault_of(event: Json, id: string): string | null {
    const known: Record<string, (value: unknown) => boolean> = {
        event_id: (value) => value === id,
        timestamp: is_time,
        platform: (value) => kPlatforms.includes(value as string),
        level: (value) => kLevels.includes(value as string),
        logger: is_text,
        transaction: (value) => is_text(value) && value.length <= 200,
        exception: (value) => {
            const values = (value as { values?: unknown })?.values;
            return Array.isArray(values) && values.length > 0 && values.every((one: Json) => is_text(one["type"]) && is_text(one["value"]));
        },
        tags: (value) => typeof value === "object" && value !== null && Object.entries(value).every(([name, tag]) => kTagName.test(name) && is_text(tag) && tag.length <= kLongestTag && !tag.includes("\n")),
        contexts: (value) => {
            const trace = (value as { trace?: Json })?.trace;
            return kHex32.test(String(trace?.["trace_id"])) && /^[0-9a-f]{16}$/.test(String(trace?.["span_id"]));
        },
    };
    for (const [name, value] of Object.entries(event)) {
        if (!Object.hasOwn(known, name)) return `unknown field ${name}`;
        if (!known[name]!(value)) return `invalid value of ${name}`;
    }
    for (const name of ["event_id", "timestamp", "platform"]) if (!Object.hasOwn(event, name)) return `missing ${name}`;
    return null;
}

export class Sentry {
    readonly events: Kept[] = [];
    private readonly key: string;

    constructor(key: string) {
        this.key = key;
    }

    /** `path` as the service knows it: "/api/1/envelope/". */
    handle(method: string, path: string, headers: IncomingHttpHeaders, body: Buffer): Answer {
        const refuse = (status: number, detail: string): Answer => ({ status, body: { detail } });
        const project = /^\/api\/(\d+)\/envelope\/$/.exec(path)?.[1];
        if (project === undefined) return refuse(404, "not found");
        if (method !== "POST") return refuse(405, "method not allowed");
        const auth = String(headers["x-sentry-auth"] ?? "");
        const fields = Object.fromEntries(auth.replace(/^Sentry /, "").split(/, */).map((pair) => pair.split("=", 2) as [string, string]));
        if (!auth.startsWith("Sentry ") || fields["sentry_version"] !== "7" || !fields["sentry_client"]) return refuse(400, "invalid X-Sentry-Auth");
        if (fields["sentry_key"] !== this.key) return refuse(403, "event submission rejected with_reason: ProjectId");
        if (body.length > kLargest) return refuse(413, "too large");
        const read = this.read(body);
        if (is_text(read)) return refuse(400, read);
        const before = this.events.find(({ event }) => event.event_id === read.event_id);
        if (before) before.times++;
        else this.events.push({ event: read, project, times: 1 });
        if (this.events.length > kKept) this.events.shift();
        return { status: 200, body: { id: read.event_id } };
    }

    /** The event, or what is wrong with the envelope. */
    private read(body: Buffer): Event | string {
        const line_end = (from: number) => body.indexOf(0x0a, from);
        const json = (from: number, to: number): Json | undefined => {
            try {
                const value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body.subarray(from, to))) as unknown;
                return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
            } catch {
                return undefined;
            }
        };
        const first = line_end(0);
        const second = line_end(first + 1);
        if (first < 0 || second < 0) return "invalid envelope: no item";
        const head = json(0, first);
        const id = head?.["event_id"];
        if (!head || !kHex32.test(String(id)) || (head["sent_at"] !== undefined && !is_time(head["sent_at"]))) return "invalid envelope header";
        const item = json(first + 1, second);
        if (item?.["type"] !== "event") return "invalid item header";
        const length = item["length"];
        if (length !== undefined && (!Number.isInteger(length) || second + 1 + (length as number) > body.length)) return "invalid item length";
        const end = length === undefined ? (line_end(second + 1) < 0 ? body.length : line_end(second + 1)) : second + 1 + (length as number);
        if (end < body.length && body[end] !== 0x0a) return "invalid item length";
        if (body.length > end + 1) return "more than one item";
        const event = json(second + 1, end);
        if (!event) return "invalid event payload";
        return fault_of(event, String(id)) ?? (event as unknown as Event);
    }
}
