import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { WavPeaks } from '../../../../../edge/console/src/audio/wav_peaks.ts';
import { stereoWav } from '../../../../browser/support/wav.mts';

const wav = stereoWav(2_000, [
  { channel: 0, fromMs: 0, toMs: 500 },
  { channel: 1, fromMs: 1_500, toMs: 2_000 },
]);

const read = (file: Uint8Array, step: number) => {
  const peaks = new WavPeaks(8);
  for (let at = 0; at < file.length; at += step) peaks.push(file.subarray(at, at + step));
  return peaks;
};

describe('The outline of a recording', () => {
  it('keeps its two sides apart and its length exact', () => {
    const { peaks, shape, durationSeconds } = read(wav, wav.length);
    assert.deepEqual(shape, { channels: 2, sampleRate: 8_000, frames: 16_000 });
    assert.equal(durationSeconds, 2);
    const loud = (channel: number) => [...peaks[channel]!].map((level) => level > 0.1);
    assert.deepEqual(loud(0), [true, true, false, false, false, false, false, false]);
    assert.deepEqual(loud(1), [false, false, false, false, false, false, true, true]);
  });

  it('does not depend on how the bytes are cut', () => {
    const whole = read(wav, wav.length).peaks;
    for (const step of [1, 3, 43, 45, 1_001]) assert.deepEqual(read(wav, step).peaks, whole, `in steps of ${step}`);
  });

  it('refuses what is not 16-bit PCM', () => {
    const other = Buffer.from(wav);
    other.writeUInt16LE(7, 20);
    assert.throws(() => read(other, other.length), /not 16-bit PCM/);
    assert.throws(() => read(Buffer.from('ID3 something else entirely'), 64), /not a WAV/);
  });

  it('is not upset by chunks it does not know', () => {
    const list = Buffer.from('LIST\x03\0\0\0abc\0', 'latin1');
    const other = Buffer.concat([wav.subarray(0, 36), list, wav.subarray(36)]);
    assert.deepEqual(read(other, 7).peaks, read(wav, 7).peaks);
  });
});
