// `/_sandbox`: what tests and `wib call` may ask of the sandbox itself. JSON, loopback only, never part of the product's path.
import type { Access, Wanted } from "./access/access.mts";
import type { Accounts } from "./accounts.mts";
import { iso_us } from "./clock.mts";
import type { Faults } from "./faults.mts";
import type { Directory } from "./phone/directory.mts";
import { plain_word } from "./recogniser/vocabulary.mts";
import type { Carrier, Leg, TimelineWord } from "./telnyx/carrier.mts";
import type { ResendRest } from "./resend/rest.mts";
import type { Sentry } from "./sentry/envelopes.mts";
import type { ResendWebhooks } from "./resend/webhooks.mts";
import type { Turnstile } from "./turnstile/siteverify.mts";
import type { Webhooks } from "./telnyx/webhooks.mts";
import type { Batch } from "./assemblyai/batch.mts";
import type { Session, SessionLog } from "./assemblyai/session.mts";

export interface Controlled {
    access: Access;
    accounts: Accounts;
    sentry: Sentry;
    directory: Directory;
    carrier: Carrier;
    webhooks: Webhooks;
    resend: ResendRest;
    resend_webhooks: ResendWebhooks;
    turnstile: Turnstile;
    site_key: string;
    faults: Faults;
    sessions: Set<Session>;
    session_log: SessionLog[];
    batch: Batch;
    started: string;
}

type Json = Record<string, unknown>;

export function directory_listing(directory: Directory): Json[] {
    return directory.scripts.map(({ number, name, title, role, outcome, kind }) => ({ number, script: name, title, role, outcome, kind }));
}

export function control(at: Controlled, method: string, path: string, query: URLSearchParams, body: Json): { status: number; body: unknown } {
    const ok = (answer: unknown) => ({ status: 200, body: answer });
    const wrong = (sentence: string) => ({ status: 422, body: { error: sentence } });
    switch (`${method} ${path}`) {
        case "GET /_sandbox/health":
            return ok({ status: "ok", started: at.started, clock_late_ms_worst: Math.round(at.carrier.metronome.late_ms_worst * 10) / 10 });
        case "GET /_sandbox/directory":
            return ok(
                at.directory.scripts.map((script) => ({
                    ...script,
                    transcript: script.lines.filter((line) => line.say !== undefined).map((line) => ({
                        text: line.say,
                        words: line.say!.split(/\s+/).map(plain_word).filter((word) => word !== ""),
                    })),
                })),
            );
        case "GET /_sandbox/calls": {
            const asked = query.get("call");
            const legs = [...at.carrier.legs.values()].filter((leg) => !asked || names(leg).includes(asked));
            return ok(legs.map(describe_leg));
        }
        case "GET /_sandbox/timeline": {
            const asked = query.get("call");
            const words = [...at.carrier.legs.values()].filter((leg) => !asked || names(leg).includes(asked)).flatMap((leg) => leg.words);
            return ok(words.sort((a, b) => a.sent_at_us - b.sent_at_us).map((word: TimelineWord) => ({ ...word, plain: plain_word(word.text) })));
        }
        case "GET /_sandbox/sessions":
            return ok(at.session_log);
        case "GET /_sandbox/transcripts":
            return ok(at.batch.jobs.map(({ params: { webhook_auth_header_value: _, ...params }, utterances, ...job }) => ({ ...job, params, words: utterances.flatMap((one) => one.words).length })));
        case "GET /_sandbox/webhooks": {
            const type = query.get("event_type");
            const call = query.get("call");
            return ok(
                at.webhooks.log
                    .filter((delivery) => (!type || delivery.event_type === type) && (!call || delivery.call_control_id === call))
                    .map(({ body: sent, ...delivery }) => (query.get("bodies") === "1" ? { ...delivery, body: JSON.parse(sent) as unknown } : delivery)),
            );
        }
        case "POST /_sandbox/webhooks/replay": {
            const id = body["event_id"];
            if (typeof id !== "string") return wrong('"event_id" names the event to send again');
            return at.webhooks.replay(id) ? ok({ replayed: id }) : { status: 404, body: { error: "no such event in the log" } };
        }
        case "GET /_sandbox/emails": {
            const to = query.get("to")?.toLowerCase();
            const letters = at.resend.letters.filter((letter) => !to || letter.to.some((address) => address.toLowerCase() === to));
            return ok(letters.map((letter) => ({ ...letter, link: /https?:\/\/\S+/.exec(letter.text ?? "")?.[0] ?? null })));
        }
        case "GET /_sandbox/emails/webhooks":
            return ok(at.resend_webhooks.log.map(({ body: sent, ...delivery }) => ({ ...delivery, body: JSON.parse(sent) as unknown })));
        case "GET /_sandbox/errors":
            return ok(at.sentry.events);
        case "GET /_sandbox/accounts":
            return ok(at.accounts.now);
        case "POST /_sandbox/accounts": {
            const fault = at.accounts.change(body);
            return fault === null ? ok(at.accounts.now) : wrong(fault);
        }
        case "GET /_sandbox/turnstile":
            return ok({ mood: at.turnstile.mood, verifications: at.turnstile.log });
        case "PUT /_sandbox/turnstile": {
            const mood = body["mood"];
            if (mood !== "passes" && mood !== "blocks" && mood !== "asks") return wrong('"mood" is one of passes, blocks, asks');
            at.turnstile.mood = mood;
            return ok({ mood });
        }
        case "POST /_sandbox/turnstile/tokens": {
            const { hostname, action } = body;
            if (typeof hostname !== "string" || typeof action !== "string") return wrong('"hostname" and "action" say where and for what it was solved');
            return ok({ token: at.turnstile.solve(at.site_key, { hostname, action, cdata: null }) });
        }
        case "GET /_sandbox/access":
            return ok({ certs_asked: at.access.certs_asked });
        case "POST /_sandbox/access/tokens": {
            const { email, common_name } = body;
            if ((typeof email === "string") === (typeof common_name === "string")) return wrong('"email" names a person, "common_name" a service: one of them');
            return ok({ token: at.access.token(body as Wanted) });
        }
        case "POST /_sandbox/access/rotate":
            at.access.rotate();
            return ok({});
        case "GET /_sandbox/faults": {
            const { webhook_duplicate_rate, webhook_reorder_rate, webhook_delay_ms } = at.faults;
            return ok({ rules: at.faults.list(), webhook_duplicate_rate, webhook_reorder_rate, webhook_delay_ms });
        }
        case "POST /_sandbox/faults":
            return add_fault(at, body, ok, wrong);
        case "DELETE /_sandbox/faults": {
            const id = query.get("id");
            if (id === null) at.faults.clear();
            return id === null || at.faults.remove(id) ? ok({}) : { status: 404, body: { error: "no such fault, or used up" } };
        }
        case "POST /_sandbox/inbound": {
            const { from, to } = body;
            if (typeof from !== "string" || !at.directory.find(from)) return wrong('"from" is a number of the directory');
            if (typeof to !== "string" || !/^\+[1-9]\d{7,14}$/.test(to)) return wrong('"to" is an E.164 number of ours');
            return ok(describe_leg(at.carrier.ring_in(from, to)));
        }
        case "POST /_sandbox/hangup": {
            const leg = [...at.carrier.legs.values()].find((one) => names(one).includes(String(body["call"])) && one.is_alive);
            if (!leg) return { status: 404, body: { error: "no such call" } };
            at.carrier.hang_up(leg, "normal_clearing", "callee");
            return ok(describe_leg(leg));
        }
        case "POST /_sandbox/reset":
            at.faults.clear();
            for (const session of at.sessions) session.cut();
            at.carrier.reset();
            at.webhooks.log.length = 0;
            at.session_log.length = 0;
            at.resend.reset();
            at.batch.reset();
            at.accounts.reset();
            at.sentry.events.length = 0;
            at.turnstile.reset();
            at.carrier.metronome.late_ms_worst = 0;
            return ok({});
        default:
            return { status: 404, body: { error: "no such thing in the sandbox" } };
    }
}

