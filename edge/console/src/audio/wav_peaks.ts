// Peaks of a WAV as its bytes arrive: how loud each channel was, bucket by bucket, in memory that does not grow with the call.

export interface WavShape {
  channels: number;
  sampleRate: number;
  frames: number;
}

export class WavPeaks {
  readonly #buckets: number;
  #head: Uint8Array = new Uint8Array(0);
  #rest: Uint8Array = new Uint8Array(0);
  #frame = 0;
  shape: WavShape | null = null;
  /** One array for each channel, 0 to 1; filled from the left. */
  peaks: Float32Array[] = [];

  constructor(buckets: number) {
    this.#buckets = buckets;
  }

  get durationSeconds(): number {
    return this.shape ? this.shape.frames / this.shape.sampleRate : 0;
  }

  /** Throws when the bytes are not 16-bit PCM in a WAV. */
  push(bytes: Uint8Array): void {
    if (this.shape) {
      this.#samples(bytes);
      return;
    }
    this.#head = joined(this.#head, bytes);
    const at = this.#readHead();
    if (at === null) return;
    const first = this.#head.subarray(at);
    this.#head = new Uint8Array(0);
    this.#samples(first);
  }

  /** Where the samples begin; null while the head is not complete. */
  #readHead(): number | null {
    const view = new DataView(this.#head.buffer, this.#head.byteOffset, this.#head.byteLength);
    if (view.byteLength < 12) return null;
    const name = (at: number) => String.fromCharCode(...this.#head.subarray(at, at + 4));
    if (name(0) !== 'RIFF' || name(8) !== 'WAVE') throw new Error('not a WAV file');
    let format: { channels: number; sampleRate: number } | null = null;
    for (let at = 12; at + 8 <= view.byteLength; ) {
      const chunk = name(at);
      const size = view.getUint32(at + 4, true);
      if (chunk === 'fmt ') {
        if (at + 24 > view.byteLength) return null;
        const codec = view.getUint16(at + 8, true);
        const bits = view.getUint16(at + 22, true);
        // 0xfffe is WAVE_FORMAT_EXTENSIBLE, which wraps plain PCM.
        if ((codec !== 1 && codec !== 0xfffe) || bits !== 16) throw new Error('not 16-bit PCM');
        format = { channels: view.getUint16(at + 10, true), sampleRate: view.getUint32(at + 12, true) };
      } else if (chunk === 'data') {
        if (!format || !format.channels || !format.sampleRate) throw new Error('samples before their format');
        this.shape = { ...format, frames: Math.floor(size / (2 * format.channels)) };
        this.peaks = Array.from({ length: format.channels }, () => new Float32Array(this.#buckets));
        return at + 8;
      }
      at += 8 + size + (size & 1);
    }
    return null;
  }

  #samples(bytes: Uint8Array): void {
    const { channels, frames } = this.shape!;
    const all = this.#rest.length ? joined(this.#rest, bytes) : bytes;
    const view = new DataView(all.buffer, all.byteOffset, all.byteLength);
    const frameBytes = 2 * channels;
    let at = 0;
    for (; at + frameBytes <= all.length && this.#frame < frames; at += frameBytes, this.#frame++) {
      const bucket = Math.floor((this.#frame * this.#buckets) / frames);
      for (let channel = 0; channel < channels; channel++) {
        const level = Math.abs(view.getInt16(at + 2 * channel, true)) / 32768;
        const peaks = this.peaks[channel]!;
        if (level > peaks[bucket]!) peaks[bucket] = level;
      }
    }
    this.#rest = all.slice(at);
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
