// Where the audio is: one small source the player writes and the transcript reads, so neither knows the other.
import { useEffect, useSyncExternalStore } from 'react';

export class Playhead {
  #ms = 0;
  #audio: HTMLAudioElement | null = null;
  readonly #listeners = new Set<() => void>();

  attach(audio: HTMLAudioElement | null): void {
    this.#audio = audio;
  }

  get ms(): number {
    return this.#ms;
  }

  moved(ms: number): void {
    if (ms === this.#ms) return;
    this.#ms = ms;
    for (const listener of this.#listeners) listener();
  }

  seek(ms: number): void {
    if (!this.#audio) return;
    // Whoever seeks is about to listen: only now is the audio itself asked for.
    this.#audio.preload = 'auto';
    const end = Number.isFinite(this.#audio.duration) ? this.#audio.duration * 1000 : Infinity;
    const to = Math.min(Math.max(0, ms), end);
    this.#audio.currentTime = to / 1000;
    this.moved(to);
  }

  /** Where listening will begin, without asking for the audio: who follows a link looks first. */
  stand(ms: number): void {
    if (!this.#audio) return;
    this.#audio.currentTime = ms / 1000;
    this.moved(ms);
  }

  skip(byMs: number): void {
    if (this.#audio) this.seek(this.#audio.currentTime * 1000 + byMs);
  }

  toggle(): void {
    if (!this.#audio) return;
    if (this.#audio.paused) void this.#audio.play().catch(() => undefined);
    else this.#audio.pause();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/** Something that follows from the playhead; renders only when what follows changes. */
export const useFromPlayhead = <T>(playhead: Playhead, read: (ms: number) => T): T =>
  useSyncExternalStore(playhead.subscribe, () => read(playhead.ms));

export function useOnPlayhead(playhead: Playhead, act: (ms: number) => void): void {
  useEffect(() => {
    act(playhead.ms);
    return playhead.subscribe(() => act(playhead.ms));
  }, [playhead, act]);
}
