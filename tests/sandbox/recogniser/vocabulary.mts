// What the recogniser can hear: every line of every script, and near-miss decoys, as sequences of log-mel frames.
import { all_features, kBands, kSilentBand } from "../audio/features.mts";
import { kSampleRate, ulaw_to_pcm } from "../audio/g711.mts";
import type { Utterance } from "../audio/voice.mts";

export const kTemplateHopMs = 10;
const kShortest = 4;
const kCentreMs = 16; // a frame speaks of the middle of its 32 ms window

export interface KnownLine {
    text: string;
    voice: string;
    language: string;
    source: string; // the script's name, or "decoy"
}

export interface VocabularyLine extends KnownLine {
    first: number; // state of its first frame
    last: number;
    words: { text: string; plain: string; first: number; last: number }[];
}

/** As a recogniser writes a word before formatting: lower case, no punctuation. */
export function plain_word(text: string): string {
    return text.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
}

/**
 * All lines end to end. A *state* is one frame of one line, 10 ms after its neighbour; silence before the first word and
 * after the last is left out, so a line can be entered and left without delay.
 */
export class Vocabulary {
    readonly lines: VocabularyLine[] = [];
    readonly features: Float32Array;
    readonly line_of: Int32Array;
    readonly word_of: Int32Array; // index within the line, -1 between words
    readonly entries: Int32Array; // states where a word begins
    readonly size: number;

    constructor(spoken: readonly { line: KnownLine; said: Utterance }[]) {
        const hop = (kSampleRate * kTemplateHopMs) / 1000;
        const parts: Float32Array[] = [];
        const entries: number[] = [];
        let size = 0;
        for (const { line, said } of spoken) {
            const frames = all_features(ulaw_to_pcm(said.audio), hop);
            const count = frames.length / kBands;
            const frame_at = (ms: number) => Math.max(0, Math.min(count - 1, Math.round((ms - kCentreMs) / kTemplateHopMs)));
            const from = frame_at(said.words[0]?.start_ms ?? 0);
            const to = frame_at(said.words.at(-1)?.end_ms ?? 0);
            const state = (ms: number) => size + frame_at(ms) - from;
            // The shortest words would be stepped over: each takes at least kShortest states, at its successor's cost.
            let free = size;
            const spans = said.words.map((word) => {
                const first = Math.max(free, state(word.start_ms));
                const last = Math.max(first + kShortest - 1, state(word.end_ms) - 1);
                free = last + 1;
                return { text: word.text, plain: plain_word(word.text), first, last };
            });
            const end = Math.max(size + to - from, free - 1);
            this.lines.push({
                ...line,
                first: size,
                last: end,
                words: spans,
            });
            const part = new Float32Array((end - size + 1) * kBands).fill(kSilentBand);
            part.set(frames.subarray(from * kBands, (from + end - size + 1) * kBands));
            parts.push(part);
            size = end + 1;
        }
        this.size = size;
        this.features = new Float32Array(size * kBands);
        this.line_of = new Int32Array(size);
        this.word_of = new Int32Array(size).fill(-1);
        let at = 0;
        for (const part of parts) {
            this.features.set(part, at);
            at += part.length;
        }
        this.lines.forEach((line, index) => {
            this.line_of.fill(index, line.first, line.last + 1);
            line.words.forEach((word, position) => {
                this.word_of.fill(position, word.first, word.last + 1);
                entries.push(word.first);
            });
            // Sound comes in 20 ms frames: a line may begin at either of its first two 10 ms states.
            entries.push(line.first + 1);
        });
        this.entries = Int32Array.from(new Set(entries)).sort();
    }

    /** A view for one language model: the lines it may hear. `null` hears all. */
    entries_for(languages: ReadonlySet<string> | null): Int32Array {
        if (!languages) return this.entries;
        return this.entries.filter((state) => languages.has(this.lines[this.line_of[state]!]!.language));
    }
}
