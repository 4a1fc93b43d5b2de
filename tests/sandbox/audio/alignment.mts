// Where each word of a synthesised line begins and ends. Two ways, for the two synthesisers: flite tells its phones and
// their times; espeak-ng tells nothing, so its line is warped onto its words said one by one.
import { all_features, distance, kBands, kSilentBand } from "./features.mts";
import { kSampleRate } from "./g711.mts";

export interface SpokenWord {
    text: string; // as written, punctuation and all
    start_ms: number;
    end_ms: number;
}

export interface Phone {
    name: string;
    start_ms: number;
    end_ms: number;
}

/** `pau:0.218 g:0.280 …` as `flite -psdur` prints it, ends in seconds. */
export function parse_phones(printed: string): Phone[] {
    let last = 0;
    return printed
        .trim()
        .split(/\s+/)
        .map((item) => {
            const [name, end] = item.split(":") as [string, string];
            const phone = { name, start_ms: last, end_ms: Number(end) * 1000 };
            last = phone.end_ms;
            return phone;
        });
}

const vowel = /^(a|e|i|o|u)/;

/** Phones of the line against the phones each word has alone: the cheapest edit says which phone belongs to which word. */
export function align_phones(line: readonly Phone[], texts: readonly string[], alone: readonly string[][]): SpokenWord[] {
    const heard = line.filter((phone) => phone.name !== "pau");
    const expected = alone.flatMap((phones, word) => phones.filter((name) => name !== "pau").map((name) => ({ name, word })));
    const rows = heard.length + 1;
    const columns = expected.length + 1;
    const cost = new Float32Array(rows * columns);
    const unlike = (a: string, b: string) => (a === b ? 0 : vowel.test(a) === vowel.test(b) ? 0.6 : 1.5);
    for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) {
            if (i === 0 || j === 0) {
                cost[i * columns + j] = i + j;
                continue;
            }
            cost[i * columns + j] = Math.min(
                cost[(i - 1) * columns + j - 1]! + unlike(heard[i - 1]!.name, expected[j - 1]!.name),
                cost[(i - 1) * columns + j]! + 1,
                cost[i * columns + j - 1]! + 1,
            );
        }
    }
    const owner = new Int32Array(heard.length);
    for (let i = heard.length, j = expected.length; i > 0; ) {
        const here = cost[i * columns + j]!;
        if (j > 0 && Math.abs(here - cost[(i - 1) * columns + j - 1]! - unlike(heard[i - 1]!.name, expected[j - 1]!.name)) < 1e-3) {
            owner[--i] = expected[--j]!.word;
        } else if (j > 0 && Math.abs(here - cost[i * columns + j - 1]! - 1) < 1e-3) {
            j--;
        } else {
            owner[--i] = expected[Math.max(0, j - 1)]!.word;
        }
    }
    let end = 0;
    return texts.map((text, word) => {
        const first = owner.indexOf(word);
        if (first < 0) return { text, start_ms: end, end_ms: end };
        end = heard[owner.lastIndexOf(word)]!.end_ms;
        return { text, start_ms: heard[first]!.start_ms, end_ms: end };
    });
}

const kHopMs = 10;

/** Dynamic time warping of the line onto its words said one by one. */
export function align_sounds(line: Int16Array, texts: readonly string[], alone: readonly Int16Array[]): SpokenWord[] {
    const hop = (kSampleRate * kHopMs) / 1000;
    const a = all_features(line, hop);
    const parts = alone.map((sound) => all_features(sound, hop));
    const owner = parts.flatMap((part, word) => Array<number>(part.length / kBands).fill(word));
    const b = new Float32Array(owner.length * kBands);
    parts.reduce((at, part) => (b.set(part, at), at + part.length), 0);
    const rows = a.length / kBands;
    const columns = owner.length;
    const cost = new Float32Array(rows * columns).fill(Infinity);
    for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) {
            const d = distance(a, i * kBands, b, j * kBands);
            const before =
                i === 0 && j === 0
                    ? 0
                    : Math.min(
                          i > 0 && j > 0 ? cost[(i - 1) * columns + j - 1]! : Infinity,
                          i > 0 ? cost[(i - 1) * columns + j]! + 0.1 : Infinity,
                          j > 0 ? cost[i * columns + j - 1]! + 0.1 : Infinity,
                      );
            cost[i * columns + j] = before + d;
        }
    }
    const word_of = new Int32Array(rows);
    for (let i = rows - 1, j = columns - 1; i >= 0; ) {
        word_of[i] = owner[j]!;
        const diagonal = i > 0 && j > 0 ? cost[(i - 1) * columns + j - 1]! : Infinity;
        const up = i > 0 ? cost[(i - 1) * columns + j]! + 0.1 : Infinity;
        const left = j > 0 ? cost[i * columns + j - 1]! + 0.1 : Infinity;
        if (i === 0 && j === 0) break;
        if (diagonal <= up && diagonal <= left) i--, j--;
        else if (up <= left) i--;
        else j--;
    }
    const quiet = (i: number) => {
        let sum = 0;
        for (let k = 0; k < kBands; k++) sum += a[i * kBands + k]! - kSilentBand;
        return sum / kBands < 0.35;
    };
    let end = 0;
    return texts.map((text, word) => {
        let first = word_of.indexOf(word);
        if (first < 0) return { text, start_ms: end, end_ms: end };
        let last = word_of.lastIndexOf(word);
        while (first < last && quiet(first)) first++;
        while (last > first && quiet(last)) last--;
        end = (last + 1) * kHopMs + 16;
        return { text, start_ms: first * kHopMs + 16, end_ms: end };
    });
}
