// Band-limited resampling to telephone rate: a windowed sinc, its taps computed once for each phase the two rates meet in.

const kHalfWidth = 24; // zero crossings each side: stop band below -70 dB

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

const filters = new Map<string, { taps: Float64Array[]; reach: number }>();

function filter_for(up: number, down: number): { taps: Float64Array[]; reach: number } {
    const name = `${up}/${down}`;
    let filter = filters.get(name);
    if (filter) return filter;
    const cutoff = Math.min(1, up / down) * 0.94;
    const reach = Math.ceil(kHalfWidth / cutoff);
    const taps = Array.from({ length: up }, (_, phase) => {
        const offset = ((phase * down) % up) / up; // of the output instant after the input sample below it
        return Float64Array.from({ length: 2 * reach }, (_, i) => {
            const x = i - reach + 1 - offset;
            const window = 0.42 + 0.5 * Math.cos((Math.PI * x) / reach) + 0.08 * Math.cos((2 * Math.PI * x) / reach);
            return Math.abs(x) >= reach ? 0 : x === 0 ? cutoff : (window * Math.sin(Math.PI * cutoff * x)) / (Math.PI * x);
        });
    });
    filter = { taps, reach };
    filters.set(name, filter);
    return filter;
}

export function resample(pcm: Int16Array, from: number, to: number): Int16Array {
    if (from === to) return pcm;
    const common = gcd(from, to);
    const up = to / common;
    const down = from / common;
    const { taps, reach } = filter_for(up, down);
    const out = new Int16Array(Math.floor((pcm.length * to) / from));
    for (let n = 0; n < out.length; n++) {
        const below = Math.floor((n * down) / up);
        const phase = taps[n % up]!;
        const first = below - reach + 1;
        let sum = 0;
        for (let i = Math.max(0, -first); i < phase.length && first + i < pcm.length; i++) sum += pcm[first + i]! * phase[i]!;
        out[n] = Math.max(-32768, Math.min(32767, Math.round(sum)));
    }
    return out;
}

/** Streaming 2:1 decimation for recognisers fed at 16 kHz. Keeps its tail, so chunks of any size join without a seam. */
export class Halver {
    private tail = new Int16Array(0);
    private static readonly taps = (() => {
        const taps = new Float64Array(63);
        let sum = 0;
        for (let i = 0; i < 63; i++) {
            const x = i - 31;
            const sinc = x === 0 ? 0.47 : Math.sin(Math.PI * 0.47 * x) / (Math.PI * x);
            taps[i] = sinc * (0.54 + 0.46 * Math.cos((Math.PI * x) / 32));
            sum += taps[i]!;
        }
        return taps.map((tap) => tap / sum);
    })();

    push(pcm: Int16Array): Int16Array {
        const all = new Int16Array(this.tail.length + pcm.length);
        all.set(this.tail);
        all.set(pcm, this.tail.length);
        const count = Math.max(0, Math.floor((all.length - 63) / 2) + 1);
        const out = new Int16Array(count);
        for (let n = 0; n < count; n++) {
            let sum = 0;
            for (let i = 0; i < 63; i++) sum += all[2 * n + i]! * Halver.taps[i]!;
            out[n] = Math.max(-32768, Math.min(32767, Math.round(sum)));
        }
        this.tail = all.slice(2 * count);
        return out;
    }
}
