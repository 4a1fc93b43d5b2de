import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findMatches } from '../../../../../edge/console/src/views/call/matches.ts';

const said = (content: string, segment_index = 0) => ({
  segment_index,
  speaker: 'consumer' as const,
  content,
  words: content.split(' ').map((text, i) => ({ text, start_ms: i * 100, end_ms: i * 100 + 90, confidence: 1 })),
  start_ms: 0,
  end_ms: 1_000,
  confidence: 1,
});

describe('A search in a transcript', () => {
  it('does not mind case, accents or punctuation', () => {
    const line = said('Sí, el viernes: «Perfecto».');
    assert.equal(findMatches([line], 'si el')[0]?.lastWord, 1);
    assert.equal(findMatches([line], 'PERFECTO')[0]?.startMs, 300);
  });

  it('finds phrases across words, and parts of words', () => {
    const line = said('I can pay sixty dollars on Friday');
    assert.deepEqual(findMatches([line], 'sixty dol'), [{ segmentIndex: 0, firstWord: 3, lastWord: 4, startMs: 300 }]);
  });

  it('finds every place, in order', () => {
    const lines = [said('pay on Friday', 0), said('this Friday or next Friday', 1)];
    assert.deepEqual(findMatches(lines, 'friday').map((m) => [m.segmentIndex, m.firstWord]), [[0, 2], [1, 1], [1, 4]]);
  });

  it('finds nothing for nothing', () => {
    assert.deepEqual(findMatches([said('anything')], '  '), []);
    assert.deepEqual(findMatches([said('anything')], '...'), []);
  });

  it('serves a line without word times by its whole', () => {
    assert.equal(findMatches([{ ...said('no words here'), words: [] }], 'words')[0]?.firstWord, 0);
  });
});
