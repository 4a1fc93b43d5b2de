// The recogniser's own numbers. They say that our path carries sound unharmed, never how well any vendor hears.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { alaw_to_pcm, kFrameSamples, kUlawSilence, pcm_to_ulaw, ulaw_to_pcm } from "./audio/g711.mts";
import { type Utterance, voice_language, Voices } from "./audio/voice.mts";
import { Directory } from "./phone/directory.mts";
import { Decoder, type HeardWord } from "./recogniser/decoder.mts";
import { type KnownLine, plain_word, Vocabulary } from "./recogniser/vocabulary.mts";
import { kAudioCache, percentile, word_errors } from "./stage.mts";

let spoken: { line: KnownLine; said: Utterance }[];
let vocabulary: Vocabulary;

before(async () => {
    const directory = await Directory.load(import.meta.dirname);
    const voices = new Voices(kAudioCache);
    const lines: KnownLine[] = [
        ...directory.scripts.flatMap((script) =>
            script.lines.filter((line) => line.say !== undefined).map((line) => ({ text: line.say!, voice: script.voice, source: script.name })),
        ),
        ...directory.decoys.map((decoy) => ({ text: decoy.say, voice: decoy.voice, source: "decoy" })),
    ].map((line) => ({ ...line, language: voice_language(line.voice) }));
    spoken = await Promise.all(lines.map(async (line) => ({ line, said: await voices.say(line.voice, line.text) })));
    vocabulary = new Vocabulary(spoken);
});

const kLead = 400; // ms of silence before each line

function in_silence(audio: Uint8Array, phase: number): Uint8Array {
    const lead = kLead * 8 + phase;
    const all = new Uint8Array(lead + audio.length + 6400).fill(kUlawSilence);
    all.set(audio, lead);
    return all;
}

interface Hearing {
    words: HeardWord[];
    finals: { word: HeardWord; at_ms: number }[]; // when, in audio time, each word became final
}

function hear(audio: Uint8Array, languages: ReadonlySet<string> | null = null): Hearing {
    const decoder = new Decoder(vocabulary, languages);
    const finals: Hearing["finals"] = [];
    const chunk = 5 * kFrameSamples; // 100 ms, as our origin sends
    for (let at = 0; at < audio.length; at += chunk) {
        decoder.push(ulaw_to_pcm(audio.subarray(at, at + chunk)));
        const words = decoder.words().filter((word) => word.is_final);
        for (const word of words.slice(finals.length)) finals.push({ word, at_ms: Math.min(audio.length, at + chunk) / 8 });
    }
    return { words: decoder.words(), finals };
}

const of_line = (said: Utterance) => said.words.map((word) => plain_word(word.text));
const known = (words: readonly HeardWord[]) => words.filter((word) => word.line >= 0).map((word) => word.plain);

/** `every`: 1 for all lines, 3 for a third of them. */
function error_rate(damage: (audio: Uint8Array) => Uint8Array, every: number, phase = 0): { rate: number; words: number } {
    let errors = 0;
    let words = 0;
    for (const { said } of spoken.filter((_, i) => i % every === 0)) {
        errors += word_errors(of_line(said), known(hear(in_silence(damage(said.audio), phase)).words));
        words += said.words.length;
    }
    return { rate: errors / words, words };
}

function frames(audio: Uint8Array, change: (frame: Uint8Array, index: number) => Uint8Array[]): Uint8Array {
    const out: Uint8Array[] = [];
    for (let at = 0, i = 0; at < audio.length; at += kFrameSamples, i++) out.push(...change(audio.subarray(at, at + kFrameSamples), i));
    return new Uint8Array(Buffer.concat(out));
}

