// The canonical transcript in the form the page shows words in: the newest version of the recording that plays.
import type { Spoken, TranscriptVersion } from '../../api/types.ts';

/** The version to show beside this recording; without one to play, the first recording's. */
export function versionFor(versions: readonly TranscriptVersion[], recordingId: string | undefined): TranscriptVersion | undefined {
  const newest = (all: readonly TranscriptVersion[]) => all.reduce<TranscriptVersion | undefined>((best, one) => (!best || one.version > best.version ? one : best), undefined);
  const chosen = versions.filter((one) => one.recording_id === recordingId);
  return newest(chosen.length ? chosen : versions.filter((one) => one.recording_id === versions[0]?.recording_id));
}

export const finalWords = (version: TranscriptVersion): Spoken[] =>
  version.transcript.utterances.map((said, index) => ({
    segment_index: index,
    speaker: said.speaker === 'agent' || said.speaker === 'consumer' ? said.speaker : 'unknown',
    content: said.text,
    words: said.words,
    start_ms: said.start_ms,
    end_ms: said.end_ms,
    confidence: said.confidence,
  }));
