// What the address of the search says: words, whose they are, and the days it looks at, in the viewer's own zone.
import type { Speaker } from '../../api/types.ts';

export interface Asked {
  q?: string;
  speaker?: Speaker;
  /** Days, as the calendar writes them: 2026-11-21. Both included. */
  from?: string;
  to?: string;
}

const isDay = (text: unknown): text is string =>
  typeof text === 'string' && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(new Date(`${text}T00:00`).getTime());

/** As long as the server reads. */
export const kLongestQuestion = 200;

/** For the route's `validateSearch`: what an address does not say right, it does not say. */
export function askedOf(search: Record<string, unknown>): Asked {
  const { q, speaker, from, to } = search;
  return {
    ...(typeof q === 'string' && q.trim() ? { q: q.trim().slice(0, kLongestQuestion) } : {}),
    ...(speaker === 'agent' || speaker === 'consumer' ? { speaker } : {}),
    ...(isDay(from) ? { from } : {}),
    ...(isDay(to) ? { to } : {}),
  };
}

/** The days as moments: from the first one's midnight to the midnight after the last. */
export function momentsOf({ from, to }: Asked): { from?: string; to?: string } {
  const end = to === undefined ? undefined : new Date(`${to}T00:00`);
  end?.setDate(end.getDate() + 1);
  return {
    ...(from ? { from: new Date(`${from}T00:00`).toISOString() } : {}),
    ...(end ? { to: end.toISOString() } : {}),
  };
}
