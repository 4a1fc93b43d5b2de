import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TranscriptVersion } from '../../../../../edge/console/src/api/types.ts';
import { finalWords, versionFor } from '../../../../../edge/console/src/views/call/final_words.ts';

const version = (recording_id: string, number: number): TranscriptVersion =>
  ({
    recording_id,
    version: number,
    transcript: {
      audio_ms: 1_000,
      language: 'en',
      utterances: [
        { channel: 1, confidence: 0.9, end_ms: 900, speaker: 'consumer', start_ms: 100, text: 'Hello', words: [{ confidence: 0.9, end_ms: 900, start_ms: 100, text: 'Hello' }] },
        { channel: 3, confidence: 0.9, end_ms: 990, speaker: 'somebody', start_ms: 900, text: 'Hm', words: [] },
      ],
    },
  }) as unknown as TranscriptVersion;

describe('The final transcript', () => {
  it('shown is the newest of the recording that plays, else of the first', () => {
    const all = [version('a', 2), version('a', 1), version('b', 1)];
    assert.equal(versionFor(all, 'a')?.version, 2);
    assert.equal(versionFor(all, 'b')?.recording_id, 'b');
    assert.equal(versionFor(all, 'c')?.recording_id, 'a');
    assert.equal(versionFor(all, undefined)?.version, 2);
    assert.equal(versionFor([], 'a'), undefined);
  });

  it('has its words where the live ones would be', () => {
    const [first, second] = finalWords(version('a', 1));
    assert.deepEqual([first?.segment_index, first?.speaker, first?.content, first?.words[0]?.start_ms], [0, 'consumer', 'Hello', 100]);
    assert.equal(second?.speaker, 'unknown');
  });
});
