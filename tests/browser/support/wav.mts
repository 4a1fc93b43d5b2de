// A stereo recording as the product keeps it: left the consumer, right the agent, 16-bit PCM at 8 kHz.

export interface Burst {
  channel: 0 | 1;
  fromMs: number;
  toMs: number;
}

const kRate = 8_000;

/** Each burst is a voice-like hum on its channel; everything else is silence. */
export function stereoWav(durationMs: number, bursts: readonly Burst[]): Buffer {
  const frames = Math.round((durationMs * kRate) / 1000);
  const file = Buffer.alloc(44 + frames * 4);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + frames * 4, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(2, 22);
  file.writeUInt32LE(kRate, 24);
  file.writeUInt32LE(kRate * 4, 28);
  file.writeUInt16LE(4, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(frames * 4, 40);
  for (const { channel, fromMs, toMs } of bursts) {
    const last = Math.min(frames, Math.round((toMs * kRate) / 1000));
    for (let i = Math.round((fromMs * kRate) / 1000); i < last; i++) {
      const t = i / kRate;
      const syllable = 0.35 + 0.65 * Math.abs(Math.sin(t * Math.PI * 2.7 + channel));
      const hum = Math.sin(t * 2 * Math.PI * (channel ? 210 : 150)) * 0.6 + Math.sin(t * 2 * Math.PI * 820) * 0.25;
      file.writeInt16LE(Math.round(hum * syllable * 17_000), 44 + i * 4 + channel * 2);
    }
  }
  return file;
}
