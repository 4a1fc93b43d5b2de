// What was said in one call, as far as this browser knows: finished turns by index, and each side's words under way.
// Pure: events and refetched turns in, the next conversation out. Every merge is idempotent and none cares about order, so a
// replay after a cut, a refetch and the stream itself may overlap as they like and nothing on the screen jumps.
import type { PartialEvent, RecogniserEvent, Speaker, Spoken, TurnEvent } from '../api/types.ts';

export interface WordsUnderWay {
  text: string;
  start_ms: number;
  sent_at_us: number;
}

export interface Conversation {
  /** By segment_index, ascending, each once. */
  segments: readonly Spoken[];
  underWay: Readonly<Partial<Record<Speaker, WordsUnderWay>>>;
  /** Whether each side is heard, as last told. */
  hearing: Readonly<Partial<Record<Speaker, RecogniserEvent['state']>>>;
}

export const kSilence: Conversation = { segments: [], underWay: {}, hearing: {} };

/** The last index up to which no turn is missing; -1 when the first is. Asking for turns after it fills every hole. */
export function wholeUpTo(conversation: Conversation): number {
  let index = -1;
  for (const segment of conversation.segments) {
    if (segment.segment_index !== index + 1) break;
    index = segment.segment_index;
  }
  return index;
}

export function hasHole(conversation: Conversation): boolean {
  const last = conversation.segments.at(-1);
  return last !== undefined && wholeUpTo(conversation) < last.segment_index;
}

export function withSegments(conversation: Conversation, news: readonly Spoken[]): Conversation {
  const known = new Map(conversation.segments.map((segment) => [segment.segment_index, segment]));
  let changed = false;
  for (const segment of news) {
    const before = known.get(segment.segment_index);
    if (before && before.content === segment.content && before.words.length === segment.words.length) continue;
    known.set(segment.segment_index, segment);
    changed = true;
  }
  if (!changed) return conversation;
  const segments = [...known.values()].sort((a, b) => a.segment_index - b.segment_index);
  return settled({ ...conversation, segments });
}

export function withTurn(conversation: Conversation, turn: TurnEvent): Conversation {
  return withSegments(conversation, [turn]);
}

export function withPartial(conversation: Conversation, partial: PartialEvent): Conversation {
  const { speaker, text, start_ms, sent_at_us } = partial;
  const before = conversation.underWay[speaker];
  if (before && before.sent_at_us > sent_at_us) return conversation;
  if (before && before.text === text && before.start_ms === start_ms) return conversation;
  return settled({ ...conversation, underWay: { ...conversation.underWay, [speaker]: { text, start_ms, sent_at_us } } });
}

export function withHearing(conversation: Conversation, { speaker, state }: RecogniserEvent): Conversation {
  if (conversation.hearing[speaker] === state) return conversation;
  return { ...conversation, hearing: { ...conversation.hearing, [speaker]: state } };
}

/** The call is over: nobody is in the middle of a word any more. */
export function withoutWordsUnderWay(conversation: Conversation): Conversation {
  return Object.keys(conversation.underWay).length ? { ...conversation, underWay: {} } : conversation;
}

/** Words under way that a finished turn already covers are dropped, whichever of the two came first. */
function settled(conversation: Conversation): Conversation {
  const underWay: Partial<Record<Speaker, WordsUnderWay>> = {};
  for (const speaker of ['consumer', 'agent'] as const) {
    const words = conversation.underWay[speaker];
    if (!words) continue;
    const covered = conversation.segments.some((s) => s.speaker === speaker && s.end_ms > words.start_ms);
    if (!covered) underWay[speaker] = words;
  }
  return { ...conversation, underWay };
}
