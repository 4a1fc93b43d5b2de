// The delay people see beside "live": from a word's last audio frame to the word on this screen.

/** Enough words to be calm, few enough to be honest about now. */
const kWordsRemembered = 7;
/** What the product promises (words on screen within a second); beyond it the light turns amber. */
export const kLateWordMs = 1_000;

export class DelayGauge {
  #recent: { delayMs: number; atMs: number }[] = [];

  note(delayMs: number, atMs: number): void {
    this.#recent.push({ delayMs: Math.max(0, delayMs), atMs });
    if (this.#recent.length > kWordsRemembered) this.#recent.shift();
  }

  /** Median of the last few words; null when nobody has spoken for `withinMs`. */
  read(nowMs: number, withinMs = 30_000): number | null {
    const fresh = this.#recent.filter((r) => nowMs - r.atMs <= withinMs).map((r) => r.delayMs);
    if (!fresh.length) return null;
    fresh.sort((a, b) => a - b);
    return fresh[Math.floor(fresh.length / 2)]!;
  }
}
