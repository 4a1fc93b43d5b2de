// Call Control over REST: who may command, which fields a command takes, what state a call must be in; then `carrier.mts`.
import { timingSafeEqual } from "node:crypto";
import * as https from "node:https";
import * as http from "node:http";
import { kSampleRate, pcm_to_ulaw } from "../audio/g711.mts";
import { resample } from "../audio/resample.mts";
import { Accounts } from "../accounts.mts";
import type { Voices } from "../audio/voice.mts";
import { read_wav } from "../audio/wav.mts";
import { iso_us, now_us } from "../clock.mts";
import { is_loopback } from "../loopback.mts";
import type { Carrier, DialRequest, Leg, Playback } from "./carrier.mts";
import { error_body, kRefusals, refusal, type Refusal } from "./errors.mts";
import { check_command, kFields } from "./fields.mts";
import type { StreamSettings } from "./media_stream.mts";

export interface Answer {
    status: number;
    body: unknown;
    headers: Record<string, string>;
}

type Body = Record<string, unknown>;

const kRememberMs = 60_000; // a command_id is known this long
const kLimit = 1000; // requests a minute
const kMaxCalls = 50;

class Refused extends Error {
    readonly refusals: readonly Refusal[];
    constructor(...refusals: Refusal[]) {
        super(refusals[0]!.title);
        this.refusals = refusals;
    }
}

export class TelnyxRest {
    private readonly carrier: Carrier;
    private readonly voices: Voices;
    private readonly api_key: Buffer;
    private readonly ca: string;
    private readonly accounts: Accounts;
    private readonly dials = new Map<string, { at_ms: number; answer: unknown }>();
    private window_start = 0;
    private window_count = 0;

    constructor(carrier: Carrier, voices: Voices, api_key: string, ca: string, accounts: Accounts = new Accounts()) {
        this.carrier = carrier;
        this.voices = voices;
        this.api_key = Buffer.from(`Bearer ${api_key}`);
        this.ca = ca;
        this.accounts = accounts;
    }

    /** `path` begins with `/v2/`; `body` is what arrived, not yet parsed. */
    async handle(method: string, path: string, authorization: string | undefined, body: Buffer): Promise<Answer> {
        const headers = this.rate_headers();
        try {
            if (this.window_count > kLimit) throw new Refused(kRefusals.too_many);
            const given = Buffer.from(authorization ?? "");
            if (given.length !== this.api_key.length || !timingSafeEqual(given, this.api_key)) throw new Refused(kRefusals.unauthenticated);
            return { status: 200, body: { data: await this.route(method, path, body) }, headers };
        } catch (error) {
            if (error instanceof Refused) return { status: error.refusals[0]!.status, body: error_body(error.refusals), headers };
            process.stderr.write(`sandbox: ${method} ${path}: ${(error as Error).stack}\n`);
            return { status: 500, body: error_body([kRefusals.unexpected]), headers };
        }
    }

    private rate_headers(): Record<string, string> {
        const now = Date.now();
        if (now - this.window_start >= 60_000) {
            this.window_start = now;
            this.window_count = 0;
        }
        this.window_count++;
        return {
            "x-ratelimit-limit": String(kLimit),
            "x-ratelimit-remaining": String(Math.max(0, kLimit - this.window_count)),
            "x-ratelimit-reset": String(Math.ceil((this.window_start + 60_000 - now) / 1000)),
        };
    }

    private async route(method: string, path: string, raw: Buffer): Promise<unknown> {
        const parts = path.split("?")[0]!.split("/").slice(2).map((part) => {
            try {
                return decodeURIComponent(part);
            } catch {
                throw new Refused(kRefusals.not_found);
            }
        });
        if (parts[0] === "call_control_applications" && parts.length === 2 && method === "GET") {
            const id = this.carrier.settings.connection_id;
            if (parts[1] !== id) throw new Refused(kRefusals.not_found);
            return this.accounts.described_application(id);
        }
        if (parts[0] !== "calls") throw new Refused(kRefusals.not_found);
        if (parts.length === 1 && method === "POST") return this.dial(this.parse("dial", raw));
        if (parts.length === 2 && method === "GET") return describe(this.leg(parts[1]!));
        const action = parts[3] ?? "";
        const verb = action === "client_state_update" ? "PUT" : "POST";
        if (parts.length !== 4 || parts[2] !== "actions" || method !== verb || action === "dial" || !Object.hasOwn(kFields, action))
            throw new Refused(kRefusals.not_found);
        const leg = this.leg(parts[1]!);
        const body = this.parse(action, raw);
        return this.once(leg.commands, body["command_id"], () => this.command(leg, action, body));
    }

