// The documented fields of a letter (resend-openapi, POST /emails), and the check of a body against them, so that a typing slip
// of ours fails here and not on the first real letter.
import type { Refusal } from "./rest.mts";

export interface Letter {
    from: string;
    to: string[];
    subject: string;
    html: string | null;
    text: string | null;
    cc: string[];
    bcc: string[];
    reply_to: string[];
    headers: Record<string, string>;
    tags: { name: string; value: string }[];
    scheduled_at: string | null;
}

const kFields = new Set(["from", "to", "subject", "html", "text", "template", "cc", "bcc", "reply_to", "headers", "scheduled_at", "attachments", "tags", "topic_id"]);
const kAddress = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/;
const kTag = /^[A-Za-z0-9_-]{1,256}$/;
const kMost = 50;
const kMonthMs = 30 * 86_400_000;

const invalid = (message: string): Refusal => ({ statusCode: 422, name: "validation_error", message });
const missing = (field: string): Refusal => ({ statusCode: 422, name: "missing_required_field", message: `Missing \`${field}\` field.` });

/** "Name <address>" or an address. */
function is_address(text: unknown): text is string {
    if (typeof text !== "string") return false;
    const named = /^[^<>]*<([^<>]+)>$/.exec(text.trim());
    return kAddress.test(named ? named[1]! : text.trim());
}

function addresses(body: Record<string, unknown>, field: string): string[] | Refusal {
    const given = body[field];
    if (given === undefined) return [];
    const all = Array.isArray(given) ? given : [given];
    if (all.length > kMost) return invalid(`The \`${field}\` field must have at most ${kMost} recipients.`);
    if (!all.every(is_address)) return invalid(`Invalid \`${field}\` field. The email address needs to follow the \`email@example.com\` or \`Name <email@example.com>\` format.`);
    return all as string[];
}

export function check_letter(given: unknown, in_batch = false): Letter | Refusal {
    if (typeof given !== "object" || given === null || Array.isArray(given)) return { statusCode: 400, name: "validation_error", message: "The body is no object." };
    const body = given as Record<string, unknown>;
    for (const field of Object.keys(body)) if (!kFields.has(field)) return invalid(`Unknown field \`${field}\`.`);
    for (const field of ["from", "to", "subject"]) if (body[field] === undefined || body[field] === "") return missing(field);
    if (!is_address(body["from"])) return { statusCode: 422, name: "invalid_from_address", message: "Invalid `from` field." };
    const lists: Record<string, string[]> = {};
    for (const field of ["to", "cc", "bcc", "reply_to"]) {
        const list = addresses(body, field);
        if (!Array.isArray(list)) return list;
        lists[field] = list;
    }
    if (lists["to"]!.length === 0) return missing("to");
    for (const field of ["subject", "html", "text"]) if (body[field] !== undefined && typeof body[field] !== "string") return invalid(`The \`${field}\` field must be a string.`);
    if (body["html"] === undefined && body["text"] === undefined && body["template"] === undefined) return missing("html");
    if (in_batch && (body["attachments"] !== undefined || body["scheduled_at"] !== undefined)) return invalid("Batches take neither attachments nor scheduled_at.");
    const scheduled = body["scheduled_at"];
    if (scheduled !== undefined && (typeof scheduled !== "string" || !(Date.parse(scheduled) - Date.now() <= kMonthMs)))
        return invalid("Invalid `scheduled_at` field: a time at most 30 days ahead.");
    const tags = body["tags"] ?? [];
    const is_tag = (tag: unknown) => {
        const { name, value, ...more } = (tag ?? {}) as Record<string, unknown>;
        return kTag.test(String(name)) && kTag.test(String(value)) && Object.keys(more).length === 0;
    };
    if (!Array.isArray(tags) || !tags.every(is_tag)) return invalid("Tags should only contain ASCII letters, numbers, underscores, or dashes.");
    return {
        from: body["from"] as string,
        to: lists["to"]!,
        subject: body["subject"] as string,
        html: (body["html"] as string | undefined) ?? null,
        text: (body["text"] as string | undefined) ?? null,
        cc: lists["cc"]!,
        bcc: lists["bcc"]!,
        reply_to: lists["reply_to"]!,
        headers: (body["headers"] as Record<string, string> | undefined) ?? {},
        tags: tags as Letter["tags"],
        scheduled_at: (scheduled as string | undefined) ?? null,
    };
}
