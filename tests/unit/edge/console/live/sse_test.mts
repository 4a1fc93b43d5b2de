import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type SseEvent, SseReader } from '../../../../../edge/console/src/live/sse.ts';

const text = [
  'event: hello\ndata: {"now":"2026-11-20T16:00:00Z"}\n\n',
  ': heartbeat\n\n',
  'id: 41\r\nevent: turn\r\ndata: {"content":"¿Qué tal?"}\r\n\r\n',
  'event: partial\ndata: one\ndata: two\n\n',
  'id: 42\rdata: bare\r\r',
  'data: unfinished',
].join('');

const expected: SseEvent[] = [
  { id: null, type: 'hello', data: '{"now":"2026-11-20T16:00:00Z"}' },
  { id: '41', type: 'turn', data: '{"content":"¿Qué tal?"}' },
  { id: null, type: 'partial', data: 'one\ntwo' },
];

describe('The event reader', () => {
  it('reads the same events wherever the bytes are cut', () => {
    const bytes = new TextEncoder().encode(text);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const reader = new SseReader();
      const events = [...reader.push(bytes.subarray(0, cut)), ...reader.push(bytes.subarray(cut))];
      assert.deepEqual(events.slice(0, 3), expected, `cut at ${cut}`);
      assert.deepEqual(events.slice(3), [{ id: '42', type: 'message', data: 'bare' }]);
    }
  });

  it('reads them byte by byte', () => {
    const reader = new SseReader();
    const events = [...new TextEncoder().encode(text)].flatMap((byte) => reader.push(Uint8Array.of(byte)));
    assert.equal(events.length, 4);
  });

  it('gives no id to an event that carries none, even after one that does', () => {
    const reader = new SseReader();
    const events = reader.push(new TextEncoder().encode('id: 7\ndata: kept\n\ndata: flash\n\n'));
    assert.deepEqual(events.map((e) => e.id), ['7', null]);
  });
});