    private parse(command: string, raw: Buffer): Body {
        let body: unknown;
        try {
            body = raw.length === 0 ? {} : JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(raw));
        } catch {
            throw new Refused(kRefusals.not_json);
        }
        if (typeof body !== "object" || body === null || Array.isArray(body)) throw new Refused(kRefusals.not_json);
        const faults = check_command(command, body as Body);
        if (faults.length > 0) throw new Refused(...faults);
        return body as Body;
    }

    private leg(call_control_id: string): Leg {
        if (!/^v[23]:[A-Za-z0-9_-]{16,}$/.test(call_control_id)) throw new Refused(kRefusals.bad_control_id);
        const leg = this.carrier.find(call_control_id);
        if (!leg) throw new Refused(kRefusals.not_found);
        return leg;
    }

    /** The same command_id within a minute: answered alike, done once. */
    private async once(memory: Map<string, { at_ms: number; answer: unknown }>, id: unknown, act: () => unknown): Promise<unknown> {
        if (typeof id !== "string") return act();
        const known = memory.get(id);
        if (known && Date.now() - known.at_ms < kRememberMs) return known.answer;
        const answer = Promise.resolve(act());
        memory.set(id, { at_ms: Date.now(), answer });
        answer.catch(() => memory.delete(id)); // a refused command was not obeyed and may come again
        return answer;
    }

    private dial(body: Body): Promise<unknown> {
        return this.once(this.dials, body["command_id"], () => {
            if (body["connection_id"] !== this.carrier.settings.connection_id) throw new Refused(kRefusals.bad_connection);
            const alive = [...this.carrier.legs.values()].filter((leg) => leg.is_alive).length;
            if (alive >= kMaxCalls) throw new Refused(kRefusals.channel_limit);
            const to = Array.isArray(body["to"]) ? (body["to"][0] as string) : (body["to"] as string);
            const link = body["link_to"] as string | undefined;
            const linked = link === undefined ? null : [...this.carrier.legs.values()].find((leg) => leg.call_control_id === link || leg.call_session_id === link);
            if (linked === undefined) throw new Refused({ ...kRefusals.bad_control_id, pointer: "/link_to" });
            const leg = this.carrier.dial({
                ...dial_request(body, to, body["from"] as string),
                client_state: (body["client_state"] as string | undefined) ?? null,
                session_id: linked?.call_session_id ?? null,
            });
            const { is_alive: _, ...data } = describe(leg) as Record<string, unknown>;
            return { ...data, is_alive: false };
        });
    }

    private command(leg: Leg, action: string, body: Body): unknown {
        if (!leg.is_alive) throw new Refused(kRefusals.ended);
        if (typeof body["client_state"] === "string") leg.client_state = body["client_state"];
        const done = { result: "ok" };
        const before_answer = ["answer", "reject", "hangup", "client_state_update", "transfer"];
        if (leg.state !== "answered" && !before_answer.includes(action)) {
            throw new Refused(action === "record_start" ? kRefusals.before_audio : kRefusals.not_answered);
        }
        switch (action) {
            case "client_state_update":
                return done;
            case "hangup": {
                const waiting = leg.state === "dialing";
                this.carrier.hang_up(leg, waiting ? "originator_cancel" : "normal_clearing", leg.direction === "outgoing" ? "caller" : "callee");
                return done;
            }
            case "reject":
                if (leg.state !== "parked") throw new Refused(kRefusals.answer_outbound);
                this.carrier.hang_up(leg, body["cause"] === "USER_BUSY" ? "user_busy" : "call_rejected", "callee");
                return done;
            case "answer":
                if (leg.direction === "outgoing") throw new Refused(kRefusals.answer_outbound);
                if (leg.state === "answered") return done;
                void this.carrier.answer(leg, stream_settings(body), record_settings(body));
                return done;
            case "bridge":
                return this.bridge(leg, body);
            case "transfer": {
                const target = this.carrier.dial({
                    ...dial_request(body, body["to"] as string, (body["from"] as string | undefined) ?? leg.to),
                    client_state: (body["target_leg_client_state"] as string | undefined) ?? null,
                    session_id: leg.call_session_id,
                    bridge_to: leg,
                });
                void target;
                return done;
            }
            case "send_dtmf":
                return done;
            case "speak":
                return this.speak(leg, body);
            case "playback_start":
                return this.playback(leg, body);
            case "playback_stop":
                this.carrier.clear([leg, ...(leg.peer ? [leg.peer] : [])], ["playback", "speak"]);
                return done;
            case "record_start":
                if (leg.recording) this.carrier.stop_recording(leg);
                return { ...done, recording_id: this.carrier.start_recording(leg, body["channels"] as "dual", body["format"] as "wav") };
            case "record_stop":
                this.carrier.stop_recording(leg);
                return done;
            case "record_pause":
            case "record_resume":
                if (leg.recording) leg.recording.paused = action === "record_pause";
                return done;
            case "streaming_start": {
                if (leg.stream) throw new Refused(kRefusals.streaming_used);
                const settings = stream_settings(body);
                if (!settings)
                    throw new Refused(refusal(422, "10004", "Missing required parameter", "The 'stream_url' parameter is required and cannot be blank.", "/stream_url"));
                return { ...done, stream_id: this.carrier.start_stream(leg, settings).stream_id };
            }
            case "streaming_stop":
                if (!this.carrier.stop_stream(leg)) throw new Refused(kRefusals.streaming_unused);
                return done;
            default:
                throw new Refused(kRefusals.not_found);
        }
    }

    private bridge(leg: Leg, body: Body): unknown {
        const other = this.carrier.find(body["call_control_id"] as string);
        if (!other || other === leg) throw new Refused(kRefusals.bad_control_id);
        if (!other.is_alive) throw new Refused(kRefusals.ended);
        if (other.state !== "answered") throw new Refused(kRefusals.not_answered);
        if (body["prevent_double_bridge"] === true && (leg.peer || other.peer)) throw new Refused(kRefusals.double_bridge);
        if (leg.peer !== other) this.carrier.bridge(leg, other, (body["park_after_unbridge"] as string | undefined) ?? null);
        const record = record_settings(body);
        if (record) this.carrier.start_recording(leg, record.channels, record.format);
        return { result: "ok" };
    }

    private speak(leg: Leg, body: Body): unknown {
        const language = typeof body["language"] === "string" ? body["language"].slice(0, 2) : "en";
        const text = body["payload_type"] === "ssml" ? (body["payload"] as string).replace(/<[^>]*>/g, " ") : (body["payload"] as string);
        const voice = language === "en" ? (/(male|rms|matthew|guy)$/i.test(body["voice"] as string) && !/female$/i.test(body["voice"] as string) ? "rms" : "slt") : language;
        const legs = this.carrier.targets(leg, (body["target_legs"] as "self" | undefined) ?? "self");
        const publish = (event: string, payload: object) => this.carrier.publish(leg, event, { ...payload });
        void this.voices.say(voice, text).then(
            ({ audio }) => {
                if (!leg.is_alive) return;
                this.carrier.play(legs, "speak", audio, () => publish("call.speak.started", {}), (how) => publish("call.speak.ended", { status: how }));
            },
            (error: Error) => process.stderr.write(`sandbox: speak: ${error.message}\n`),
        );
        return { result: "ok" };
    }

    private playback(leg: Leg, body: Body): unknown {
        const media_url = body["audio_url"] as string | undefined;
        const content = body["playback_content"] as string | undefined;
        const named = { media_url: media_url ?? "", media_name: (body["media_name"] as string | undefined) ?? "", overlay: body["overlay"] === true };
        const legs = this.carrier.targets(leg, (body["target_legs"] as "self" | undefined) ?? "self");
        const publish = (event: string, payload: object) => this.carrier.publish(leg, event, { ...named, ...payload });
        const sound = content !== undefined ? Promise.resolve(Buffer.from(content, "base64")) : fetch_bytes(media_url ?? "", this.ca);
        void sound.then((file) => {
            if (!leg.is_alive) return;
            const wav = file && read_wav(new Uint8Array(file));
            if (!wav || wav.channels !== 1)
                return publish("call.playback.ended", file ? { status: "failed", status_detail: "Not a mono WAVE file." } : { status: "file_not_found" });
            const audio = pcm_to_ulaw(resample(wav.pcm, wav.rate, kSampleRate));
            const ended: Playback["ended"] = (how) => publish("call.playback.ended", { status: how });
            this.carrier.play(legs, "playback", audio, () => publish("call.playback.started", {}), ended);
        });
        return { result: "ok" };
    }
}

