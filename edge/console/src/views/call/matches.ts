// Searching a transcript: words as people type them, without case, accents or punctuation, across word borders.
import type { Spoken } from '../../api/types.ts';

export interface Match {
  segmentIndex: number;
  firstWord: number;
  lastWord: number;
  startMs: number;
}

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\p{M}\p{P}]/gu, '')
    .toLowerCase();

export function findMatches(segments: readonly Spoken[], wanted: string): Match[] {
  const needle = plain(wanted).trim().replace(/\s+/g, ' ');
  if (!needle) return [];
  const found: Match[] = [];
  for (const segment of segments) {
    const words = segment.words.length ? segment.words : [{ text: segment.content, start_ms: segment.start_ms }];
    // Each word's place in the joined text, so that a hit in the text can be told in words.
    const starts: number[] = [];
    let text = '';
    for (const word of words) {
      starts.push(text.length);
      text += `${plain(word.text)} `;
    }
    const wordAt = (place: number) => starts.findLastIndex((start) => start <= place);
    for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length)) {
      const firstWord = wordAt(at);
      found.push({
        segmentIndex: segment.segment_index,
        firstWord,
        lastWord: wordAt(at + needle.length - 1),
        startMs: words[firstWord]!.start_ms,
      });
    }
  }
  return found;
}
