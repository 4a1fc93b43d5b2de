// The telephone network: legs that ring, are answered, hear each other and hang up; their webhooks, streams and recordings.
// `rest.mts` turns commands into calls of these methods; the scripts of `phone/` sit at the far ends.
import { randomBytes, randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { kFrameMs, kFrameSamples, kSampleRate, kUlawSilence, mix_ulaw, ulaw_to_pcm } from "../audio/g711.mts";
import type { Voices } from "../audio/voice.mts";
import { write_wav } from "../audio/wav.mts";
import { iso_us, Metronome, now_us } from "../clock.mts";
import type { Faults } from "../faults.mts";
import type { Directory, Script } from "../phone/directory.mts";
import { Party } from "../phone/party.mts";
import { MediaStream, type StreamSettings, type Track } from "./media_stream.mts";
import type { Webhooks } from "./webhooks.mts";

export type HangupCause =
    | "call_rejected"
    | "normal_clearing"
    | "originator_cancel"
    | "timeout"
    | "time_limit"
    | "user_busy"
    | "not_found"
    | "no_answer"
    | "unspecified";
export type HangupSource = "caller" | "callee" | "unknown";

const kSipCause: Record<HangupCause, string> = {
    call_rejected: "603",
    normal_clearing: "200",
    originator_cancel: "487",
    timeout: "480",
    time_limit: "200",
    user_busy: "486",
    not_found: "404",
    no_answer: "480",
    unspecified: "500",
};

/** Sound on its way to one ear. */
export interface Playback {
    audio: Uint8Array;
    at: number;
    kind: "stream" | "speak" | "playback";
    started: (() => void) | null;
    /** Once: everything was played, or the queue was cleared, or the call ended. */
    ended: (how: "completed" | "cancelled" | "call_hangup") => void;
}

interface Recording {
    recording_id: string;
    started_us: number;
    channels: "single" | "dual";
    format: "wav" | "mp3";
    paused: boolean;
    inbound: Uint8Array[];
    outbound: Uint8Array[];
}

export interface DialRequest {
    to: string;
    from: string;
    client_state: string | null;
    webhook_url: string | null;
    webhook_urls: Record<string, string>;
    session_id: string | null;
    timeout_secs: number;
    time_limit_secs: number;
    stream: StreamSettings | null;
    record: { channels: "single" | "dual"; format: "wav" | "mp3" } | null;
    detection: string;
    custom_headers: object[] | null;
    bridge_to: Leg | null; // transfer: joined when answered
}

/** A word that has gone out on a stream: when its last frame was sent. */
export interface TimelineWord {
    call_session_id: string;
    call_control_id: string; // the leg whose stream carried it
    call_leg_id: string;
    track: Track;
    script: string;
    line: number;
    word: number;
    text: string;
    sent_at_us: number;
    stream_ms: number; // end of the frame on the stream's own time
}

export class Leg {
    readonly call_control_id = `v3:${randomBytes(32).toString("base64url")}`;
    readonly call_leg_id: string = randomUUID();
    readonly call_session_id: string;
    readonly connection_id: string;
    readonly direction: "outgoing" | "incoming";
    readonly from: string;
    readonly to: string;
    readonly script: Script | null;
    readonly started_us = now_us();
    readonly commands = new Map<string, { at_ms: number; answer: unknown }>();
    readonly words: TimelineWord[] = [];
    state: "dialing" | "parked" | "answered" | "ended" = "dialing";
    client_state: string | null = null;
    webhook_url: string | null = null;
    webhook_urls: Record<string, string> = {};
    answered_us: number | null = null;
    bridged_us: number | null = null;
    ended_us: number | null = null;
    hangup_cause: HangupCause | null = null;
    hangup_source: HangupSource | null = null;
    party: Party | null = null;
    peer: Leg | null = null;
    stays_after_unbridge = false;
    stream: MediaStream | null = null;
    readonly streams: MediaStream[] = [];
    recording: Recording | null = null;
    readonly queue: Playback[] = [];
    readonly timers = new Set<NodeJS.Timeout>();
    frames_said = 0;
    /** What this leg's person heard in the last frame. */
    heard: Uint8Array | null = null;

    constructor(direction: "outgoing" | "incoming", from: string, to: string, session: string | null, connection: string, script: Script | null) {
        this.direction = direction;
        this.from = from;
        this.to = to;
        this.call_session_id = session ?? randomUUID();
        this.connection_id = connection;
        this.script = script;
    }

    get is_alive(): boolean {
        return this.state !== "ended";
    }
}

const silence = new Uint8Array(kFrameSamples).fill(kUlawSilence);
const kForgetMs = 10 * 60_000;

export interface CarrierSettings {
    connection_id: string;
    user_id: string;
    webhook_url: string | null;
    recordings_dir: string;
    ca: string;
    /** Where the recordings it keeps can be fetched: `https://…/recordings`. */
    public_base: () => string;
}

export class Carrier {
    readonly legs = new Map<string, Leg>();
    readonly settings: CarrierSettings;
    readonly metronome: Metronome;
    private readonly directory: Directory;
    private readonly voices: Voices;
    private readonly webhooks: Webhooks;
    private readonly faults: Faults;

    constructor(settings: CarrierSettings, directory: Directory, voices: Voices, webhooks: Webhooks, faults: Faults) {
        this.settings = settings;
        this.directory = directory;
        this.voices = voices;
        this.webhooks = webhooks;
        this.faults = faults;
        this.metronome = new Metronome(kFrameMs, () => this.tick());
    }

    start(): void {
        this.metronome.start();
    }

    close(): void {
        this.metronome.stop();
        for (const leg of this.legs.values()) {
            for (const timer of leg.timers) clearTimeout(timer);
            leg.stream?.disconnect();
        }
    }

    find(call_control_id: string): Leg | null {
        const leg = this.legs.get(call_control_id);
        if (leg?.ended_us && now_us() - leg.ended_us > kForgetMs * 1000) return null;
        return leg ?? null;
    }

    reset(): void {
        for (const leg of this.legs.values()) if (leg.is_alive) this.hang_up(leg, "normal_clearing", "unknown");
        this.legs.clear();
    }

    // ---- placing and receiving calls

    dial(request: DialRequest): Leg {
        const script = this.directory.find(request.to);
        const leg = new Leg("outgoing", request.from, request.to, request.session_id, this.settings.connection_id, script);
        leg.client_state = request.client_state;
        leg.webhook_url = request.webhook_url;
        leg.webhook_urls = request.webhook_urls;
        this.legs.set(leg.call_control_id, leg);
        this.publish(leg, "call.initiated", {
            direction: "outgoing",
            state: "bridging",
            start_time: iso_us(leg.started_us),
            caller_id_name: request.from,
            connection_codecs: "PCMU,PCMA",
            offered_codecs: "PCMU,PCMA",
            ...(request.custom_headers ? { custom_headers: request.custom_headers } : {}),
            tags: [],
        });
        const refuse = this.faults.take("dial", request.to);
        const outcome = refuse ? "unreachable" : script === null ? "unknown" : script.outcome;
        const when = Math.max(100, script?.answer_after_ms ?? 400);
        if (outcome === "answers") {
            // Whatever this person will say is ready before the phone is picked up.
            const utterances = this.utterances(script!);
            this.after(leg, when, () => void utterances.then((said) => this.pick_up(leg, new Party(script!, said), request)));
        } else if (outcome === "busy") this.after(leg, when, () => this.hang_up(leg, "user_busy", "callee"));
        else if (outcome === "rejects") this.after(leg, when, () => this.hang_up(leg, "call_rejected", "callee"));
        else if (outcome === "unknown") this.after(leg, when, () => this.hang_up(leg, "not_found", "callee"));
        else if (outcome === "unreachable") this.after(leg, when, () => this.hang_up(leg, "unspecified", "unknown"));
        this.after(leg, request.timeout_secs * 1000, () => {
            if (leg.state === "dialing") this.hang_up(leg, "timeout", "unknown");
        });
        this.after(leg, request.timeout_secs * 1000 + request.time_limit_secs * 1000, () => this.hang_up(leg, "time_limit", "unknown"));
        return leg;
    }

    /** Somebody of the directory calls one of our numbers: parked until the application answers. */
    ring_in(from: string, to: string): Leg {
        const leg = new Leg("incoming", from, to, null, this.settings.connection_id, this.directory.find(from));
        leg.state = "parked";
        this.legs.set(leg.call_control_id, leg);
        this.publish(leg, "call.initiated", {
            direction: "incoming",
            state: "parked",
            start_time: iso_us(leg.started_us),
            caller_id_name: from,
            shaken_stir_attestation: "A",
            shaken_stir_validated: true,
            tags: [],
        });
        this.after(leg, 60_000, () => {
            if (leg.state === "parked") this.hang_up(leg, "originator_cancel", "caller");
        });
        return leg;
    }

    async answer(leg: Leg, stream: StreamSettings | null, record: DialRequest["record"]): Promise<void> {
        const party = leg.script ? new Party(leg.script, await this.utterances(leg.script)) : null;
        this.pick_up(leg, party, { stream, record, detection: "disabled", bridge_to: null });
    }

    private pick_up(
        leg: Leg,
        party: Party | null,
        request: Pick<DialRequest, "stream" | "record" | "detection" | "bridge_to">,
    ): void {
        if (leg.state !== "dialing" && leg.state !== "parked") return;
        leg.state = "answered";
        leg.answered_us = now_us();
        leg.party = party;
        this.publish(leg, "call.answered", {
            start_time: iso_us(leg.started_us),
            state: "answered",
            tags: [],
            ...(request.stream ? { stream_url: request.stream.url, stream_track: stream_track(request.stream.tracks) } : {}),
        });
        if (request.stream) this.start_stream(leg, request.stream);
        if (request.record) this.start_recording(leg, request.record.channels, request.record.format);
        if (request.bridge_to?.state === "answered") this.bridge(request.bridge_to, leg, null);
        if (request.detection !== "disabled") this.detect_machine(leg, request.detection);
    }

    private detect_machine(leg: Leg, how: string): void {
        const machine = leg.script?.kind === "machine";
        const premium = how === "premium";
        const name = premium ? "call.machine.premium" : "call.machine";
        const result = premium ? (machine ? "machine" : "human_residence") : machine ? "machine" : "human";
        this.after(leg, machine ? 3000 : 1500, () => this.publish(leg, `${name}.detection.ended`, { result }));
        const beep = leg.script?.beep_after_ms;
        if (!machine || how === "detect" || typeof beep !== "number") return;
        this.after(leg, beep + 500, () => this.publish(leg, `${name}.greeting.ended`, { result: "beep_detected" }));
    }

    // ---- while it lasts

    bridge(one: Leg, other: Leg, park_after_unbridge: string | null): void {
        for (const leg of [one, other]) if (leg.peer) leg.peer.peer = null;
        one.peer = other;
        other.peer = one;
        one.stays_after_unbridge = park_after_unbridge === "self";
        const us = now_us();
        for (const leg of [one, other]) {
            leg.bridged_us = us;
            leg.party?.connect();
            this.publish(leg, "call.bridged", { start_time: iso_us(leg.started_us) });
        }
    }

    hang_up(leg: Leg, cause: HangupCause, source: HangupSource): void {
        if (leg.state === "ended") return;
        const was_answered = leg.state === "answered";
        leg.state = "ended";
        leg.ended_us = now_us();
        leg.hangup_cause = cause;
        leg.hangup_source = source;
        for (const timer of leg.timers) clearTimeout(timer);
        leg.timers.clear();
        for (const playback of leg.queue.splice(0)) playback.ended("call_hangup");
        this.stop_recording(leg);
        this.stop_stream(leg);
        const packets = String(leg.frames_said);
        this.publish(leg, "call.hangup", {
            start_time: iso_us(leg.started_us),
            end_time: iso_us(leg.ended_us),
            state: "hangup",
            hangup_cause: cause,
            hangup_source: source,
            sip_hangup_cause: kSipCause[cause],
            tags: [],
            ...(was_answered
                ? {
                      call_quality_stats: {
                          inbound: { jitter_max_variance: "0.00", jitter_packet_count: "0", mos: "4.50", packet_count: packets, skip_packet_count: "0" },
                          outbound: { packet_count: packets, skip_packet_count: "0" },
                      },
                  }
                : {}),
        });
        const { peer } = leg;
        if (!peer) return;
        leg.peer = null;
        peer.peer = null;
        if (!peer.stays_after_unbridge) this.hang_up(peer, "normal_clearing", source);
    }

    start_stream(leg: Leg, settings: StreamSettings): MediaStream {
        const report = (event: string, extra: object) => this.publish(leg, event, { stream_url: settings.url, ...extra });
        const identity = {
            user_id: this.settings.user_id,
            call_control_id: leg.call_control_id,
            call_session_id: leg.call_session_id,
            from: leg.from,
            to: leg.to,
            client_state: leg.client_state,
        };
        const stream: MediaStream = new MediaStream(
            settings,
            identity,
            this.faults,
            {
                opened: () => report("streaming.started", {}),
                failed: (reason) => {
                    if (leg.stream === stream) leg.stream = null;
                    const { url, tracks } = settings;
                    this.publish(leg, "streaming.failed", {
                        failure_reason: reason,
                        stream_id: stream.stream_id,
                        stream_params: { stream_url: url, track: stream_track(tracks) },
                        stream_type: "websocket",
                    });
                },
                closed: () => {
                    if (leg.stream === stream) leg.stream = null;
                    this.clear(this.targets(leg, settings.target_legs));
                    report("streaming.stopped", {});
                },
                play: (audio) => this.play(this.targets(leg, settings.target_legs), "stream", audio, null, () => {}),
                // A mark comes back when everything queued before it has been heard: it rides on the queue as silence of no length.
                mark: (name) => this.play(this.targets(leg, settings.target_legs).slice(0, 1), "stream", new Uint8Array(0), null, () => stream.mark(name)),
                clear: () => this.clear(this.targets(leg, settings.target_legs)),
            },
            this.settings.ca,
        );
        leg.stream = stream;
        leg.streams.push(stream);
        return stream;
    }

    stop_stream(leg: Leg): boolean {
        const { stream } = leg;
        if (!stream) return false;
        const was_open = stream.state === "open";
        leg.stream = null;
        stream.stop();
        if (was_open) this.publish(leg, "streaming.stopped", { stream_url: stream.settings.url });
        return true;
    }

    /** The legs a command of this leg speaks to. Alone on the line, `opposite` is whoever is there. */
    targets(leg: Leg, which: "self" | "opposite" | "both"): Leg[] {
        if (which === "self" || !leg.peer) return [leg];
        return which === "opposite" ? [leg.peer] : [leg, leg.peer];
    }

    play(
        legs: readonly Leg[],
        kind: Playback["kind"],
        audio: Uint8Array,
        started: (() => void) | null,
        ended: Playback["ended"],
    ): void {
        legs.forEach((leg, index) => {
            const playback: Playback = { audio, at: 0, kind, started: index === 0 ? started : null, ended: index === 0 ? ended : () => {} };
            if (leg.queue.length === 0 && audio.length === 0) playback.ended("completed");
            else leg.queue.push(playback);
        });
    }

    clear(legs: readonly Leg[], kinds: readonly Playback["kind"][] = ["stream"]): void {
        for (const leg of legs) {
            const gone = leg.queue.filter((playback) => kinds.includes(playback.kind));
            const kept = leg.queue.filter((playback) => !kinds.includes(playback.kind));
            leg.queue.splice(0, leg.queue.length, ...kept);
            for (const playback of gone) playback.ended("cancelled");
        }
    }

    press(leg: Leg, digits: string): void {
        for (const digit of digits.replace(/[^0-9A-D*#]/gi, "")) {
            this.publish(leg, "call.dtmf.received", { digit });
            leg.stream?.dtmf(digit);
        }
    }

    start_recording(leg: Leg, channels: "single" | "dual", format: "wav" | "mp3"): string {
        const recording_id = randomUUID();
        leg.recording = { recording_id, started_us: now_us(), channels, format, paused: false, inbound: [], outbound: [] };
        return recording_id;
    }

    stop_recording(leg: Leg): boolean {
        const { recording } = leg;
        if (!recording) return false;
        leg.recording = null;
        void this.keep_recording(leg, recording, now_us());
        return true;
    }

    private async keep_recording(leg: Leg, recording: Recording, ended_us: number): Promise<void> {
        if (recording.format === "mp3") {
            this.publish(leg, "call.recording.error", { reason: "The sandbox has no MP3 encoder: ask for wav" });
            return;
        }
        const count = recording.inbound.length * kFrameSamples;
        const inbound = ulaw_to_pcm(Buffer.concat(recording.inbound));
        const outbound = ulaw_to_pcm(Buffer.concat(recording.outbound));
        const channels = recording.channels === "dual" ? 2 : 1;
        const pcm = new Int16Array(count * channels);
        for (let i = 0; i < count; i++) {
            if (channels === 1) pcm[i] = Math.max(-32768, Math.min(32767, inbound[i]! + outbound[i]!));
            else {
                pcm[2 * i] = inbound[i]!;
                pcm[2 * i + 1] = outbound[i]!;
            }
        }
        await mkdir(this.settings.recordings_dir, { recursive: true });
        await writeFile(join(this.settings.recordings_dir, `${recording.recording_id}.wav`), write_wav({ rate: kSampleRate, channels, pcm }));
        const url = `${this.settings.public_base()}/${recording.recording_id}.wav`;
        this.publish(leg, "call.recording.saved", {
            recording_id: recording.recording_id,
            recording_started_at: iso_us(recording.started_us),
            recording_ended_at: iso_us(ended_us),
            channels: recording.channels,
            format: recording.format,
            recording_urls: { wav: url },
            public_recording_urls: {},
        });
    }

    // ---- the line itself

    private tick(): void {
        const answered: Leg[] = [];
        for (const leg of this.legs.values()) if (leg.state === "answered") answered.push(leg);
        if (answered.length === 0) return;
        // All speak first, then all hear: the order of legs cannot matter.
        const said = new Map<Leg, ReturnType<Party["step"]>>();
        for (const leg of answered) if (leg.party) said.set(leg, leg.party.step(leg.heard));
        for (const leg of answered) {
            const voice = said.get(leg)?.frame ?? null;
            if (voice) leg.frames_said++;
            const voices = [leg.peer ? (said.get(leg.peer)?.frame ?? null) : null, this.next_played(leg)].filter((frame) => frame !== null);
            const heard = voices.length === 0 ? null : mix_ulaw(voices);
            leg.heard = heard;
            if (leg.recording && !leg.recording.paused) {
                leg.recording.inbound.push(voice ?? silence);
                leg.recording.outbound.push(heard ?? silence);
            }
            if (leg.stream?.state === "open") {
                leg.stream.frames({ inbound: voice ?? silence, outbound: heard ?? silence });
                this.note_words(leg, leg, "inbound", said);
                if (leg.peer) this.note_words(leg, leg.peer, "outbound", said);
            }
        }
        for (const [leg, moment] of said) {
            if (moment.pressed) this.press(leg, moment.pressed);
            if (moment.hangs_up) this.hang_up(leg, "normal_clearing", leg.direction === "outgoing" ? "callee" : "caller");
        }
    }

    private note_words(leg: Leg, speaker: Leg, track: Track, said: Map<Leg, ReturnType<Party["step"]>>): void {
        const { stream } = leg;
        const moment = said.get(speaker);
        if (!stream || !moment || !stream.settings.tracks.includes(track)) return;
        for (const word of moment.ended) {
            const { start_ms, end_ms } = word.of_line[word.word]!;
            // A stream opened in the middle of a word has not carried it.
            if (stream.counts[track].frames * kFrameMs < end_ms - start_ms) continue;
            leg.words.push({
                call_session_id: leg.call_session_id,
                call_control_id: leg.call_control_id,
                call_leg_id: leg.call_leg_id,
                track,
                script: speaker.script?.name ?? "",
                line: word.line,
                word: word.word,
                text: word.text,
                sent_at_us: stream.counts[track].last_frame_us ?? now_us(),
                stream_ms: stream.counts[track].frames * kFrameMs,
            });
        }
    }

    private next_played(leg: Leg): Uint8Array | null {
        for (;;) {
            const playback = leg.queue[0];
            if (!playback) return null;
            if (playback.at === 0) playback.started?.();
            if (playback.at < playback.audio.length) {
                let frame = playback.audio.subarray(playback.at, playback.at + kFrameSamples);
                playback.at += kFrameSamples;
                if (frame.length < kFrameSamples) {
                    const padded = new Uint8Array(kFrameSamples).fill(kUlawSilence);
                    padded.set(frame);
                    frame = padded;
                }
                return frame;
            }
            leg.queue.shift();
            playback.ended("completed");
        }
    }

    // ---- telling

    publish(leg: Leg, event_type: string, payload: Record<string, unknown>): void {
        const url = leg.webhook_urls[event_type] ?? leg.webhook_url ?? this.settings.webhook_url;
        this.webhooks.publish(
            url,
            event_type,
            {
                call_control_id: leg.call_control_id,
                call_leg_id: leg.call_leg_id,
                call_session_id: leg.call_session_id,
                connection_id: leg.connection_id,
                ...(leg.client_state === null ? {} : { client_state: leg.client_state }),
                ...(event_type.startsWith("streaming.") || event_type.startsWith("call.speak.") ? {} : { from: leg.from, to: leg.to }),
                ...payload,
            },
            now_us(),
        );
    }

    private utterances(script: Script) {
        return Promise.all(script.lines.map((line) => (line.say === undefined ? null : this.voices.say(script.voice, line.say))));
    }

    private after(leg: Leg, ms: number, act: () => void): void {
        const timer = setTimeout(() => {
            leg.timers.delete(timer);
            act();
        }, ms);
        leg.timers.add(timer);
    }
}

export function stream_track(tracks: readonly Track[]): string {
    return tracks.length === 2 ? "both_tracks" : `${tracks[0]}_track`;
}