function add_fault(
    at: Controlled,
    body: Json,
    ok: (answer: unknown) => { status: number; body: unknown },
    wrong: (sentence: string) => { status: number; body: unknown },
): { status: number; body: unknown } {
    if (body["at"] === "webhooks" && body["kind"] === "rates") {
        const rate = (name: string, now: number, most: number) => {
            const given = body[name];
            return typeof given === "number" && given >= 0 && given <= most ? given : now;
        };
        at.faults.webhook_duplicate_rate = rate("duplicate", at.faults.webhook_duplicate_rate, 1);
        at.faults.webhook_reorder_rate = rate("reorder", at.faults.webhook_reorder_rate, 1);
        at.faults.webhook_delay_ms = rate("delay_ms", at.faults.webhook_delay_ms, 60_000);
        return ok({});
    }
    if (body["kind"] === "cut" && body["at"] === "media") {
        const streams = [...at.carrier.legs.values()].map((leg) => leg.stream).filter((stream) => stream !== null);
        for (const stream of streams) stream.disconnect();
        return ok({ cut: streams.length });
    }
    if (body["kind"] === "cut" && body["at"] === "assemblyai") {
        const cut = at.sessions.size;
        for (const session of at.sessions) session.cut();
        return ok({ cut });
    }
    const fault = at.faults.add(body);
    return typeof fault === "string" ? wrong(fault) : ok(fault);
}

function names(leg: Leg): string[] {
    return [leg.call_control_id, leg.call_leg_id, leg.call_session_id];
}

function describe_leg(leg: Leg): Json {
    const time = (us: number | null) => (us === null ? null : iso_us(us));
    return {
        call_control_id: leg.call_control_id,
        call_leg_id: leg.call_leg_id,
        call_session_id: leg.call_session_id,
        direction: leg.direction,
        from: leg.from,
        to: leg.to,
        script: leg.script?.name ?? null,
        role: leg.script?.role ?? null,
        state: leg.state,
        client_state: leg.client_state,
        peer: leg.peer?.call_control_id ?? null,
        started_at: iso_us(leg.started_us),
        answered_at: time(leg.answered_us),
        bridged_at: time(leg.bridged_us),
        ended_at: time(leg.ended_us),
        hangup_cause: leg.hangup_cause,
        hangup_source: leg.hangup_source,
        said: leg.party?.said ?? [],
        script_finished: leg.party?.finished ?? false,
        streams: leg.streams.map((stream) => ({
            stream_id: stream.stream_id,
            url: stream.settings.url.split("?")[0],
            state: stream.state,
            close_code: stream.close_code,
            received_frames: stream.received_frames,
            refused_frames: stream.refused_frames,
            tracks: Object.fromEntries(stream.settings.tracks.map((track) => [track, stream.counts[track]])),
        })),
    };
}
