// The binary messages of /api/calls/{id}/listen (docs/api.md), and G.711's tables.

const kHeader = 20;
export const kOpus = 111;

export interface Packet {
  format: number;
  track: 0 | 1;
  samples: number;
  number: number;
  timestampMs: number;
  receivedAtUs: number;
  payload: Uint8Array<ArrayBuffer>;
}

/** Nothing for what is no packet of ours. */
export function readPacket(bytes: ArrayBuffer): Packet | null {
  if (bytes.byteLength <= kHeader) return null;
  const head = new DataView(bytes, 0, kHeader);
  const track = head.getUint8(1);
  if (track !== 0 && track !== 1) return null;
  return {
    format: head.getUint8(0),
    track,
    samples: head.getUint16(2, true),
    number: head.getUint32(4, true),
    timestampMs: head.getUint32(8, true),
    receivedAtUs: Number(head.getBigUint64(12, true)),
    payload: new Uint8Array(bytes, kHeader),
  };
}

/** ITU-T G.711, as 16-bit samples. */
function muLaw(code: number): number {
  const bits = ~code & 0xff;
  const magnitude = (((bits & 0x0f) << 3) + 0x84) << ((bits & 0x70) >> 4);
  return bits & 0x80 ? 0x84 - magnitude : magnitude - 0x84;
}
function aLaw(code: number): number {
  const bits = code ^ 0x55;
  const step = (bits & 0x70) >> 4;
  const mantissa = (bits & 0x0f) << 4;
  const magnitude = step === 0 ? mantissa + 8 : (mantissa + 0x108) << (step - 1);
  return bits & 0x80 ? magnitude : -magnitude;
}
const table = (decode: (code: number) => number) => Float32Array.from({ length: 256 }, (_, code) => decode(code) / 32768);
const kTables: Readonly<Record<number, Float32Array>> = { 0: table(muLaw), 8: table(aLaw) };

/** Null for a format that is not G.711. */
export function decodeG711(format: number, payload: Uint8Array): Float32Array | null {
  const decoded = kTables[format];
  return decoded ? Float32Array.from(payload, (code) => decoded[code]!) : null;
}
