// Opus by the browser's own decoder (WebCodecs), where it has one; else the page asks for G.711, which anybody can decode.
import { type Packet, decodeG711, kOpus } from './packets.ts';
import { kRate } from './track_buffer.ts';

const kOpusConfig: AudioDecoderConfig = { codec: 'opus', sampleRate: 48_000, numberOfChannels: 1 };

export type Format = 'opus' | 'g711';

export async function bestFormat(): Promise<Format> {
  if (typeof AudioDecoder === 'undefined') return 'g711';
  const answer = await AudioDecoder.isConfigSupported(kOpusConfig).catch(() => null);
  return answer?.supported ? 'opus' : 'g711';
}

/** One side's decoder. What it gives may come later than it was asked, in order. */
export class TrackDecoder {
  readonly #give: (timestampMs: number, samples: Float32Array) => void;
  readonly #fail: () => void;
  #opus: AudioDecoder | null = null;

  constructor(give: (timestampMs: number, samples: Float32Array) => void, fail: () => void) {
    this.#give = give;
    this.#fail = fail;
  }

  decode(packet: Packet): void {
    if (packet.format !== kOpus) {
      const samples = decodeG711(packet.format, packet.payload);
      if (samples) this.#give(packet.timestampMs, samples);
      return;
    }
    if (!this.#opus) {
      this.#opus = new AudioDecoder({ output: (sound) => this.#take(sound), error: () => this.#fail() });
      this.#opus.configure(kOpusConfig);
    }
    this.#opus.decode(new EncodedAudioChunk({ type: 'key', timestamp: packet.timestampMs * 1000, data: packet.payload }));
  }

  close(): void {
    if (this.#opus && this.#opus.state !== 'closed') this.#opus.close();
    this.#opus = null;
  }

  /** What was coded at 8 kHz holds nothing above 4 kHz: every sixth sample of 48 kHz says it all. */
  #take(sound: AudioData): void {
    const whole = new Float32Array(sound.numberOfFrames);
    sound.copyTo(whole, { planeIndex: 0, format: 'f32-planar' });
    const each = Math.max(1, Math.round(sound.sampleRate / kRate));
    const timestampMs = Math.round(sound.timestamp / 1000);
    sound.close();
    this.#give(timestampMs, each === 1 ? whole : Float32Array.from({ length: Math.floor(whole.length / each) }, (_, i) => whole[i * each]!));
  }
}
