// The edge's module as its host drives it, reduced to one question: does this webhook, or whoever shows this token, get past the door?
import { createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";

export interface Knock {
  vendor: string;
  target: string;
  headers: Record<string, string>;
  body: Buffer;
}

const kKind = { event: 1, outcome: 2, settings: 3, readBody: 32, kvGet: 33, askOrigin: 40, fetchVendor: 41, verifyEd25519: 42, verifyRs256: 48, respond: 64, forward: 65 };
const spki = Buffer.from("302a300506032b6570032100", "hex");

function frame(kind: number, fields: string[], body: Uint8Array = new Uint8Array(0)): Buffer {
  const text = Buffer.from(fields.map((field) => `${field}\0`).join(""));
  const head = Buffer.alloc(12);
  head.writeUInt8(1, 0);
  head.writeUInt8(kind, 1);
  head.writeUInt16LE(fields.length, 2);
  head.writeUInt32LE(text.length, 4);
  head.writeUInt32LE(body.length, 8);
  return Buffer.concat([head, text, body]);
}

export class Door {
  readonly #exports: any;
  readonly #now: string;
  readonly #host: string;
  /** What every vendor answers. */
  readonly #fetched: Buffer;

  constructor(modulePath: string, settings: Record<string, string>, nowSeconds: number, host: string, fetched = "") {
    this.#fetched = Buffer.from(fetched);
    this.#exports = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(modulePath)), {}).exports;
    this.#exports._initialize();
    this.#exports.edge_configure(...this.#put(frame(kKind.settings, Object.entries(settings).flat())));
    this.#now = `${nowSeconds}000000`;
    this.#host = host;
  }

  /** Forwarded, or refused; anything else is a mistake of this driver's. A knock without a body is a GET. */
  admits({ target, headers, body }: Omit<Knock, "vendor">): boolean {
    const [method, has_body] = body.length > 0 ? ["POST", "1"] : ["GET", "0"];
    const event = [this.#now, method, "https", this.#host, target, has_body, ...Object.entries(headers).flat()];
    for (let turn = this.#call("edge_begin", frame(kKind.event, event, new Uint8Array(32))); ; ) {
      if (turn.kind === kKind.forward) return true;
      if (turn.kind === kKind.respond) return false;
      turn = this.#call("edge_resume", this.#answer(turn, body));
    }
  }

  #answer({ kind, fields, body }: { kind: number; fields: string[]; body: Buffer }, sent: Buffer): Buffer {
    if (kind === kKind.readBody) return frame(kKind.outcome, ["0", this.#now, "0"], sent);
    if (kind === kKind.kvGet) return frame(kKind.outcome, ["1", this.#now, "0"]);
    // The origin knows no session: what is cut short may look like one's token.
    if (kind === kKind.askOrigin) return frame(kKind.outcome, ["0", this.#now, "404"]);
    if (kind === kKind.fetchVendor) return frame(kKind.outcome, ["0", this.#now, "200"], this.#fetched);
    if (kind === kKind.verifyRs256) {
      const [n, e, size] = fields;
      const holds = verify("sha256", body.subarray(Number(size)), createPublicKey({ key: { kty: "RSA", n: n!, e: e! }, format: "jwk" }), body.subarray(0, Number(size)));
      return frame(kKind.outcome, [holds ? "0" : "2", this.#now, "0"]);
    }
    if (kind !== kKind.verifyEd25519) throw new Error(`the module asks for ${kind}`);
    const key = createPublicKey({ key: Buffer.concat([spki, Buffer.from(fields[0]!, "base64")]), format: "der", type: "spki" });
    const holds = verify(null, body.subarray(64), key, body.subarray(0, 64));
    return frame(kKind.outcome, [holds ? "0" : "2", this.#now, "0"]);
  }

  #put(input: Buffer): [number, number] {
    const at = this.#exports.edge_alloc(input.length);
    new Uint8Array(this.#exports.memory.buffer).set(input, at);
    return [at, input.length];
  }

  // The last frame of a turn: a question or an ending. What stands before it are notes.
  #call(entry: string, input: Buffer): { kind: number; fields: string[]; body: Buffer } {
    const turn = this.#exports[entry](...this.#put(input));
    const memory = Buffer.from(this.#exports.memory.buffer);
    const end = turn + 4 + memory.readUInt32LE(turn);
    let last;
    for (let at = turn + 4; at < end; ) {
      const text = at + 12;
      const body = text + memory.readUInt32LE(at + 4);
      const next = body + memory.readUInt32LE(at + 8);
      const fields = memory.toString("utf8", text, body).split("\0");
      fields.pop();
      last = { kind: memory.readUInt8(at + 1), fields, body: Buffer.from(memory.subarray(body, next)) };
      at = next;
    }
    if (!last) throw new Error("an empty turn");
    return last;
  }
}
