// What the outside saw, gathered when everything has come to rest: the sandbox's own log, the files, the objects; put into the
// schema `seen` beside the product's tables.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { sandbox, type Stack } from "../e2e/stack.mts";
import { insert, script } from "./database.mts";
import { read_spool, read_wav_file } from "./spool.mts";

export interface AnswerSeen {
    key: string | null;
    who: string;
    method: string;
    target: string;
    status: number | null;
    code: string | null;
    call_id: string | null;
    replayed: boolean;
    at: string;
}

export interface ListeningSeen {
    recording_id: string;
    status: number;
    sha256: string | null;
    at: string;
}

export interface EventSeen {
    seq: number;
    kind: string;
    call_id: string | null;
    data: unknown;
}

/** What the clients of one history saw themselves. */
export interface Witnesses {
    answers: AnswerSeen[];
    listenings: ListeningSeen[];
    events: EventSeen[];
}

/** The schema `seen` and its triggers; before anything happens. */
export async function begin_observing(stack: Stack): Promise<void> {
    await script(stack, readFileSync(path.join(import.meta.dirname, "seen.sql"), "utf8"));
}

/** Ours, from the client state every leg was dialled with. */
function whose(client_state: string | null): { call_id: string | null; leg_id: string | null; role: string | null } {
    try {
        const state = JSON.parse(Buffer.from(client_state ?? "", "base64").toString());
        return { call_id: state.call, leg_id: state.leg, role: state.role };
    } catch {
        return { call_id: null, leg_id: null, role: null };
    }
}

function files(folder: string): object[] {
    if (!existsSync(folder)) return [];
    return readdirSync(folder).map((name) => ({
        name,
        recording_id: /^[0-9a-f]{8}-[0-9a-f-]{27}(?=\.)/.exec(name)?.[0] ?? null,
        size_bytes: statSync(path.join(folder, name)).size,
    }));
}

function objects(folder: string): object[] {
    const found: object[] = [];
    for (const name of existsSync(folder) ? readdirSync(folder) : []) {
        if (!name.endsWith(".json")) continue;
        const { key } = JSON.parse(readFileSync(path.join(folder, name), "utf8")) as { key: string };
        const bytes = readFileSync(path.join(folder, name.replace(/json$/, "bin")));
        const common = { key, size_bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
        if (key.endsWith(".wav")) {
            const wav = read_wav_file(bytes);
            found.push({ ...common, kind: "wav", ...wav });
        } else {
            const { sound, why, organization, call, recording, frames, end, chain_head } = read_spool(bytes);
            const id = (text: string) => text || null;
            found.push({ ...common, kind: "spool", sound, why, organization_id: id(organization), call_id: id(call), recording_id: id(recording), frames, ended: end, chain_head });
        }
    }
    return found;
}

/** Everything into `seen`; once, when nothing moves any more. */
export async function gather(stack: Stack, witnesses: Witnesses): Promise<void> {
    const legs = (await sandbox(stack, "/calls")) as any[];
    const deliveries = (await sandbox(stack, "/webhooks")) as any[];
    const lines = legs.map((leg) => ({
        control_id: leg.call_control_id,
        ...whose(leg.client_state),
        state: leg.state,
        started_at: leg.started_at,
        answered_at: leg.answered_at,
        ended_at: leg.ended_at,
        hangup_cause: leg.hangup_cause,
    }));
    const streams = legs.flatMap((leg) =>
        leg.streams.map((stream: any) => ({
            stream_id: stream.stream_id,
            control_id: leg.call_control_id,
            frames: Math.max(0, ...Object.values(stream.tracks).map((track: any) => track.frames)),
        })),
    );
    const store = path.join(stack.home, "sandbox/objects/word-is-bond");
    const sent = deliveries.map((one) => ({ ...one, control_id: one.call_control_id }));
    await script(
        stack,
        insert("seen.answers", { key: "text", who: "text", method: "text", target: "text", status: "int", code: "text", call_id: "uuid", replayed: "boolean", at: "timestamptz" }, witnesses.answers) +
            insert("seen.listenings", { recording_id: "uuid", status: "int", sha256: "text", at: "timestamptz" }, witnesses.listenings) +
            insert("seen.events", { seq: "bigint", kind: "text", call_id: "uuid", data: "jsonb" }, witnesses.events) +
            insert("seen.deliveries", { event_id: "text", event_type: "text", control_id: "text", attempt: "int", copy: "int", status: "int", fault: "text", sent_at: "timestamptz" }, sent) +
            insert("seen.lines", { control_id: "text", call_id: "uuid", leg_id: "uuid", role: "text", state: "text", started_at: "timestamptz", answered_at: "timestamptz", ended_at: "timestamptz", hangup_cause: "text" }, lines) +
            insert("seen.streams", { stream_id: "uuid", control_id: "text", frames: "int" }, streams) +
            insert("seen.files", { name: "text", recording_id: "uuid", size_bytes: "bigint" }, files(path.join(stack.home, "spool"))) +
            insert("seen.objects", { key: "text", size_bytes: "bigint", sha256: "text", kind: "text", sound: "boolean", why: "text", organization_id: "uuid", call_id: "uuid", recording_id: "uuid", frames: "bigint", ended: "text", chain_head: "text", duration_ms: "bigint" }, objects(store)),
    );
}
