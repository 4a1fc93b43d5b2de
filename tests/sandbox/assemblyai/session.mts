// Universal-Streaming v3: the wire around the recogniser. Query checked as documented, audio counted as it arrives, turns
// closed by silence, refusals with the vendor's own close codes.
import { randomUUID } from "node:crypto";
import type { RawData, WebSocket } from "ws";
import { ulaw_to_pcm } from "../audio/g711.mts";
import { Halver } from "../audio/resample.mts";
import type { Faults } from "../faults.mts";
import { Decoder, type HeardWord, kFrameMs, kUnscripted } from "../recogniser/decoder.mts";
import type { Vocabulary } from "../recogniser/vocabulary.mts";

const kSessionSeconds = 3 * 3600;
const kShortestMs = 50;
const kLongestMs = 1000;
/** How far sent audio may be ahead of the clock: a client that was held up may catch up a little. */
const kAheadMs = 2000;

interface Settings {
    sample_rate: number;
    encoding: string;
    speech_model: string;
    format_turns: boolean;
    end_of_turn_confidence_threshold: number;
    min_turn_silence: number;
    max_turn_silence: number;
    inactivity_timeout: number | null;
    language_detection: boolean;
    token: string | null;
}

type Rule = (value: string) => unknown; // undefined: not what is documented

const flag: Rule = (v) => (v === "true" ? true : v === "false" ? false : undefined);
const whole =
    (min: number, max: number): Rule =>
    (v) =>
        /^\d+$/.test(v) && Number(v) >= min && Number(v) <= max ? Number(v) : undefined;
const share: Rule = (v) => (v !== "" && Number(v) >= 0 && Number(v) <= 1 ? Number(v) : undefined);
const one_of =
    (...values: string[]): Rule =>
    (v) =>
        values.includes(v) ? v : undefined;
const text: Rule = (v) => v;
const texts: Rule = (v) => {
    try {
        const list: unknown = JSON.parse(v);
        return Array.isArray(list) && list.every((item) => typeof item === "string") ? list : undefined;
    } catch {
        return undefined;
    }
};

const kQuery: Record<string, Rule> = {
    sample_rate: whole(8000, 96000),
    encoding: one_of("pcm_s16le", "pcm_mulaw", "opus", "ogg_opus", "aac"),
    speech_model: one_of("universal-streaming-english", "universal-streaming-multilingual", "u3-rt-pro", "universal-3-5-pro", "whisper-rt"),
    format_turns: flag,
    end_of_turn_confidence_threshold: share,
    min_turn_silence: whole(0, 60_000),
    min_end_of_turn_silence_when_confident: whole(0, 60_000),
    max_turn_silence: whole(0, 60_000),
    vad_threshold: share,
    inactivity_timeout: whole(5, 3600),
    keyterms_prompt: texts,
    prompt: text,
    language: one_of("en", "multi"),
    language_detection: flag,
    language_codes: texts,
    speaker_labels: flag,
    max_speakers: whole(1, 10),
    filter_profanity: flag,
    redact_pii: flag,
    redact_pii_policies: texts,
    redact_pii_sub: one_of("hash", "entity_name"),
    domain: one_of("medical-v1"),
    voice_focus: one_of("near-field", "far-field"),
    mode: one_of("max_accuracy", "min_latency", "balanced"),
    include_partial_turns: flag,
    continuous_partials: flag,
    session_heartbeat: flag,
    webhook_url: text,
    webhook_auth_header_name: text,
    webhook_auth_header_value: text,
    token: text,
};

/** Errors: a sentence in the vendor's manner. */
export function parse_query(query: URLSearchParams): Settings | string {
    const given: Record<string, unknown> = {};
    for (const [name, value] of query) {
        const rule = kQuery[name];
        if (!rule) return `Invalid input: unknown parameter '${name}'`;
        const parsed = rule(value);
        if (parsed === undefined) return `Invalid input: invalid value for parameter '${name}'`;
        given[name] = parsed;
    }
    const encoding = (given["encoding"] as string | undefined) ?? "pcm_s16le";
    if (encoding !== "pcm_s16le" && encoding !== "pcm_mulaw") return `Invalid input: encoding '${encoding}' is not available in this sandbox`;
    const sample_rate = (given["sample_rate"] as number | undefined) ?? 16000;
    if (sample_rate !== 8000 && sample_rate !== 16000) return `Invalid input: sample_rate ${sample_rate} is not available in this sandbox`;
    const speech_model = (given["speech_model"] as string | undefined) ?? (given["language"] === "multi" ? "universal-streaming-multilingual" : "universal-streaming-english");
    const quick = speech_model === "u3-rt-pro" || speech_model === "universal-3-5-pro";
    return {
        sample_rate,
        encoding,
        speech_model,
        format_turns: given["format_turns"] === true,
        end_of_turn_confidence_threshold: (given["end_of_turn_confidence_threshold"] as number | undefined) ?? 0.4,
        min_turn_silence:
            (given["min_turn_silence"] as number | undefined) ?? (given["min_end_of_turn_silence_when_confident"] as number | undefined) ?? (quick ? 100 : 400),
        max_turn_silence: (given["max_turn_silence"] as number | undefined) ?? (quick ? 1000 : 1280),
        inactivity_timeout: (given["inactivity_timeout"] as number | undefined) ?? null,
        language_detection: given["language_detection"] === true,
        token: (given["token"] as string | undefined) ?? null,
    };
}

