import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Playback } from '../../../../../edge/console/src/audio/listen/track_buffer.ts';
import { decodeG711, readPacket } from '../../../../../edge/console/src/audio/listen/packets.ts';

const kPacket = 160;
const packet = (value: number) => new Float32Array(kPacket).fill(value);
const fill = (playback: Playback, samples = kPacket) => {
  const out = new Float32Array(samples);
  playback.fill(out);
  return out;
};

describe('The jitter buffer of listening in', () => {
  it('plays nothing until enough is in hand, then everything in the stream’s order', () => {
    const playback = new Playback();
    for (const at of [1000, 1020]) playback.hear(0, at, packet(at / 10_000));
    assert.ok(fill(playback).every((s) => s === 0));
    for (const at of [1060, 1040]) playback.hear(0, at, packet(at / 10_000));
    const heard = [0, 1, 2, 3].map(() => fill(playback)[0]!);
    assert.deepEqual(heard.map((s) => Math.round(s * 1000)), [100, 102, 104, 106]);
  });

  it('puts both sides on one clock', () => {
    const playback = new Playback();
    for (let at = 0; at < 200; at += 20) {
      playback.hear(0, at, packet(0.25));
      if (at >= 40) playback.hear(1, at, packet(0.5));
    }
    const heard = [0, 20, 40, 60].map(() => fill(playback)[80]!);
    assert.deepEqual(heard, [0.25, 0.25, 0.75, 0.75]);
  });

  it('leaves silence where a packet is missing, and drops what comes after its time', () => {
    const playback = new Playback();
    for (const at of [0, 20, 60, 80, 100, 120]) playback.hear(0, at, packet(0.5));
    const heard = [0, 1, 2, 3].map(() => fill(playback)[80]!);
    assert.deepEqual(heard, [0.5, 0.5, 0, 0.5]);
    playback.hear(0, 40, packet(0.9));
    assert.equal(playback.look().late, 1);
    assert.equal(fill(playback)[80], 0.5);
  });

  it('runs dry at most once for each time it waits, and keeps more in hand afterwards', () => {
    const playback = new Playback();
    for (let at = 0; at < 80; at += 20) playback.hear(0, at, packet(0.5));
    for (let i = 0; i < 10; ++i) fill(playback);
    assert.equal(playback.look().stalls, 1);
    for (let at = 80; at < 160; at += 20) playback.hear(0, at, packet(0.5));
    assert.equal(fill(playback)[0], 0, '80 ms were enough before');
    playback.hear(0, 160, packet(0.5));
    assert.equal(fill(playback)[0], 0.5);
  });

  it('never stays far behind, however much comes at once', () => {
    const playback = new Playback();
    for (let at = 0; at < 1800; at += 20) playback.hear(0, at, packet(0.5));
    fill(playback);
    assert.ok(playback.look().leadMs <= 100, `${playback.look().leadMs} ms behind`);
    for (let at = 1800, i = 0; i < 200; ++i, at += 20) {
      playback.hear(0, at, packet(0.5));
      if (i === 0) for (let more = 0; more < 8; ++more) playback.hear(0, (at += 20), packet(0.5));
      fill(playback);
    }
    assert.ok(playback.look().leadMs <= 160, `${playback.look().leadMs} ms behind after hurrying`);
  });

  it('begins again where the stream’s clock begins again', () => {
    const playback = new Playback();
    for (let at = 100_000; at < 100_100; at += 20) playback.hear(0, at, packet(0.5));
    assert.equal(fill(playback)[0], 0.5);
    for (let at = 0; at < 100; at += 20) playback.hear(0, at, packet(0.25));
    assert.equal(fill(playback)[0], 0.25);
  });

  it('tells how loud each side was, once', () => {
    const playback = new Playback();
    for (let at = 0; at < 100; at += 20) {
      playback.hear(0, at, packet(-0.5));
      playback.hear(1, at, packet(0.25));
    }
    fill(playback);
    assert.deepEqual(playback.look().levels, [0.5, 0.25]);
    assert.deepEqual(playback.look().levels, [0, 0]);
  });
});

describe('A packet of a listened call', () => {
  it('says whose it is and when', () => {
    const bytes = new Uint8Array(22);
    const head = new DataView(bytes.buffer);
    head.setUint8(0, 111);
    head.setUint8(1, 1);
    head.setUint16(2, 160, true);
    head.setUint32(4, 7, true);
    head.setUint32(8, 140, true);
    head.setBigUint64(12, 1_795_000_000_000_001n, true);
    bytes.set([9, 8], 20);
    const read = readPacket(bytes.buffer)!;
    assert.deepEqual({ ...read, payload: [...read.payload] }, { format: 111, track: 1, samples: 160, number: 7, timestampMs: 140, receivedAtUs: 1_795_000_000_000_001, payload: [9, 8] });
    assert.equal(readPacket(bytes.buffer.slice(0, 20)), null);
    head.setUint8(1, 2);
    assert.equal(readPacket(bytes.buffer), null);
  });

  it('of G.711 decodes as ITU-T’s tables say', () => {
    // G.711 (11/88) tables 2a and 2b, scaled to 16 bits: the ends, the smallest steps and silence.
    assert.deepEqual([...decodeG711(0, Uint8Array.of(0x00, 0x80, 0xff, 0x7f, 0xfe))!].map((s) => s * 32768), [-32124, 32124, 0, -0, 8].map((s) => s + 0));
    assert.deepEqual([...decodeG711(8, Uint8Array.of(0x2a, 0xaa, 0xd5, 0x55))!].map((s) => s * 32768), [-32256, 32256, 8, -8]);
    assert.equal(decodeG711(111, Uint8Array.of(1)), null);
  });
});
