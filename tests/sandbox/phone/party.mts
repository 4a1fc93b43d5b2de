// A person (or machine) at one end of a line: speaks the script's lines in its own voice, listens for the other side's
// pauses, and hangs up when the script says so. Driven one 20 ms frame at a time; knows no clock of its own.
import type { SpokenWord } from "../audio/alignment.mts";
import { kFrameMs, kFrameSamples, kUlawSilence, loudness, pcm_to_ulaw } from "../audio/g711.mts";
import type { Utterance } from "../audio/voice.mts";
import type { Script, ScriptLine } from "./directory.mts";

const kSpeechLevel = 250; // root mean square above which a frame is somebody talking
const kSpokenFrames = 8; // frames of talk that count as having said something
const kBreathMs = 700; // between picking up and the first word
const kPauseMs = 700; // silence after which it is our turn
const kLeaveMs = 900; // of silence between the last word, whoever's, and the click
const kLeaveAnywayMs = 8000;

export interface Moment {
    frame: Uint8Array | null; // null: nobody speaks
    /** Words whose last sample is in this frame. */
    ended: { text: string; line: number; word: number; of_line: SpokenWord[] }[];
    pressed: string | null;
    hangs_up: boolean;
}

export interface LineLog {
    line: number;
    text: string;
    started_ms: number; // after the answer
    ended_ms: number | null;
}

export class Party {
    readonly script: Script;
    readonly said: LineLog[] = [];
    private readonly utterances: (Utterance | null)[];
    private readonly beep: Uint8Array | null;
    private ms = 0; // since the answer
    private next_line = 0;
    private speaking: { index: number; utterance: Utterance; at: number } | null = null;
    private waiting_since = 0;
    private other_frames = 0;
    private other_quiet_ms = 0;
    private connected = false;

    constructor(script: Script, utterances: (Utterance | null)[]) {
        this.script = script;
        this.utterances = utterances;
        this.beep = script.beep_after_ms === null ? null : tone(1000, 440);
    }

    /** The other side is on the line now: an agent's patience begins to count. */
    connect(): void {
        this.connected = true;
        this.waiting_since = this.ms;
    }

    /** Hears one frame, says one. */
    step(heard: Uint8Array | null): Moment {
        const moment: Moment = { frame: null, ended: [], pressed: null, hangs_up: false };
        if (heard && loudness(heard) > kSpeechLevel) {
            this.other_frames++;
            this.other_quiet_ms = 0;
        } else {
            this.other_quiet_ms += kFrameMs;
        }

        const line = this.script.lines[this.next_line];
        if (!this.speaking && line && this.is_due(line)) {
            this.other_frames = 0;
            const utterance = this.utterances[this.next_line];
            if (utterance) {
                this.said.push({ line: this.next_line, text: line.say!, started_ms: this.ms, ended_ms: null });
                this.speaking = { index: this.next_line, utterance, at: 0 };
            } else {
                moment.pressed = line.press ?? null;
            }
            this.next_line++;
        }
        if (this.speaking) this.speak(moment, this.speaking);
        else if (this.beep && this.ms >= this.script.beep_after_ms!) {
            const at = ((this.ms - this.script.beep_after_ms!) / kFrameMs) * kFrameSamples;
            if (at < this.beep.length) moment.frame = this.beep.subarray(at, at + kFrameSamples);
        }

        const { hang_up } = this.script;
        if (typeof hang_up === "number") moment.hangs_up = this.ms >= hang_up;
        else if (hang_up === "end") {
            const finished = !this.speaking && this.next_line >= this.script.lines.length;
            const waited = this.ms - this.waiting_since;
            moment.hangs_up = finished && waited >= kLeaveMs && (this.other_quiet_ms >= kLeaveMs || waited >= kLeaveAnywayMs);
        }
        this.ms += kFrameMs;
        return moment;
    }

    private speak(moment: Moment, speaking: { index: number; utterance: Utterance; at: number }): void {
        const { audio, words } = speaking.utterance;
        const from = speaking.at;
        moment.frame = audio.subarray(from, from + kFrameSamples);
        if (moment.frame.length < kFrameSamples) {
            const padded = new Uint8Array(kFrameSamples).fill(kUlawSilence);
            padded.set(moment.frame);
            moment.frame = padded;
        }
        speaking.at += kFrameSamples;
        const last = speaking.at >= audio.length;
        words.forEach((word, index) => {
            const end = word.end_ms * 8;
            if (end > from && (end <= speaking.at || last))
                moment.ended.push({ text: word.text, line: speaking.index, word: index, of_line: words });
        });
        if (last) {
            this.said.at(-1)!.ended_ms = this.ms + kFrameMs;
            this.speaking = null;
            this.waiting_since = this.ms + kFrameMs;
            this.other_quiet_ms = 0;
        }
    }

    private is_due(line: ScriptLine): boolean {
        if (line.after === "answer") return this.ms >= kBreathMs;
        if (typeof line.after === "number") return this.ms >= line.after;
        if (this.script.role === "agent" && !this.connected) return false;
        if (this.other_quiet_ms < kPauseMs) return false;
        return this.other_frames >= kSpokenFrames || this.ms - this.waiting_since >= this.script.patience_ms;
    }

    get finished(): boolean {
        return !this.speaking && this.next_line >= this.script.lines.length;
    }
}

function tone(hertz: number, length_ms: number): Uint8Array {
    const pcm = new Int16Array(length_ms * 8);
    for (let i = 0; i < pcm.length; i++) pcm[i] = Math.round(8000 * Math.sin((2 * Math.PI * hertz * i) / 8000));
    return pcm_to_ulaw(pcm);
}
