// How far this browser's clock is from the server's, as far as it can be proven.

export interface ClockReading {
  /** Add to the browser's clock to get the server's, milliseconds. */
  offsetMs: number;
  /** Half the time the question took: the offset is known no better than this. */
  uncertaintyMs: number;
}

export function serverTimeMs(now: string | number): number {
  if (typeof now === 'string') return Date.parse(now);
  // Microseconds since the epoch have sixteen digits, milliseconds thirteen.
  return now > 1e14 ? now / 1000 : now;
}

/**
 * The server read its clock somewhere between our question and its answer. Only what lies outside that window is a wrong
 * clock; inside it, zero is as good as any other figure, and calling it a skew would hide real delay.
 */
export function readClock(now: string | number, askedAtMs: number, heardAtMs: number): ClockReading {
  const middle = (askedAtMs + heardAtMs) / 2;
  const uncertaintyMs = (heardAtMs - askedAtMs) / 2 + 1;
  const apart = serverTimeMs(now) - middle;
  return { offsetMs: Math.abs(apart) <= uncertaintyMs || Number.isNaN(apart) ? 0 : apart, uncertaintyMs };
}
