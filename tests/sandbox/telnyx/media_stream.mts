// Media streaming over WebSocket: Telnyx is the client. Two tracks of 20 ms PCMU frames out; `media`, `mark` and `clear` in.
import { randomUUID } from "node:crypto";
import { WebSocket } from "ws";
import { iso_us, now_us } from "../clock.mts";
import type { Faults } from "../faults.mts";
import { is_loopback } from "../loopback.mts";

export type Track = "inbound" | "outbound";

export interface StreamSettings {
    url: string;
    auth_token: string | null;
    tracks: Track[];
    bidirectional: "mp3" | "rtp";
    target_legs: "self" | "opposite" | "both";
    custom_parameters: object | null;
}

export interface StreamIdentity {
    user_id: string;
    call_control_id: string;
    call_session_id: string;
    from: string;
    to: string;
    client_state: string | null;
}

export interface StreamEvents {
    opened(): void;
    failed(reason: string): void;
    /** The other side hung up on the stream while the call went on. */
    closed(): void;
    /** Sound to be played to the legs of the settings, in order. */
    play(audio: Uint8Array): void;
    mark(name: string): void;
    clear(): void;
}

interface TrackCount {
    frames: number;
    first_frame_us: number | null;
    last_frame_us: number | null;
}

const kHandshakeMs = 5000;

export class MediaStream {
    readonly stream_id = randomUUID();
    readonly settings: StreamSettings;
    readonly counts: Record<Track, TrackCount> = {
        inbound: { frames: 0, first_frame_us: null, last_frame_us: null },
        outbound: { frames: 0, first_frame_us: null, last_frame_us: null },
    };
    received_frames = 0;
    refused_frames = 0;
    state: "connecting" | "open" | "over" = "connecting";
    close_code: number | null = null;
    private readonly socket: WebSocket | null;
    private readonly identity: StreamIdentity;
    private readonly events: StreamEvents;
    private readonly faults: Faults;
    private sequence = 0;
    private held: string | null = null; // a frame that will be overtaken by the next

    constructor(settings: StreamSettings, identity: StreamIdentity, faults: Faults, events: StreamEvents, ca: string) {
        this.settings = settings;
        this.identity = identity;
        this.events = events;
        this.faults = faults;
        const refused = faults.take("media", settings.url, ["refuse"]);
        if (refused || !is_loopback(settings.url)) {
            this.socket = null;
            this.state = "over";
            queueMicrotask(() => events.failed("connection_failed"));
            return;
        }
        this.socket = new WebSocket(settings.url, {
            headers: settings.auth_token === null ? {} : { authorization: `Bearer ${settings.auth_token}` },
            handshakeTimeout: kHandshakeMs,
            perMessageDeflate: false,
            ca,
        });
        this.socket.on("open", () => this.open());
        this.socket.on("message", (data, is_binary) => this.receive(is_binary ? null : String(data)));
        this.socket.on("error", () => this.over(() => events.failed("connection_failed")));
        this.socket.on("close", (code) => {
            this.close_code = code;
            this.over(() => events.closed());
        });
    }

    /** One tick of the line: both tracks' frames. Not open yet, or no more: the frames are gone, as on a wire. */
    frames(by_track: Record<Track, Uint8Array>): void {
        if (this.state !== "open") return;
        const cut = this.faults.take("media", this.identity.to, ["disconnect"]);
        if (cut) return this.disconnect();
        const us = now_us();
        for (const track of this.settings.tracks) {
            const count = this.counts[track];
            count.first_frame_us ??= us;
            count.last_frame_us = us;
            count.frames++;
            const frame = JSON.stringify({
                event: "media",
                sequence_number: String(++this.sequence),
                stream_id: this.stream_id,
                media: {
                    track,
                    chunk: String(count.frames),
                    timestamp: String((count.frames - 1) * 20),
                    payload: Buffer.from(by_track[track]).toString("base64"),
                },
            });
            this.send_frame(frame);
        }
    }