function dial_request(body: Body, to: string, from: string): Omit<DialRequest, "client_state" | "session_id"> {
    return {
        to,
        from,
        webhook_url: (body["webhook_url"] as string | undefined) ?? null,
        webhook_urls: (body["webhook_urls"] as Record<string, string> | undefined) ?? {},
        timeout_secs: (body["timeout_secs"] as number | undefined) ?? 30,
        time_limit_secs: (body["time_limit_secs"] as number | undefined) ?? 14400,
        stream: stream_settings(body),
        record: record_settings(body),
        detection: (body["answering_machine_detection"] as string | undefined) ?? "disabled",
        custom_headers: (body["custom_headers"] as object[] | undefined) ?? null,
        bridge_to: null,
    };
}

function stream_settings(body: Body): StreamSettings | null {
    if (typeof body["stream_url"] !== "string") return null;
    const track = (body["stream_track"] as string | undefined) ?? "inbound_track";
    return {
        url: body["stream_url"],
        auth_token: (body["stream_auth_token"] as string | undefined) ?? null,
        tracks: track === "both_tracks" ? ["inbound", "outbound"] : track === "outbound_track" ? ["outbound"] : ["inbound"],
        bidirectional: (body["stream_bidirectional_mode"] as "rtp" | undefined) ?? "mp3",
        target_legs: (body["stream_bidirectional_target_legs"] as "self" | undefined) ?? "opposite",
        custom_parameters: (body["custom_parameters"] as object | undefined) ?? null,
    };
}