/** Which lines a model can hear: the English one knows nothing else, and reports it as unscripted. */
export function languages_of(model: string): ReadonlySet<string> | null {
    return model === "universal-streaming-english" ? new Set(["en"]) : null;
}

export interface SessionLog {
    id: string;
    opened_at: string;
    speech_model: string;
    encoding: string;
    audio_ms: number;
    turns: number;
    words: number;
    unscripted: number;
    close_code: number | null;
}

export class Session {
    readonly log: SessionLog;
    private readonly socket: WebSocket;
    private readonly settings: Settings;
    private readonly faults: Faults;
    private readonly decoder: Decoder;
    private readonly vocabulary: Vocabulary;
    private readonly halver: Halver | null;
    private readonly opened_ms = Date.now();
    private readonly timers: NodeJS.Timeout[] = [];
    private inactivity: NodeJS.Timeout | null = null;
    private received_ms = 0;
    private first_audio_ms: number | null = null;
    private turn_order = 0;
    private told = ""; // what the last partial said
    private stalled_until = 0;
    private outbox: string[] = [];
    private over = false;

    constructor(socket: WebSocket, settings: Settings, vocabulary: Vocabulary, faults: Faults) {
        this.socket = socket;
        this.settings = settings;
        this.vocabulary = vocabulary;
        this.faults = faults;
        this.decoder = new Decoder(vocabulary, languages_of(settings.speech_model));
        this.halver = settings.sample_rate === 16000 ? new Halver() : null;
        this.log = {
            id: randomUUID(),
            opened_at: new Date().toISOString(),
            speech_model: settings.speech_model,
            encoding: settings.encoding,
            audio_ms: 0,
            turns: 0,
            words: 0,
            unscripted: 0,
            close_code: null,
        };
        socket.on("message", (data, is_binary) => this.receive(data, is_binary));
        socket.on("close", (code) => {
            this.log.close_code = code;
            this.end();
        });
        socket.on("error", () => socket.terminate());
        this.timers.push(setTimeout(() => this.refuse(3008, "Session expired: maximum session duration exceeded"), kSessionSeconds * 1000));
        this.send({ type: "Begin", id: this.log.id, expires_at: Math.floor(Date.now() / 1000) + kSessionSeconds });
        this.rest();
    }

    /** Cuts the wire without a word. */
    cut(): void {
        this.socket.terminate();
    }

    private rest(): void {
        if (this.inactivity) clearTimeout(this.inactivity);
        if (this.settings.inactivity_timeout === null || this.over) return;
        this.inactivity = setTimeout(() => this.refuse(3008, "Session expired: inactivity timeout"), this.settings.inactivity_timeout * 1000);
    }

    private receive(data: RawData, is_binary: boolean): void {
        if (this.over) return;
        this.rest();
        if (is_binary) return this.audio(data as Buffer);
        let message: Record<string, unknown>;
        try {
            message = JSON.parse(String(data)) as Record<string, unknown>;
        } catch {
            return this.refuse(3006, "Invalid JSON");
        }
        switch (message?.["type"]) {
            case "ForceEndpoint":
                this.end_turn(1);
                return;
            case "KeepAlive":
                return;
            case "UpdateConfiguration":
                return this.configure(message);
            case "Terminate":
                return this.terminate();
            default:
                return this.refuse(3006, `Invalid Message Type: ${String(message?.["type"])}`);
        }
    }

    private configure(message: Record<string, unknown>): void {
        for (const [name, value] of Object.entries(message)) {
            if (name === "type" || name === "keyterms_prompt" || name === "prompt") continue;
            if (name === "end_of_turn_confidence_threshold" && typeof value === "number") this.settings.end_of_turn_confidence_threshold = value;
            else if (name === "min_turn_silence" && Number.isInteger(value)) this.settings.min_turn_silence = value as number;
            else if (name === "max_turn_silence" && Number.isInteger(value)) this.settings.max_turn_silence = value as number;
            else return this.refuse(3006, `Invalid input: invalid value for parameter '${name}'`);
        }
    }