    dtmf(digit: string): void {
        this.send({ event: "dtmf", occurred_at: iso_us(now_us()), dtmf: { digit } });
    }

    mark(name: string): void {
        this.send({ event: "mark", mark: { name } });
    }

    /** The call ended or streaming was stopped: `stop`, then an orderly close. */
    stop(): void {
        if (this.state === "over") return;
        const { user_id, call_control_id } = this.identity;
        this.send({ event: "stop", stop: { user_id, call_control_id } });
        this.state = "over";
        const { socket } = this;
        socket?.close(1000);
        setTimeout(() => socket?.terminate(), 2000).unref();
    }

    /** Cuts the wire without a word. */
    disconnect(): void {
        this.socket?.terminate();
    }

    private open(): void {
        if (this.state === "over") return;
        this.state = "open";
        const { identity, settings } = this;
        this.socket!.send(JSON.stringify({ event: "connected", version: "1.0.0" }));
        this.send({
            event: "start",
            start: {
                user_id: identity.user_id,
                call_control_id: identity.call_control_id,
                call_session_id: identity.call_session_id,
                from: identity.from,
                to: identity.to,
                tags: [],
                ...(identity.client_state === null ? {} : { client_state: identity.client_state }),
                ...(settings.custom_parameters ? { custom_parameters: settings.custom_parameters } : {}),
                media_format: { encoding: "PCMU", sample_rate: 8000, channels: 1 },
            },
        });
        this.events.opened();
    }

    private over(tell: () => void): void {
        if (this.state === "over") return;
        this.state = "over";
        tell();
    }

    private send(message: { event: string } & Record<string, unknown>): void {
        if (this.state !== "open") return;
        const { event, ...rest } = message;
        this.socket!.send(JSON.stringify({ event, sequence_number: String(++this.sequence), stream_id: this.stream_id, ...rest }));
    }

    private send_frame(frame: string): void {
        const fault = this.faults.take("media", this.identity.to, ["malformed", "reorder", "drop", "duplicate"]);
        const socket = this.socket!;
        if (fault?.kind === "drop") return;
        if (fault?.kind === "reorder" && this.held === null) {
            this.held = frame;
            return;
        }
        socket.send(fault?.kind === "malformed" ? frame.slice(0, frame.length >> 1) : frame);
        if (fault?.kind === "duplicate") socket.send(frame);
        if (this.held !== null) {
            socket.send(this.held);
            this.held = null;
        }
    }

    private receive(text: string | null): void {
        let message: { event?: unknown; media?: { payload?: unknown }; mark?: { name?: unknown } };
        try {
            message = JSON.parse(text ?? "");
        } catch {
            return this.complain(100003, "malformed_frame", "The received frame was not well-formed JSON.");
        }
        if (message.event === "media") {
            const payload = message.media?.payload;
            if (typeof payload !== "string" || payload === "" || !/^[A-Za-z0-9+/]*={0,2}$/.test(payload) || payload.length % 4 !== 0)
                return this.complain(100004, "invalid_media", "The media payload was not base64.");
            if (this.settings.bidirectional !== "rtp")
                return this.complain(100002, "unknown_error", "This sandbox plays RTP mode only: it has no MP3 decoder.");
            const audio = new Uint8Array(Buffer.from(payload, "base64"));
            if (audio.length < 160 || audio.length > 240_000)
                return this.complain(100004, "invalid_media", "A frame holds 20 ms to 30 s of audio.");
            this.received_frames++;
            return this.events.play(audio);
        }
        if (message.event === "mark" && typeof message.mark?.name === "string") return this.events.mark(message.mark.name);
        if (message.event === "clear") return this.events.clear();
        this.complain(100003, "malformed_frame", "The received frame was of no known event.");
    }

    private complain(code: number, title: string, detail: string): void {
        this.refused_frames++;
        this.socket?.send(JSON.stringify({ event: "error", stream_id: this.stream_id, payload: { code, title, detail } }));
    }
}
