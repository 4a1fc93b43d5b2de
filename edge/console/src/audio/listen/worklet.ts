// Runs where the sound card is fed: takes packets from the page, gives samples at 8 kHz, and tells ten times a second how it goes.
import { Playback } from './track_buffer.ts';

declare const sampleRate: number;
declare const currentFrame: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

class Listener extends AudioWorkletProcessor {
  readonly #playback = new Playback();
  #told = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<{ track: 0 | 1; timestampMs: number; samples: Float32Array }>) =>
      this.#playback.hear(data.track, data.timestampMs, data.samples);
  }

  process(_: unknown, [out]: Float32Array[][]): boolean {
    const [first, ...others] = out!;
    this.#playback.fill(first!);
    for (const other of others) other.set(first!);
    if (currentFrame - this.#told >= sampleRate / 10) {
      this.#told = currentFrame;
      this.port.postMessage(this.#playback.look());
    }
    return true;
  }
}

registerProcessor('listener', Listener);
