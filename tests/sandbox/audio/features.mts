// Log-mel energies of 8 kHz sound: what the recogniser compares. Twenty bands, a 32 ms Hann window.
import { kSampleRate } from "./g711.mts";

export const kBands = 20;
export const kWindow = 256;

// Band energies below this are one and the same silence, so that quantisation noise and comfort noise tell nothing apart.
const kFloor = 2e-4;
const kLowest = 100;
const kHighest = 3700;

const half = kWindow / 2;
const hann = Float64Array.from({ length: kWindow }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / kWindow));
const cosines = Float64Array.from({ length: kWindow }, (_, i) => Math.cos((2 * Math.PI * i) / kWindow));
const sines = Float64Array.from({ length: kWindow }, (_, i) => -Math.sin((2 * Math.PI * i) / kWindow));
const reversed = Uint16Array.from({ length: half }, (_, i) => {
    let r = 0;
    for (let bit = 1, x = i; bit < half; bit <<= 1, x >>= 1) r = (r << 1) | (x & 1);
    return r;
});

const mel = (hz: number) => 2595 * Math.log10(1 + hz / 700);
const hertz = (m: number) => 700 * (10 ** (m / 2595) - 1);
const edges = Float64Array.from({ length: kBands + 2 }, (_, i) => {
    const m = mel(kLowest) + ((mel(kHighest) - mel(kLowest)) * i) / (kBands + 1);
    return (hertz(m) * kWindow) / kSampleRate;
});
// Triangles, kept as the two bands each spectral line feeds and the share of the upper one.
const lower_band = new Int8Array(half).fill(-2);
const upper_share = new Float64Array(half);
for (let k = 1; k < half; k++) {
    for (let b = 0; b <= kBands; b++) {
        if (k >= edges[b]! && k < edges[b + 1]!) {
            lower_band[k] = b - 1;
            upper_share[k] = (k - edges[b]!) / (edges[b + 1]! - edges[b]!);
        }
    }
}

const re = new Float64Array(half);
const im = new Float64Array(half);
const energy = new Float64Array(kBands);

/** One frame: `kWindow` samples from `at`, written as `kBands` natural logarithms at `to`. Never allocates. */
export function log_mel(pcm: Int16Array, at: number, out: Float32Array, to: number): void {
    for (let i = 0; i < half; i++) {
        const j = reversed[i]!;
        re[i] = (pcm[at + 2 * j] ?? 0) * hann[2 * j]!;
        im[i] = (pcm[at + 2 * j + 1] ?? 0) * hann[2 * j + 1]!;
    }
    for (let size = 2; size <= half; size <<= 1) {
        const stride = kWindow / size;
        for (let start = 0; start < half; start += size) {
            for (let k = 0; k < size >> 1; k++) {
                const c = cosines[k * stride]!;
                const s = sines[k * stride]!;
                const a = start + k;
                const b = a + (size >> 1);
                const xr = re[b]! * c - im[b]! * s;
                const xi = re[b]! * s + im[b]! * c;
                re[b] = re[a]! - xr;
                im[b] = im[a]! - xi;
                re[a] = re[a]! + xr;
                im[a] = im[a]! + xi;
            }
        }
    }
    energy.fill(0);
    const scale = 1 / (32768 * 32768 * 8);
    for (let k = 1; k < half; k++) {
        const band = lower_band[k]!;
        if (band === -2) continue;
        const er = (re[k]! + re[half - k]!) / 2;
        const ei = (im[k]! - im[half - k]!) / 2;
        const or = (im[k]! + im[half - k]!) / 2;
        const oi = (re[half - k]! - re[k]!) / 2;
        const fr = er + or * cosines[k]! - oi * sines[k]!;
        const fi = ei + or * sines[k]! + oi * cosines[k]!;
        const power = (fr * fr + fi * fi) * scale;
        const share = upper_share[k]!;
        if (band >= 0) energy[band] = energy[band]! + power * (1 - share);
        if (band + 1 < kBands) energy[band + 1] = energy[band + 1]! + power * share;
    }
    for (let b = 0; b < kBands; b++) out[to + b] = Math.log(energy[b]! + kFloor);
}

export const kSilentBand = Math.log(kFloor);

/** All frames of a recording, `hop` samples apart, the sound taken to be surrounded by silence. */
export function all_features(pcm: Int16Array, hop: number): Float32Array {
    const count = Math.max(1, Math.ceil(pcm.length / hop));
    const out = new Float32Array(count * kBands);
    for (let f = 0; f < count; f++) log_mel(pcm, f * hop, out, f * kBands);
    return out;
}

/** Mean distance of two frames in nepers. Same sound half a frame apart: about 0.3. Different sounds: above 1. */
export function distance(a: Float32Array, i: number, b: Float32Array, j: number): number {
    let sum = 0;
    for (let k = 0; k < kBands; k++) sum += Math.abs(a[i + k]! - b[j + k]!);
    return sum / kBands;
}