function record_settings(body: Body): DialRequest["record"] {
    if (body["record"] !== "record-from-answer") return null;
    return { channels: (body["record_channels"] as "dual" | undefined) ?? "dual", format: (body["record_format"] as "wav" | undefined) ?? "mp3" };
}

function describe(leg: Leg): object {
    return {
        record_type: "call",
        call_control_id: leg.call_control_id,
        call_leg_id: leg.call_leg_id,
        call_session_id: leg.call_session_id,
        is_alive: leg.is_alive,
        call_duration: leg.answered_us === null ? 0 : Math.floor(((leg.ended_us ?? now_us()) - leg.answered_us) / 1e6),
        start_time: iso_us(leg.started_us),
        ...(leg.ended_us === null ? {} : { end_time: iso_us(leg.ended_us) }),
        ...(leg.client_state === null ? {} : { client_state: leg.client_state }),
        ...(leg.recording ? { recording_id: leg.recording.recording_id } : {}),
    };
}

/** Null when there is nothing to be had at that address; never leaves this machine. */
function fetch_bytes(url: string, ca: string): Promise<Buffer | null> {
    if (!is_loopback(url)) return Promise.resolve(null);
    return new Promise((done) => {
        const get = url.startsWith("https:") ? https.get(url, { ca, timeout: 5000 }) : http.get(url, { timeout: 5000 });
        get.once("error", () => done(null));
        get.once("timeout", () => get.destroy());
        get.once("response", (response) => {
            const parts: Buffer[] = [];
            response.on("data", (part: Buffer) => parts.push(part));
            response.once("end", () => done(response.statusCode === 200 ? Buffer.concat(parts) : null));
            response.once("error", () => done(null));
        });
    });
}
