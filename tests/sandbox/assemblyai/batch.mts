// The asynchronous interface: sound is uploaded, a job is begun, and its words are what the recogniser hears in the sound that was
// uploaded, channel by channel, told by webhook or when asked.
import { randomUUID } from "node:crypto";
import { read_wav, type Sound } from "../audio/wav.mts";
import { resample } from "../audio/resample.mts";
import type { Faults } from "../faults.mts";
import { is_loopback } from "../loopback.mts";
import { Decoder, type HeardWord, kFrameMs, kUnscripted } from "../recogniser/decoder.mts";
import type { Vocabulary } from "../recogniser/vocabulary.mts";
import { check_params, type Params } from "./fields.mts";

export const kUploadLimit = 512 << 20; // theirs is 2.2 GB
const kUploads = 50;
const kJobs = 2000;
const kPatienceMs = 10_000;
/** Between attempts to tell of a job; theirs is unpublished, ten in all. */
export const kTellPausesMs: readonly number[] = [500, 1000, 2000, 5000, 10_000, 20_000, 30_000, 60_000, 120_000];
const kPauseMs = 700; // of silence that ends an utterance
const kSliceMs = 200; // of sound heard at a time: calls under way are not to stutter for it
const kShortestMs = 160;

interface Word {
    text: string;
    start: number;
    end: number;
    confidence: number;
    speaker: string | null;
    channel?: string;
}

interface Utterance {
    text: string;
    start: number;
    end: number;
    confidence: number;
    speaker: string;
    channel?: string;
    words: Word[];
}

export interface Job {
    id: string;
    created: string;
    completed: string | null;
    params: Params;
    status: "queued" | "processing" | "completed" | "error";
    error: string | null;
    language_code: string | null;
    audio_duration: number | null;
    channels: number;
    utterances: Utterance[];
    webhook_status_code: number | null;
    told: { attempt: number; status: number | null; fault: string | null }[];
}

export interface Answer {
    status: number;
    body: unknown;
}

const refuse = (status: number, error: string): Answer => ({ status, body: { error } });

export class Batch {
    readonly jobs: Job[] = []; // oldest first
    private readonly uploads = new Map<string, Buffer>();
    private readonly is_key: (given: string | undefined) => boolean;
    private readonly vocabulary: Vocabulary;
    private readonly faults: Faults;
    private readonly pauses_ms: readonly number[];
    private readonly timers = new Set<NodeJS.Timeout>();
    private closed = false;

    constructor(is_key: (given: string | undefined) => boolean, vocabulary: Vocabulary, faults: Faults, pauses_ms: readonly number[] = kTellPausesMs) {
        this.is_key = is_key;
        this.vocabulary = vocabulary;
        this.faults = faults;
        this.pauses_ms = pauses_ms;
    }

    reset(): void {
        this.jobs.length = 0;
        this.uploads.clear();
        this.stop();
    }

    close(): void {
        this.closed = true;
        this.stop();
    }

    private stop(): void {
        for (const timer of this.timers) clearTimeout(timer);
        this.timers.clear();
    }

    /** `target` as the vendor knows it: "/v2/upload". */
    handle(method: string, target: string, headers: Record<string, string | string[] | undefined>, body: Buffer): Answer {
        const key = headers["authorization"];
        if (!this.is_key(typeof key === "string" ? key : undefined)) return refuse(401, "Authentication error, API token missing/invalid");
        const [path = "", search = ""] = target.split("?");
        if (path === "/v2/upload" && method === "POST") return this.upload(headers, body);
        if (path === "/v2/transcript" && method === "POST") return this.begin(headers, body);
        if (path === "/v2/transcript" && method === "GET") return this.list(new URLSearchParams(search));
        const id = /^\/v2\/transcript\/([0-9a-f-]{36})$/.exec(path)?.[1];
        const job = id && method === "GET" ? this.jobs.find((one) => one.id === id) : undefined;
        return job ? { status: 200, body: this.shown(job) } : refuse(404, "Not found");
    }

    private upload(headers: Record<string, string | string[] | undefined>, body: Buffer): Answer {
        if (headers["content-type"] !== "application/octet-stream") return refuse(400, "Content-Type must be application/octet-stream");
        if (body.length === 0) return refuse(422, "Upload failed, please make sure the file is not empty");
        const upload_url = `https://cdn.assemblyai.com/upload/${randomUUID()}`;
        this.uploads.set(upload_url, body);
        for (const oldest of this.uploads.keys()) {
            if (this.uploads.size <= kUploads) break;
            this.uploads.delete(oldest);
        }
        return { status: 200, body: { upload_url } };
    }