describe("the recogniser", () => {
    it("has at least fifty near-miss decoys in its vocabulary at all times", () => {
        assert.ok(vocabulary.lines.filter((line) => line.source === "decoy").length >= 50);
    });

    it("hears every line, decoys included, with at most 5 % word errors", (t) => {
        for (const phase of [0, 80, 37]) {
            const { rate, words } = error_rate((audio) => audio, phase === 0 ? 1 : 2, phase);
            t.diagnostic(`clean μ-law, ${phase} samples off the frame grid: ${(rate * 100).toFixed(2)} % of ${words} words`);
            assert.ok(rate <= 0.05);
        }
    });

    it("bears a little line noise", (t) => {
        let state = 1;
        const noise = () => ((state = (state * 16807) % 2147483647) / 2147483647 - 0.5) * 60;
        const { rate } = error_rate((audio) => pcm_to_ulaw(ulaw_to_pcm(audio).map((x) => Math.round(x + noise()))), 3);
        t.diagnostic(`noise of ±30: ${(rate * 100).toFixed(2)} %`);
        assert.ok(rate <= 0.05);
    });

    const kDamage: [string, number, (audio: Uint8Array) => Uint8Array][] = [
        ["every tenth frame is missing", 0.5, (audio) => frames(audio, (frame, i) => (i % 10 === 9 ? [] : [frame]))],
        ["every twentieth frame is missing", 0.3, (audio) => frames(audio, (frame, i) => (i % 20 === 19 ? [] : [frame]))],
        ["every tenth frame is silence", 0.15, (audio) => frames(audio, (frame, i) => [i % 10 === 9 ? new Uint8Array(frame.length).fill(kUlawSilence) : frame])],
        ["every tenth frame comes twice", 0.5, (audio) => frames(audio, (frame, i) => (i % 10 === 9 ? [frame, frame] : [frame]))],
        ["μ-law is taken for A-law", 0.95, (audio) => pcm_to_ulaw(alaw_to_pcm(audio))],
    ];
    for (const [what, least, damage] of kDamage) {
        it(`loses words when ${what}`, (t) => {
            const { rate } = error_rate(damage, 3);
            t.diagnostic(`${(rate * 100).toFixed(1)} % of words lost or wrong`);
            assert.ok(rate >= least, `only ${(rate * 100).toFixed(1)} %`);
        });
    }

    it("takes no decoy for a line of a script", () => {
        for (const { line, said } of spoken.filter((one) => one.line.source === "decoy")) {
            const { words } = hear(in_silence(said.audio, 0));
            const mistaken = words.filter((word) => word.line >= 0 && vocabulary.lines[word.line]!.source !== "decoy");
            // Up to the first word that differs a decoy may sound like its neighbour; the text is the decoy's either way.
            assert.deepEqual(known(words), of_line(said), line.text);
            assert.ok(mistaken.length <= said.words.length / 2, line.text);
        }
    });

    it("hears nothing in noise, tones and silence", () => {
        let state = 5;
        const noise = () => ((state = (state * 16807) % 2147483647) / 2147483647 - 0.5) * 12_000;
        const sounds = [
            Int16Array.from({ length: 32_000 }, noise),
            Int16Array.from({ length: 32_000 }, () => 0),
            Int16Array.from({ length: 32_000 }, (_, i) => (i % 16 < 8 ? 3000 : -3000)),
        ];
        for (const sound of sounds) assert.deepEqual(known(hear(pcm_to_ulaw(sound)).words), []);
    });

    it("reports speech it does not know as unscripted", async () => {
        const stranger = await new Voices(kAudioCache).say("slt", "The quick brown fox jumps over a lazy dog while nobody is looking.");
        const { words } = hear(in_silence(stranger.audio, 0));
        assert.deepEqual([...new Set(words.map((word) => word.plain))], ["[unscripted]"]);
    });

    it("does not understand Spanish when asked for English", () => {
        const line = spoken.find((one) => one.line.source === "spanish_speaker")!;
        assert.deepEqual(known(hear(in_silence(line.said.audio, 0), new Set(["en"])).words), []);
        assert.deepEqual(known(hear(in_silence(line.said.audio, 0)).words), of_line(line.said));
    });

    it("hears the rest of a line when it comes in half-way", () => {
        const { said } = spoken.find((one) => one.line.text.startsWith("I can pay two hundred and fifty"))!;
        const from = said.words[4]!.start_ms * 8;
        assert.deepEqual(known(hear(said.audio.subarray(from - (from % kFrameSamples))).words).slice(-4), ["fifty", "dollars", "on", "friday"]);
    });

    it("gives each word its time, and tells it within 300 ms of its last sample", (t) => {
        const late: number[] = [];
        const off: number[] = [];
        for (const { said } of spoken) {
            const { finals } = hear(in_silence(said.audio, 0));
            if (finals.length !== said.words.length) continue;
            finals.forEach(({ word, at_ms }, i) => {
                late.push(at_ms - (kLead + said.words[i]!.end_ms));
                off.push(Math.abs(word.end_ms - (kLead + said.words[i]!.end_ms)));
            });
        }
        t.diagnostic(`final after the word's last sample, 100 ms chunks included: median ${percentile(late, 0.5)} ms, 95 % ${percentile(late, 0.95)} ms, worst ${Math.max(...late)} ms (${late.length} words)`);
        t.diagnostic(`word end off by: median ${percentile(off, 0.5)} ms, 95 % ${percentile(off, 0.95)} ms`);
        assert.ok(percentile(late, 0.95) <= 300);
        assert.ok(percentile(off, 0.95) <= 60);
    });

    it("never takes a final word back", () => {
        for (const { said } of spoken.slice(0, 40)) {
            const decoder = new Decoder(vocabulary, null);
            const audio = in_silence(said.audio, 0);
            let before: string[] = [];
            for (let at = 0; at < audio.length; at += 800) {
                decoder.push(ulaw_to_pcm(audio.subarray(at, at + 800)));
                const finals = decoder.words().filter((word) => word.is_final).map((word) => `${word.plain}@${word.start_ms}`);
                assert.deepEqual(finals.slice(0, before.length), before);
                before = finals;
            }
        }
    });

    it("keeps up with eight streams on half a core", (t) => {
        const audio = in_silence(new Uint8Array(Buffer.concat(spoken.slice(0, 20).map(({ said }) => said.audio))), 0);
        hear(audio); // warm
        const began = process.cpuUsage();
        hear(audio);
        const { user, system } = process.cpuUsage(began);
        const share = (user + system) / 1e6 / (audio.length / 8000);
        t.diagnostic(`${(share * 100).toFixed(2)} % of a core a stream of unbroken speech; eight: ${(share * 800).toFixed(1)} %`);
        assert.ok(share * 8 < 0.5);
    });
});
