// Signed checkpoints (c2sp.org/signed-note, c2sp.org/tlog-checkpoint), checked with the browser's own Ed25519.
import { type Bytes, fromBase64, isSame, sha256, toHex } from './bytes.ts';

export interface VerifierKey {
  name: string;
  id: Bytes;
  key: Bytes;
}

export interface Checkpoint {
  origin: string;
  size: number;
  root: Bytes;
}

/** What became of a note: what it says, or what of it does not hold. */
export type Opened = { checkpoint: Checkpoint } | { fault: 'malformed' | 'unsigned' | 'forged' | 'not_checkable' };

const kEd25519 = 1;
const utf8 = new TextEncoder();

/** "<name>+<key id>+<base64 of the kind and the key>"; null for another kind of key, or one whose id is not its own. */
export async function readVerifierKey(text: string): Promise<VerifierKey | null> {
  const [, name, id, typed] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
  const bytes = typed === undefined ? null : fromBase64(typed);
  if (!name || !bytes || bytes.length !== 33 || bytes[0] !== kEd25519) return null;
  const own = (await sha256(utf8.encode(`${name}\n`), bytes)).slice(0, 4);
  return toHex(own) === id ? { name, id: own, key: bytes.slice(1) } : null;
}

function readCheckpoint(text: string): Checkpoint | null {
  const [origin, size, root] = text.split('\n');
  const bytes = root === undefined ? null : fromBase64(root);
  if (!origin || !size || !/^(0|[1-9]\d*)$/.test(size) || !Number.isSafeInteger(Number(size)) || bytes?.length !== 32) return null;
  return { origin, size: Number(size), root: bytes };
}

async function isGenuine(key: Bytes, text: string, signature: Bytes): Promise<boolean | null> {
  try {
    const imported = await crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', imported, signature, utf8.encode(text));
  } catch {
    return null; // a browser that does not know Ed25519: nobody said yes
  }
}

/** The checkpoint of a note that this key signed. Other people's signatures on it are left alone. */
export async function openNote(note: string, trusted: VerifierKey): Promise<Opened> {
  const gap = note.lastIndexOf('\n\n');
  const text = note.slice(0, gap + 1);
  const lines = note.slice(gap + 2).split('\n');
  if (gap < 0 || lines.pop() !== '' || lines.length === 0) return { fault: 'malformed' };
  let isOurs = false;
  for (const line of lines) {
    const [, name, base64] = /^\u2014 (\S+) (\S+)$/.exec(line) ?? [];
    const bytes = base64 === undefined ? null : fromBase64(base64);
    if (!name || !bytes || bytes.length < 5) return { fault: 'malformed' };
    if (name !== trusted.name || !isSame(bytes.slice(0, 4), trusted.id)) continue;
    const verdict = await isGenuine(trusted.key, text, bytes.slice(4));
    if (verdict === null) return { fault: 'not_checkable' };
    if (!verdict) return { fault: 'forged' };
    isOurs = true;
  }
  if (!isOurs) return { fault: 'unsigned' };
  const checkpoint = readCheckpoint(text);
  return checkpoint && checkpoint.origin === trusted.name ? { checkpoint } : { fault: 'malformed' };
}