    private begin(headers: Record<string, string | string[] | undefined>, body: Buffer): Answer {
        if (!String(headers["content-type"]).startsWith("application/json")) return refuse(400, "Content-Type must be application/json");
        let given: unknown;
        try {
            given = JSON.parse(body.toString("utf8"));
        } catch {
            return refuse(400, "Invalid JSON");
        }
        const params = check_params(given);
        if (typeof params === "string") return refuse(400, params);
        const audio = this.uploads.get(params.audio_url);
        if (!audio) return refuse(403, "Cannot access uploaded file");
        const job: Job = {
            id: randomUUID(),
            created: new Date().toISOString().slice(0, -1),
            completed: null,
            params,
            status: "queued",
            error: null,
            language_code: params.language_code,
            audio_duration: null,
            channels: 1,
            utterances: [],
            webhook_status_code: null,
            told: [],
        };
        this.jobs.push(job);
        if (this.jobs.length > kJobs) this.jobs.splice(0, this.jobs.length - kJobs);
        const begun: Answer = { status: 200, body: this.shown(job) };
        setImmediate(() => void this.work(job, audio));
        return begun;
    }

    private list(query: URLSearchParams): Answer {
        const limit = Number(query.get("limit") ?? "10");
        if (!Number.isInteger(limit) || limit < 1 || limit > 200) return refuse(400, "limit must be between 1 and 200");
        const status = query.get("status");
        const found = this.jobs.filter((job) => status === null || job.status === status);
        const shown = found.slice(-limit).reverse();
        const address = (job: Job) => `https://api.assemblyai.com/v2/transcript/${job.id}`;
        return {
            status: 200,
            body: {
                page_details: { limit, result_count: shown.length, current_url: "https://api.assemblyai.com/v2/transcript", prev_url: null, next_url: null },
                transcripts: shown.map((job) => ({
                    id: job.id,
                    resource_url: address(job),
                    status: job.status,
                    created: job.created,
                    completed: job.completed,
                    audio_url: job.params.audio_url,
                    error: job.error,
                })),
            },
        };
    }

    private shown(job: Job): object {
        const { params, status } = job;
        const done = status === "completed";
        const words = job.utterances.flatMap((one) => one.words).sort((a, b) => a.start - b.start);
        const mean = words.reduce((sum, word) => sum + word.confidence, 0) / Math.max(1, words.length);
        return {
            id: job.id,
            status,
            audio_url: params.audio_url,
            audio_duration: job.audio_duration,
            ...(params.multichannel && done ? { audio_channels: job.channels } : {}),
            text: done ? job.utterances.map((one) => one.text).join(" ") : null,
            words: done ? words : null,
            utterances: done && params.multichannel ? job.utterances : null,
            confidence: done ? mean : null,
            error: job.error ?? undefined,
            language_code: job.language_code,
            language_detection: params.language_detection,
            language_confidence: params.language_detection && done ? 0.99 : null,
            multichannel: params.multichannel,
            punctuate: true,
            format_text: true,
            speech_model: null,
            speech_models: params.speech_models,
            speech_model_used: done ? params.speech_models[0] : null,
            speaker_labels: false,
            throttled: false,
            webhook_url: params.webhook_url,
            webhook_status_code: job.webhook_status_code,
            webhook_auth: params.webhook_auth_header_name !== null,
            webhook_auth_header_name: params.webhook_auth_header_name,
        };
    }

    private async work(job: Job, audio: Buffer): Promise<void> {
        job.status = "processing";
        const fault = this.faults.take("assemblyai_batch", "job", ["error"]);
        // A Buffer's slices share its memory, which is not only its own.
        const sound = fault ? null : read_wav(new Uint8Array(audio.buffer, audio.byteOffset, audio.length));
        if (fault) this.finish(job, "Asked for by a fault.");
        else if (!sound) this.finish(job, "Transcoding failed. File does not appear to contain audio.");
        else if (sound.pcm.length / sound.channels / sound.rate < kShortestMs / 1000) this.finish(job, "Audio duration is too short.");
        else {
            job.channels = sound.channels;
            job.audio_duration = Math.round(sound.pcm.length / sound.channels / sound.rate);
            const channels = job.params.multichannel ? sound.channels : 1;
            for (let channel = 0; channel < channels; channel++) job.utterances.push(...(await this.hear(job, track_of(sound, channel, channels), channel)));
            job.utterances.sort((a, b) => a.start - b.start);
            job.language_code ??= job.utterances.some((one) => one.words.some((word) => /[áéíóúñ¿¡]/i.test(word.text))) ? "es" : "en";
            this.finish(job, null);
        }
    }