    private audio(chunk: Buffer): void {
        const { encoding, sample_rate } = this.settings;
        const samples = encoding === "pcm_mulaw" ? chunk.length : chunk.length / 2;
        const ms = (samples * 1000) / sample_rate;
        if (!Number.isInteger(samples)) return this.refuse(3006, "Invalid input: odd number of bytes in PCM audio");
        if (ms < kShortestMs || ms > kLongestMs)
            return this.refuse(3007, `Input Duration Error: Input duration violation: ${ms} ms. Expected between ${kShortestMs} and ${kLongestMs} ms`);
        const now = performance.now();
        this.first_audio_ms ??= now - ms;
        this.received_ms += ms;
        this.log.audio_ms = this.received_ms;
        if (this.received_ms > now - this.first_audio_ms + kAheadMs) return this.refuse(3007, "Audio Transmission Rate Exceeded: sent faster than real time");

        const fault = this.faults.take("assemblyai", "audio", ["latency", "stall", "malformed", "disconnect"]);
        if (fault?.kind === "disconnect") return this.socket.terminate();
        if (fault?.kind === "malformed") this.socket.send('{"type":"Turn","turn_order":');
        if (fault?.kind === "stall" || fault?.kind === "latency") this.stalled_until = now + fault.ms;

        const bytes = new Uint8Array(chunk);
        const pcm = encoding === "pcm_mulaw" ? ulaw_to_pcm(bytes) : new Int16Array(bytes.slice().buffer);
        this.decoder.push(this.halver ? this.halver.push(pcm) : pcm);
        const words = this.decoder.words();
        const silence_ms = this.decoder.silent_run * kFrameMs;
        const confidence = this.confidence(words);
        const confident = confidence >= this.settings.end_of_turn_confidence_threshold;
        if (words.length > 0 && silence_ms >= (confident ? this.settings.min_turn_silence : this.settings.max_turn_silence)) this.end_turn(confidence);
        else this.partial(words, confidence);
    }

    /** How sure we are that the speaker has finished: a line's last word and silence say so. */
    private confidence(words: readonly HeardWord[]): number {
        const last = words.at(-1);
        if (!last || this.decoder.silent_run === 0) return 0.01;
        return last.line >= 0 && this.decoder.line_complete() ? 0.92 : 0.2;
    }

    private partial(words: readonly HeardWord[], confidence: number): void {
        const said = words.map((word) => `${word.plain}/${word.is_final}`).join(" ");
        if (said === this.told) return;
        this.told = said;
        this.turn(words, { end_of_turn: false, formatted: false, confidence });
    }

    private end_turn(confidence: number): void {
        const words = this.decoder.words().map((word) => ({ ...word, is_final: true }));
        if (words.length > 0) {
            this.turn(words, { end_of_turn: true, formatted: false, confidence });
            if (this.settings.format_turns) this.turn(words, { end_of_turn: true, formatted: true, confidence });
            this.turn_order++;
            this.log.turns++;
            this.log.words += words.filter((word) => word.line >= 0).length;
            this.log.unscripted += words.filter((word) => word.line < 0).length;
        }
        this.told = "";
        this.decoder.end_turn();
    }

    private turn(words: readonly HeardWord[], how: { end_of_turn: boolean; formatted: boolean; confidence: number }): void {
        const written = (word: HeardWord) => (how.formatted ? word.text : word.plain);
        const transcript = words
            .filter((word) => word.is_final)
            .map(written)
            .join(" ");
        const line = words.find((word) => word.line >= 0)?.line;
        const language = line === undefined ? null : this.vocabulary.lines[line]!.language;
        this.send({
            type: "Turn",
            turn_order: this.turn_order,
            turn_is_formatted: how.formatted,
            end_of_turn: how.end_of_turn,
            transcript,
            utterance: how.end_of_turn && !how.formatted ? transcript : "",
            end_of_turn_confidence: how.confidence,
            words: words.map((word) => ({
                start: word.start_ms,
                end: word.end_ms,
                text: word.plain === kUnscripted ? kUnscripted : written(word),
                confidence: word.confidence,
                word_is_final: word.is_final,
            })),
            ...(this.settings.language_detection && how.end_of_turn && language ? { language_code: language, language_confidence: 0.99 } : {}),
        });
    }

    private terminate(): void {
        this.end_turn(1);
        this.send({
            type: "Termination",
            audio_duration_seconds: Math.round(this.received_ms / 1000),
            session_duration_seconds: Math.round((Date.now() - this.opened_ms) / 1000),
        });
        this.over = true;
        this.flush(() => this.socket.close(1000));
    }

    private refuse(code: number, reason: string): void {
        if (this.over) return;
        this.send({ type: "Error", error_code: code, error: reason });
        this.over = true;
        this.flush(() => this.socket.close(code, reason.slice(0, 120)));
    }

    private send(message: object): void {
        this.outbox.push(JSON.stringify(message));
        this.flush(null);
    }

    /** Everything in order; later, when a fault holds it back. */
    private flush(then: (() => void) | null): void {
        const wait = this.stalled_until - performance.now();
        if (wait > 0) {
            this.timers.push(setTimeout(() => this.flush(then), wait));
            return;
        }
        for (const message of this.outbox.splice(0)) this.socket.send(message);
        then?.();
    }

    private end(): void {
        this.over = true;
        for (const timer of this.timers) clearTimeout(timer);
        if (this.inactivity) clearTimeout(this.inactivity);
    }
}
