import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { align_phones, parse_phones } from "./audio/alignment.mts";
import { alaw_to_pcm, kFrameSamples, loudness, mix_ulaw, pcm_to_ulaw, ulaw_to_pcm } from "./audio/g711.mts";
import { Halver, resample } from "./audio/resample.mts";
import { read_wav, write_wav } from "./audio/wav.mts";

const tables = JSON.parse(readFileSync(join(import.meta.dirname, "fixtures/g711_tables.json"), "utf8"));
const all_bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
const sine = (hertz: number, rate: number, length = rate) =>
    Int16Array.from({ length }, (_, i) => Math.round(10_000 * Math.sin((2 * Math.PI * hertz * i) / rate)));
const power = (pcm: Int16Array) => Math.sqrt(pcm.slice(500, -500).reduce((sum, x) => sum + x * x, 0) / (pcm.length - 1000));

describe("G.711", () => {
    it("decodes every byte as the ITU's tables say", () => {
        assert.deepEqual([...ulaw_to_pcm(all_bytes)], tables.ulaw_to_s16);
        assert.deepEqual([...alaw_to_pcm(all_bytes)], tables.alaw_to_s16);
    });
    it("encodes what it decodes back to the same sound", () => {
        const pcm = ulaw_to_pcm(all_bytes);
        assert.deepEqual(ulaw_to_pcm(pcm_to_ulaw(pcm)), pcm);
    });
    it("mixes voices by adding, and clips instead of wrapping", () => {
        const loud = new Uint8Array(kFrameSamples).fill(0x80);
        assert.equal(mix_ulaw([loud]), loud);
        assert.deepEqual(mix_ulaw([loud, loud]), loud);
        assert.equal(loudness(mix_ulaw([])), 0);
    });
});

describe("resampling", () => {
    for (const rate of [16_000, 22_050]) {
        it(`keeps telephone speech and loses what 8 kHz cannot hold (${rate} Hz)`, () => {
            assert.ok(Math.abs(power(resample(sine(1000, rate), rate, 8000)) - 7071) < 10);
            assert.ok(Math.abs(power(resample(sine(3000, rate), rate, 8000)) - 7071) < 10);
            assert.ok(power(resample(sine(5000, rate), rate, 8000)) < 5);
        });
    }
    it("halves a stream without seams, whatever the chunks", () => {
        const tone = sine(1000, 16_000);
        const whole = new Halver().push(tone);
        const halver = new Halver();
        const parts: number[] = [];
        for (let at = 0, n = 1; at < tone.length; at += n, n = (n * 7 + 3) % 501) parts.push(...halver.push(tone.subarray(at, at + n)));
        assert.deepEqual(parts, [...whole]);
    });
});

describe("WAVE files", () => {
    it("come back as they were written", () => {
        const sound = { rate: 8000, channels: 2, pcm: Int16Array.of(1, -2, 3, -32768) };
        assert.deepEqual(read_wav(write_wav(sound)), sound);
    });
    it("are refused when they are something else", () => {
        assert.equal(read_wav(Buffer.from("ID3 this is no wave file at all")), null);
        assert.equal(read_wav(Buffer.alloc(0)), null);
    });
});

describe("word times", () => {
    it("follow the phones, also where a word sounds otherwise than alone", () => {
        const line = parse_phones("pau:0.100 g:0.150 uh:0.250 d:0.300 ah:0.350 d:0.400 ey:0.600 pau:0.700");
        const words = align_phones(line, ["good", "a", "day"], [["pau", "g", "uh", "d", "pau"], ["ey"], ["d", "ey"]]);
        assert.deepEqual(words.map((word) => [word.text, Math.round(word.start_ms), Math.round(word.end_ms)]), [
            ["good", 100, 300],
            ["a", 300, 350],
            ["day", 350, 600],
        ]);
    });
});
