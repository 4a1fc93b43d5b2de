// The jitter buffer of listening in: both sides' packets come when they come, and are played on one clock, the stream's.
// No clock of its own and no sound card: samples in, samples out, so that it is tested by counting.

export const kRate = 8000;
/** What is kept at most: sound older or newer than this is another story. */
const kRoom = 2 * kRate;
/** How far the newest sound is to be ahead of what is played. */
const kFirstLead = 0.08 * kRate;
const kMostLead = 0.24 * kRate;
const kLeadStep = 0.02 * kRate;
/** Further ahead than the goal plus this, playing hurries: one sample in fifty is left out. */
const kSlack = 0.06 * kRate;
const kHurry = 50;
/** So far behind, it is a new start. */
const kJump = 0.5 * kRate;

export interface Playing {
  /** Loudest sample of each side since the last look, 0 to 1. */
  levels: [number, number];
  /** How far the newest sound is ahead of what is heard. */
  leadMs: number;
  /** Times there was nothing to play. */
  stalls: number;
  /** Packets that came after their time. */
  late: number;
  /** Samples that were really somebody's, ever. */
  played: number;
}

class Track {
  readonly #samples = new Float32Array(kRoom);
  readonly #filled = new Uint8Array(kRoom);
  level = 0;
  played = 0;

  put(at: number, samples: Float32Array, from: number): void {
    for (let i = from; i < samples.length; ++i) {
      this.#samples[(at + i) % kRoom] = samples[i]!;
      this.#filled[(at + i) % kRoom] = 1;
    }
  }

  /** A sample is heard once. */
  take(at: number): number {
    const place = at % kRoom;
    if (!this.#filled[place]) return 0;
    this.#filled[place] = 0;
    const sample = this.#samples[place]!;
    ++this.played;
    const loud = Math.abs(sample);
    if (loud > this.level) this.level = loud;
    return sample;
  }

  clear(): void {
    this.#filled.fill(0);
  }
}

export class Playback {
  readonly #tracks = [new Track(), new Track()] as const;
  /** The stream's sample that is heard next; null before the first packet. */
  #head: number | null = null;
  #newest = 0;
  #goal = kFirstLead;
  #waiting = true;
  #stalls = 0;
  #late = 0;

  /** A packet of one side, where the stream's clock puts it. */
  hear(track: 0 | 1, timestampMs: number, samples: Float32Array): void {
    const at = Math.round((timestampMs * kRate) / 1000);
    const end = at + samples.length;
    if (this.#head === null || at > this.#head + kRoom - samples.length || end < this.#head - kRoom) this.#begin(at);
    const head = this.#head!;
    const from = Math.max(0, head - at);
    if (from >= samples.length) {
      ++this.#late;
      return;
    }
    if (from > 0) ++this.#late;
    this.#tracks[track].put(at, samples, from);
    if (end > this.#newest) this.#newest = end;
  }

  /** The next samples of both sides together. */
  fill(out: Float32Array): void {
    out.fill(0);
    if (this.#head === null) return;
    let lead = this.#newest - this.#head;
    if (this.#waiting) {
      if (lead < this.#goal) return;
      this.#waiting = false;
    }
    if (lead > this.#goal + kJump) {
      this.#skip(lead - this.#goal);
      lead = this.#goal;
    }
    const hurry = lead > this.#goal + kSlack;
    for (let i = 0; i < out.length; ++i) {
      if (this.#head >= this.#newest) {
        // Ran dry: from here on a little more is kept in hand.
        ++this.#stalls;
        this.#waiting = true;
        this.#goal = Math.min(kMostLead, this.#goal + kLeadStep);
        return;
      }
      const both = this.#tracks[0].take(this.#head) + this.#tracks[1].take(this.#head);
      out[i] = both > 1 ? 1 : both < -1 ? -1 : both;
      ++this.#head;
      if (hurry && i % kHurry === kHurry - 1) this.#skip(1);
    }
  }

  look(): Playing {
    const [one, other] = this.#tracks;
    const levels: [number, number] = [one.level, other.level];
    one.level = other.level = 0;
    return {
      levels,
      leadMs: this.#head === null ? 0 : Math.round(((this.#newest - this.#head) * 1000) / kRate),
      stalls: this.#stalls,
      late: this.#late,
      played: one.played + other.played,
    };
  }

  #begin(at: number): void {
    for (const track of this.#tracks) track.clear();
    this.#head = at;
    this.#newest = at;
    this.#waiting = true;
  }

  #skip(samples: number): void {
    for (let i = 0; i < samples; ++i, ++this.#head!) for (const track of this.#tracks) track.take(this.#head!);
  }
}
