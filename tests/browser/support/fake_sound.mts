// The far end of a page that listens in: a socket as the origin's, frames written by hand (RFC 6455 §5.2, unmasked as servers send them).
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

const kKeySuffix = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const kPacketSamples = 160;

function frame(opcode: number, payload: Buffer): Buffer {
  const head = payload.length < 126 ? Buffer.from([0x80 | opcode, payload.length]) : Buffer.from([0x80 | opcode, 126, payload.length >> 8, payload.length & 0xff]);
  return Buffer.concat([head, payload]);
}

export class FakeSound {
  readonly address: URL;
  closed = false;
  readonly #socket: Socket;
  readonly #numbers = [0, 0];
  #saidGoodbye = false;

  constructor(request: IncomingMessage, socket: Socket) {
    this.address = new URL(request.url ?? '/', 'http://fake');
    this.#socket = socket;
    const accept = createHash('sha1').update(request.headers['sec-websocket-key'] + kKeySuffix).digest('base64');
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
    // A page says nothing but goodbye, which is answered, or is the answer to ours (RFC 6455 §5.5.1).
    socket.on('data', (bytes) => {
      if ((bytes[0]! & 0x0f) !== 8) return;
      if (this.#saidGoodbye) socket.end();
      else socket.end(frame(8, Buffer.alloc(0)));
    });
    socket.on('close', () => (this.closed = true));
    socket.on('error', () => {});
  }

  tell(message: object): void {
    this.#socket.write(frame(1, Buffer.from(JSON.stringify(message))));
  }
  started(): void {
    this.tell({ kind: 'started', codec: 'pcmu', sample_rate: 8000, tracks: ['consumer', 'agent'] });
  }
  /** 20 ms of a side in μ-law. */
  say(track: 0 | 1, timestampMs: number, payload: Buffer): void {
    const head = Buffer.alloc(20);
    head[1] = track;
    head.writeUInt16LE(kPacketSamples, 2);
    head.writeUInt32LE(this.#numbers[track]!++, 4);
    head.writeUInt32LE(timestampMs, 8);
    head.writeBigUInt64LE(BigInt(Date.now()) * 1000n, 12);
    this.#socket.write(frame(2, Buffer.concat([head, payload])));
  }
  end(reason: string, code: number): void {
    this.tell({ kind: 'ended', reason });
    this.#saidGoodbye = true;
    this.#socket.write(frame(8, Buffer.from([code >> 8, code & 0xff])));
  }
  break(): void {
    this.#socket.destroy();
  }
}
