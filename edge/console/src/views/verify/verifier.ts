// The verifier of evidence bundles: the very C++ that `./wib verify` is, as a module. Everything happens in this browser; nothing of the
// file goes anywhere.
import moduleUrl from '../../../../../build/wasm/evidence.wasm?url';

/** shared/evidence/verifier.hpp, which says what each means. */
export type FlawKind =
  | 'not_a_bundle'
  | 'cut_short'
  | 'more_follows'
  | 'container'
  | 'manifest'
  | 'forged'
  | 'unsigned'
  | 'unknown_signer'
  | 'file_changed'
  | 'recording_broken'
  | 'audit_malformed'
  | 'audit_forged'
  | 'audit_unproven';

export interface Report {
  holds: boolean;
  flaw: { kind: FlawKind; path: string; offset: number; detail: string } | null;
  trust: 'trusted' | 'not_told' | null;
  signing_key: string | null;
  organization_id: string | null;
  call_id: string | null;
  made_at: string | null;
  witness: 'witnessed' | 'not_witnessed' | null;
  files: { path: string; kind: string; authority: 'authoritative' | 'derivative' | 'preview' | 'statement'; size: number; records: number | null }[];
}

interface Exports {
  memory: WebAssembly.Memory;
  _initialize: () => void;
  evidence_alloc: (size: number) => number;
  evidence_begin: (at: number, size: number) => number;
  evidence_feed: (at: number, size: number) => number;
  evidence_finish: () => number;
}

/** One of the keys somebody named is no verifier key. */
export class NoKey extends Error {}

let compiled: Promise<WebAssembly.Module> | undefined;
/** Compiled once; a failure is not remembered. */
function theModule(): Promise<WebAssembly.Module> {
  compiled ??= fetch(moduleUrl)
    .then((answer) => (answer.ok ? answer.arrayBuffer() : Promise.reject(new Error(`the verifier is not there: ${answer.status}`))))
    .then((bytes) => WebAssembly.compile(bytes))
    .catch((failure: unknown) => {
      compiled = undefined;
      throw failure;
    });
  return compiled;
}

/** Reads the file once, from front to back, and holds no more of it than a piece. `told` hears the share that is done. */
export async function verifyBundle(file: Blob, keys: readonly string[], told: (share: number) => void): Promise<Report> {
  const verifier = (await WebAssembly.instantiate(await theModule(), {})).exports as unknown as Exports;
  verifier._initialize();
  const put = (bytes: Uint8Array): [number, number] => {
    const at = verifier.evidence_alloc(bytes.length);
    new Uint8Array(verifier.memory.buffer, at, bytes.length).set(bytes);
    return [at, bytes.length];
  };
  if (!verifier.evidence_begin(...put(new TextEncoder().encode(keys.map((key) => `${key}\n`).join(''))))) throw new NoKey();
  const reader = file.stream().getReader();
  for (let read = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    if (!verifier.evidence_feed(...put(value))) {
      await reader.cancel();
      break;
    }
    told((read += value.length) / file.size);
  }
  const at = verifier.evidence_finish();
  const size = new DataView(verifier.memory.buffer).getUint32(at, true);
  return JSON.parse(new TextDecoder().decode(new Uint8Array(verifier.memory.buffer, at + 4, size))) as Report;
}
