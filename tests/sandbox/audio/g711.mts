// G.711 as telephones speak it. Tables in the usual 16-bit scaling (ITU-T G.711).

export const kSampleRate = 8000;
export const kFrameSamples = 160; // 20 ms
export const kFrameMs = 20;
export const kUlawSilence = 0xff;

const ulaw_table = new Int16Array(256);
const alaw_table = new Int16Array(256);
for (let byte = 0; byte < 256; byte++) {
    const u = ~byte & 0xff;
    const magnitude = (((u & 0x0f) << 3) + 0x84) << ((u & 0x70) >> 4);
    ulaw_table[byte] = u & 0x80 ? 0x84 - magnitude : magnitude - 0x84;

    const a = byte ^ 0x55;
    const segment = (a & 0x70) >> 4;
    const mantissa = (a & 0x0f) << 4;
    const level = segment === 0 ? mantissa + 8 : (mantissa + 0x108) << (segment - 1);
    alaw_table[byte] = a & 0x80 ? level : -level;
}

// One byte for each 14-bit magnitude step, so that encoding is a look-up.
const ulaw_bytes = new Uint8Array(65536);
for (let sample = -32768; sample < 32768; sample++) {
    const sign = sample < 0 ? 0x80 : 0;
    const biased = Math.min(Math.abs(sample), 32635) + 0x84;
    const exponent = 31 - Math.clz32(biased) - 7;
    const mantissa = (biased >> (exponent + 3)) & 0x0f;
    ulaw_bytes[sample & 0xffff] = ~(sign | (exponent << 4) | mantissa) & 0xff;
}

export function ulaw_to_pcm(bytes: Uint8Array): Int16Array {
    const pcm = new Int16Array(bytes.length);
    for (let i = 0; i < bytes.length; i++) pcm[i] = ulaw_table[bytes[i]!]!;
    return pcm;
}

export function alaw_to_pcm(bytes: Uint8Array): Int16Array {
    const pcm = new Int16Array(bytes.length);
    for (let i = 0; i < bytes.length; i++) pcm[i] = alaw_table[bytes[i]!]!;
    return pcm;
}

export function pcm_to_ulaw(pcm: Int16Array): Uint8Array {
    const bytes = new Uint8Array(pcm.length);
    for (let i = 0; i < pcm.length; i++) bytes[i] = ulaw_bytes[pcm[i]! & 0xffff]!;
    return bytes;
}

/** What an ear on a line hears when several talk at once: the sum, clipped. Nobody talking is silence; one is passed as it is. */
export function mix_ulaw(voices: readonly Uint8Array[]): Uint8Array {
    if (voices.length === 0) return new Uint8Array(kFrameSamples).fill(kUlawSilence);
    if (voices.length === 1) return voices[0]!;
    const mixed = new Uint8Array(kFrameSamples);
    for (let i = 0; i < kFrameSamples; i++) {
        let sum = 0;
        for (const voice of voices) sum += ulaw_table[voice[i] ?? kUlawSilence]!;
        mixed[i] = ulaw_bytes[Math.max(-32768, Math.min(32767, sum)) & 0xffff]!;
    }
    return mixed;
}

/** Root mean square of a frame in 16-bit units: speech is above 300, a quiet line below 60. */
export function loudness(frame: Uint8Array): number {
    let sum = 0;
    for (let i = 0; i < frame.length; i++) sum += ulaw_table[frame[i]!]! ** 2;
    return Math.sqrt(sum / Math.max(1, frame.length));
}
