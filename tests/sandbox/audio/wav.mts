// RIFF/WAVE, the part we meet: 16-bit PCM and G.711, read and written whole.
import { alaw_to_pcm, ulaw_to_pcm } from "./g711.mts";

export interface Sound {
    rate: number;
    channels: number;
    pcm: Int16Array; // interleaved
}

/** Errors: null when the bytes are not a WAVE file of a kind we read. Tolerates streams that never patched their sizes. */
export function read_wav(file: Uint8Array): Sound | null {
    const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
    const tag = (at: number) => String.fromCharCode(...file.subarray(at, at + 4));
    if (file.length < 12 || tag(0) !== "RIFF" || tag(8) !== "WAVE") return null;
    let format: { code: number; channels: number; rate: number; bits: number } | null = null;
    for (let at = 12; at + 8 <= file.length; ) {
        const size = Math.min(view.getUint32(at + 4, true), file.length - at - 8);
        const body = at + 8;
        if (tag(at) === "fmt " && size >= 16) {
            format = {
                code: view.getUint16(body, true),
                channels: view.getUint16(body + 2, true),
                rate: view.getUint32(body + 4, true),
                bits: view.getUint16(body + 14, true),
            };
        } else if (tag(at) === "data" && format) {
            const data = file.subarray(body, body + size);
            const { channels, rate } = format;
            if (format.code === 7) return { rate, channels, pcm: ulaw_to_pcm(data) };
            if (format.code === 6) return { rate, channels, pcm: alaw_to_pcm(data) };
            if (format.code !== 1 || format.bits !== 16) return null;
            return { rate, channels, pcm: new Int16Array(data.slice(0, size & ~1).buffer) };
        }
        at = body + size + (size & 1);
    }
    return null;
}

export function write_wav(sound: Sound): Uint8Array {
    const data = new Uint8Array(sound.pcm.buffer, sound.pcm.byteOffset, sound.pcm.byteLength);
    const file = new Uint8Array(44 + data.length);
    const view = new DataView(file.buffer);
    const put = (at: number, text: string) => file.set(new TextEncoder().encode(text), at);
    put(0, "RIFF");
    view.setUint32(4, 36 + data.length, true);
    put(8, "WAVEfmt ");
    view.setUint32(16, 16, true);
    view.setUint16(20, 1, true);
    view.setUint16(22, sound.channels, true);
    view.setUint32(24, sound.rate, true);
    view.setUint32(28, sound.rate * sound.channels * 2, true);
    view.setUint16(32, sound.channels * 2, true);
    view.setUint16(34, 16, true);
    put(36, "data");
    view.setUint32(40, data.length, true);
    file.set(data, 44);
    return file;
}
