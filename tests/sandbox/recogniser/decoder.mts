// Hears known lines in a stream of sound, while it arrives.
//
// Each 20 ms frame is compared with the frames of the vocabulary that a path can reach: paths walk along lines (dynamic
// time warping with steps of 10, 20 or 30 ms of line for 20 ms of sound), start at any word, and leave at any point; a
// filler path explains everything else at a fixed price. So sound that is not one of the lines, in the codec and at the
// pace it was spoken, is cheaper to explain as filler, and yields no words. A word whose frames fit badly, or whose path
// limps (a frame was lost or doubled), is dropped even when its line is certain: damage shows as lost words.
import { distance, kBands, kSilentBand, kWindow, log_mel } from "../audio/features.mts";
import type { Vocabulary } from "./vocabulary.mts";

const kHop = 160;
export const kFrameMs = 20;

// In nepers of mean band distance per frame, as everything here. Chosen by measurement: see recogniser.test.mts.
const kFillerCost = 0.75; // speech nobody knows
const kSilenceCost = 0.12; // filler while nobody speaks
const kSilent = 0.3; // mean band level above the floor of a frame in which nobody speaks
const kWorst = 2.0; // one frame's distance counts no more than this
const kLimp = 0.9; // step of 10 or 30 ms instead of 20
const kStartPrice = 1.2; // entering at a line's first word
const kJoinPrice = 3.0; // entering at a later word
const kBreakPrice = 1.5; // leaving before a line's end
const kBeam = 9;
const kCertain = 4; // paths this much dearer than the best no longer contradict it
const kPatience = 9; // frames after which the best guess of a word is taken for final anyway
const kHeard = 0.5; // a word's mean distance
const kWound = 1.0; // a frame this far off is damage, not speech
const kWounds = 2; // limps and wounds of which a word is lost
const kVoicedRun = 25; // frames of unknown voiced speech that deserve to be reported: half a second

export const kUnscripted = "[unscripted]";

export interface HeardWord {
    text: string; // as the script writes it
    plain: string;
    start_ms: number; // of the audio received
    end_ms: number;
    confidence: number;
    is_final: boolean;
    line: number; // -1 for unscripted speech
}

interface Passage {
    line: number;
    word: number;
    start: number; // frames
    end: number;
    fit: number; // mean distance; above kHeard the word was not heard
    before: number; // index of the passage before it, -1 for none
}

export class Decoder {
    private readonly vocabulary: Vocabulary;
    private readonly entries: Int32Array;
    private readonly quiet_entries: Int32Array;
    private readonly frame = new Float32Array(kBands);
    private pending = new Int16Array(0);

    // One slot per state, two generations.
    private score: Float32Array;
    private next_score: Float32Array;
    private strain: Float32Array; // distance gathered within the current word
    private next_strain: Float32Array;
    private wounds: Uint8Array; // within the current word
    private next_wounds: Uint8Array;
    private since: Int32Array; // frame at which the current word was entered
    private next_since: Int32Array;
    private back: Int32Array; // passage before the current word
    private next_back: Int32Array;
    private readonly mark: Int32Array; // generation in which next_* of a state was written
    private active: Int32Array;
    private next_active: Int32Array;
    private active_count = 0;

    private filler = 0;
    private filler_back = -1;
    private passages: Passage[] = [];
    private best_back = -1;
    private best_line_state = -1;

    /** Frames heard since the session began. */
    frames = 0;
    /** Frames of silence up to now. */
    silent_run = 0;
    private voiced: number[] = []; // frames with a pitch, this turn
    private settled: HeardWord[] = []; // this turn's final words
    private settled_until = 0;

    constructor(vocabulary: Vocabulary, languages: ReadonlySet<string> | null) {
        this.vocabulary = vocabulary;
        this.entries = vocabulary.entries_for(languages);
        this.quiet_entries = this.entries.filter((state) => frame_level(vocabulary.features, state * kBands) < 3 * kSilent);
        const n = vocabulary.size;
        this.score = new Float32Array(n);
        this.next_score = new Float32Array(n);
        this.strain = new Float32Array(n);
        this.next_strain = new Float32Array(n);
        this.wounds = new Uint8Array(n);
        this.next_wounds = new Uint8Array(n);
        this.since = new Int32Array(n);
        this.next_since = new Int32Array(n);
        this.back = new Int32Array(n);
        this.next_back = new Int32Array(n);
        this.mark = new Int32Array(n).fill(-1);
        this.active = new Int32Array(n);
        this.next_active = new Int32Array(n);
    }

    /** 8 kHz sound, any amount. */
    push(pcm: Int16Array): void {
        const all = new Int16Array(this.pending.length + pcm.length);
        all.set(this.pending);
        all.set(pcm, this.pending.length);
        let at = 0;
        for (; at + kWindow <= all.length; at += kHop) this.step(all, at);
        this.pending = all.slice(at);
    }