    private async hear(job: Job, pcm: Int16Array, channel: number): Promise<Utterance[]> {
        const language = job.params.language_code?.slice(0, 2);
        const decoder = new Decoder(this.vocabulary, language ? new Set([language]) : null);
        const utterances: Utterance[] = [];
        const end_utterance = () => {
            const words = decoder.words();
            if (words.length > 0) utterances.push(utterance_of(words, job.params.multichannel ? channel : null));
            decoder.end_turn();
        };
        const slice = 8 * kSliceMs;
        for (let at = 0; at < pcm.length && !this.closed; at += slice) {
            decoder.push(pcm.subarray(at, at + slice));
            if (decoder.silent_run * kFrameMs >= kPauseMs && decoder.words().length > 0) end_utterance();
            await new Promise((go) => setImmediate(go));
        }
        decoder.push(new Int16Array(8 * kPauseMs));
        end_utterance();
        return utterances;
    }

    private finish(job: Job, error: string | null): void {
        job.status = error === null ? "completed" : "error";
        job.error = error;
        job.completed = new Date().toISOString().slice(0, -1);
        if (job.params.webhook_url === null || this.closed) return;
        void this.tell(job, job.params.webhook_url, 1);
        if (this.faults.random() < this.faults.webhook_duplicate_rate) void this.tell(job, job.params.webhook_url, this.pauses_ms.length + 1);
    }

    private async tell(job: Job, url: string, attempt: number): Promise<void> {
        const { webhook_auth_header_name: name, webhook_auth_header_value: value } = job.params;
        const delivery: Job["told"][number] = { attempt, status: null, fault: null };
        job.told.push(delivery);
        const fault = this.faults.take("webhooks", "assemblyai.transcript", ["drop"]);
        try {
            if (fault) delivery.fault = "dropped on request";
            else if (!is_loopback(url)) delivery.fault = "not on this machine: the sandbox does not call it";
            else {
                const answer = await fetch(url, {
                    method: "POST",
                    headers: { "content-type": "application/json", ...(name !== null ? { [name]: value ?? "" } : {}) },
                    body: JSON.stringify({ transcript_id: job.id, status: job.status }),
                    signal: AbortSignal.timeout(kPatienceMs),
                    redirect: "manual",
                });
                await answer.arrayBuffer();
                delivery.status = job.webhook_status_code = answer.status;
            }
        } catch (error) {
            delivery.fault = (error as Error).message;
        }
        const status = delivery.status;
        const is_settled = fault !== null || (status !== null && ((status >= 200 && status < 300) || (status >= 400 && status < 500)));
        const pause = this.pauses_ms[attempt - 1];
        if (is_settled || this.closed || pause === undefined || !is_loopback(url)) return;
        const timer = setTimeout(() => {
            this.timers.delete(timer);
            void this.tell(job, url, attempt + 1);
        }, pause);
        this.timers.add(timer);
    }
}

/** One channel at 8 kHz; all of them mixed where one track was asked for. */
function track_of(sound: Sound, channel: number, channels: number): Int16Array {
    const length = Math.floor(sound.pcm.length / sound.channels);
    const track = new Int16Array(length);
    for (let i = 0; i < length; i++) {
        if (channels === sound.channels) track[i] = sound.pcm[i * sound.channels + channel]!;
        else {
            let sum = 0;
            for (let c = 0; c < sound.channels; c++) sum += sound.pcm[i * sound.channels + c]!;
            track[i] = Math.max(-32768, Math.min(32767, sum));
        }
    }
    return sound.rate === 8000 ? track : resample(track, sound.rate, 8000);
}

function utterance_of(heard: readonly HeardWord[], channel: number | null): Utterance {
    const of_channel = channel === null ? {} : { channel: String(channel + 1) };
    const speaker = channel === null ? "A" : String.fromCharCode(65 + channel);
    const words = heard.map((word) => ({
        text: word.plain === kUnscripted ? kUnscripted : word.text,
        start: word.start_ms,
        end: word.end_ms,
        confidence: word.confidence,
        speaker: channel === null ? null : speaker,
        ...of_channel,
    }));
    return {
        text: words.map((word) => word.text).join(" "),
        start: words[0]!.start,
        end: words.at(-1)!.end,
        confidence: words.reduce((sum, word) => sum + word.confidence, 0) / words.length,
        speaker,
        ...of_channel,
        words,
    };
}
