import { useEffect, useState } from 'react';
import { openRecording } from '../api/client.ts';
import { WavPeaks } from './wav_peaks.ts';

export interface Waveform {
  peaks: Float32Array[];
  durationSeconds: number;
}

export type WaveformState =
  | { state: 'reading'; share: number }
  | { state: 'ready'; waveform: Waveform }
  | { state: 'failed'; error: unknown };

/** More bars than the widest screen has room for. */
const kBuckets = 1_200;

/**
 * Reads a recording once and keeps its outline; the audio element plays by ranges meanwhile and need not wait. Another
 * `attempt` reads it again.
 */
export function useWaveform(streamPath: string, attempt: number): WaveformState {
  const [state, setState] = useState<WaveformState>({ state: 'reading', share: 0 });
  useEffect(() => {
    const control = new AbortController();
    setState({ state: 'reading', share: 0 });
    void (async () => {
      try {
        const { bytes, total } = await openRecording(streamPath, control.signal);
        const reader = bytes.getReader();
        const wav = new WavPeaks(kBuckets);
        let read = 0;
        let told = 0;
        for (;;) {
          const { done, value } = await reader.read();
          if (done) break;
          wav.push(value);
          read += value.length;
          const share = total ? read / total : 0;
          if (share - told > 0.02) setState({ state: 'reading', share: (told = share) });
        }
        if (!wav.shape) throw new Error('the recording ended before its samples began');
        setState({ state: 'ready', waveform: { peaks: wav.peaks, durationSeconds: wav.durationSeconds } });
      } catch (error) {
        if (!control.signal.aborted) setState({ state: 'failed', error });
      }
    })();
    return () => control.abort();
  }, [streamPath, attempt]);
  return state;
}