    private step(pcm: Int16Array, at: number): void {
        const { features, line_of, word_of, lines } = this.vocabulary;
        log_mel(pcm, at, this.frame, 0);
        const now = this.frames++;
        const silent = frame_level(this.frame, 0) < kSilent;
        this.silent_run = silent ? this.silent_run + 1 : 0;

        let count = 0;
        let best = Infinity;
        const offer = (state: number, paid: number, strain: number, wounds: number, since: number, back: number, limp: number) => {
            let sum = 0;
            const base = state * kBands;
            for (let k = 0; k < kBands; k++) {
                const d = this.frame[k]! - features[base + k]!;
                sum += d < 0 ? -d : d;
            }
            const d = Math.min(kWorst, sum / kBands);
            const total = paid + d + (limp ? kLimp : 0);
            if (total > best + kBeam) return;
            if (this.mark[state] === now) {
                if (this.next_score[state]! <= total) return;
            } else {
                this.mark[state] = now;
                this.next_active[count++] = state;
            }
            this.next_score[state] = total;
            this.next_strain[state] = strain + d;
            this.next_wounds[state] = wounds + limp + (d > kWound ? 1 : 0);
            this.next_since[state] = since;
            this.next_back[state] = back;
            if (total < best) best = total;
        };

        // The filler path, and the best way into it.
        let leave = this.filler;
        let leave_back = this.filler_back;
        for (let i = 0; i < this.active_count; i++) {
            const state = this.active[i]!;
            const line = lines[line_of[state]!]!;
            const done = state >= line.last - 2;
            const price = this.score[state]! + (done ? 0 : kBreakPrice);
            if (price >= leave) continue;
            const word = word_of[state]!;
            // A word counts when its path has seen all of it but the last 20 ms.
            const whole = word >= 0 && state >= line.words[word]!.last - 2;
            leave = price;
            leave_back = whole ? this.close(state, now) : this.back[state]!;
        }

        // In silence only words that begin almost silently can begin.
        const entries = silent ? this.quiet_entries : this.entries;
        for (let i = 0; i < entries.length; i++) {
            const state = entries[i]!;
            const price = state <= lines[line_of[state]!]!.first + 1 ? kStartPrice : kJoinPrice;
            if (distance(this.frame, 0, features, state * kBands) < kWound) offer(state, this.filler + price, 0, 0, now, this.filler_back, 0);
        }

        for (let i = 0; i < this.active_count; i++) {
            const state = this.active[i]!;
            const line = line_of[state]!;
            const last = lines[line]!.last;
            const word = word_of[state]!;
            const paid = this.score[state]!;
            let closed = -2;
            for (let by = 1; by <= 3; by++) {
                const to = state + by;
                if (to > last) break;
                const limp = by === 2 ? 0 : 1;
                if (word_of[to] === word) {
                    offer(to, paid, this.strain[state]!, this.wounds[state]!, this.since[state]!, this.back[state]!, limp);
                } else {
                    if (closed === -2) closed = word >= 0 ? this.close(state, now) : this.back[state]!;
                    offer(to, paid, 0, 0, now, closed, limp);
                }
            }
        }

        this.filler = leave + (silent ? kSilenceCost : kFillerCost);
        this.filler_back = leave_back;
        best = Math.min(best, this.filler);

        // What is too dear is dropped; the rest is counted from the best, so that scores never grow.
        let kept = 0;
        this.best_back = this.filler_back;
        this.best_line_state = -1;
        let least = this.filler;
        for (let i = 0; i < count; i++) {
            const state = this.next_active[i]!;
            const total = this.next_score[state]!;
            if (total > best + kBeam) continue;
            if (total < least) {
                least = total;
                this.best_back = this.next_back[state]!;
                this.best_line_state = state;
            }
            this.next_score[state] = total - best;
            this.next_active[kept++] = state;
        }
        this.filler -= best;
        this.active_count = kept;
        [this.score, this.next_score] = [this.next_score, this.score];
        [this.strain, this.next_strain] = [this.next_strain, this.strain];
        [this.wounds, this.next_wounds] = [this.next_wounds, this.wounds];
        [this.since, this.next_since] = [this.next_since, this.since];
        [this.back, this.next_back] = [this.next_back, this.back];
        [this.active, this.next_active] = [this.next_active, this.active];

        if (!silent && (this.best_line_state < 0 || this.filler < kCertain) && has_pitch(pcm, at)) this.voiced.push(now);
    }

    /** Ends the word that a path at `state` has been walking through. */
    private close(state: number, now: number): number {
        const line = this.vocabulary.line_of[state]!;
        const word = this.vocabulary.word_of[state]!;
        const before = this.back[state]!;
        const start = this.since[state]!;
        const frames = Math.max(1, now - start);
        const span = this.vocabulary.lines[line]!.words[word]!;
        // Half a word is not a word, whatever it sounds like.
        const whole = frames * 2 >= 0.6 * (span.last - span.first + 1) - 2;
        const fit = !whole || this.wounds[state]! >= kWounds ? kWorst : this.strain[state]! / frames;
        this.passages.push({ line, word, start, end: now, fit, before });
        return this.passages.length - 1;
    }

    /** Passages that were heard on the way to `back`, oldest first, without those already settled. */
    private chain(back: number): Passage[] {
        const chain: Passage[] = [];
        for (let at = back; at >= 0; at = this.passages[at]!.before) {
            const passage = this.passages[at]!;
            if (passage.start + passage.end <= 2 * this.settled_until) break;
            if (passage.fit <= kHeard) chain.push(passage);
        }
        return chain.reverse();
    }

    /** How many of the best path's words no living path contradicts, or have waited long enough. */
    private agreed(best: readonly Passage[]): number {
        let common = best.length;
        const seen = new Set<number>();
        const meet = (back: number) => {
            if (back === this.best_back || seen.has(back)) return;
            seen.add(back);
            const other = this.chain(back);
            let same = 0;
            while (same < common && same < other.length && this.alike(best[same]!, other[same]!)) same++;
            common = same;
        };
        if (this.filler < kCertain) meet(this.filler_back);
        for (let i = 0; i < this.active_count && common > 0; i++) {
            const state = this.active[i]!;
            if (this.score[state]! < kCertain) meet(this.back[state]!);
        }
        while (common < best.length && best[common]!.end + kPatience <= this.frames) common++;
        return common;
    }

    private alike(a: Passage, b: Passage): boolean {
        const { lines } = this.vocabulary;
        return Math.abs(a.end - b.end) <= 3 && lines[a.line]!.words[a.word]!.plain === lines[b.line]!.words[b.word]!.plain;
    }

    /** This turn's words so far, oldest first: those that are final, then the best guess at what follows. */
    words(): HeardWord[] {
        const best = this.chain(this.best_back);
        const final = this.agreed(best);
        for (const passage of best.slice(0, final)) {
            this.report(this.settled, passage, this.settled_until, true);
            this.settled_until = passage.end;
        }
        const words = [...this.settled];
        let from = this.settled_until;
        for (const passage of best.slice(final)) {
            this.report(words, passage, from, false);
            from = passage.end;
        }
        // Speech after the last known word is reported once it has ended.
        if (this.silent_run > 10) this.report_unscripted(words, from, this.frames, false);
        return words;
    }

    private report(words: HeardWord[], passage: Passage, from: number, is_final: boolean): void {
        this.report_unscripted(words, from, passage.start, is_final);
        const word = this.vocabulary.lines[passage.line]!.words[passage.word]!;
        words.push({
            text: word.text,
            plain: word.plain,
            start_ms: passage.start * kFrameMs + 16,
            end_ms: passage.end * kFrameMs + 16,
            confidence: Math.round(Math.exp(-passage.fit) * 1000) / 1000,
            is_final,
            line: passage.line,
        });
    }

    private report_unscripted(words: HeardWord[], from: number, to: number, is_final: boolean): void {
        const span = this.voiced.filter((frame) => frame >= from && frame < to);
        if (span.length < kVoicedRun) return;
        words.push({
            text: kUnscripted,
            plain: kUnscripted,
            start_ms: span[0]! * kFrameMs,
            end_ms: span.at(-1)! * kFrameMs + kFrameMs,
            confidence: 0.2,
            is_final,
            line: -1,
        });
    }

    /** Whether the last word heard was the last of its line. */
    line_complete(): boolean {
        const at = this.best_back;
        if (at < 0) return false;
        const { line, word } = this.passages[at]!;
        return word === this.vocabulary.lines[line]!.words.length - 1;
    }

    /** Forgets this turn's words; paths under way go on. */
    end_turn(): void {
        this.passages = [];
        for (let i = 0; i < this.active_count; i++) this.back[this.active[i]!] = -1;
        this.filler_back = -1;
        this.best_back = -1;
        this.voiced = [];
        this.settled = [];
        this.settled_until = this.frames;
    }
}

function frame_level(features: Float32Array, at: number): number {
    let level = 0;
    for (let k = 0; k < kBands; k++) level += features[at + k]! - kSilentBand;
    return level / kBands;
}

/** Whether a frame has a pitch between 70 and 400 Hz: voices have, line noise and broken codecs have not. */
function has_pitch(pcm: Int16Array, at: number): boolean {
    let whole = 0;
    for (let i = 0; i < kWindow; i++) whole += (pcm[at + i] ?? 0) ** 2;
    if (whole < kWindow * 150 * 150) return false;
    for (let lag = 20; lag <= 114; lag += 2) {
        let product = 0;
        let a = 0;
        let b = 0;
        for (let i = 0; i + lag < kWindow; i += 2) {
            const x = pcm[at + i]!;
            const y = pcm[at + i + lag]!;
            product += x * y;
            a += x * x;
            b += y * y;
        }
        if (product > 0 && product * product > 0.36 * a * b) return true;
    }
    return false;
}
