// Whether an entry of the audit trail is what was logged, worked out here from what the server brings as proof. Each step says what was
// looked at; the first that does not hold ends the check, for what comes after it would rest on it.
import type { AuditLog, AuditProof } from '../api/types.ts';
import { type AuditLeaf, readAuditLeaf } from './audit_leaf.ts';
import { type Bytes, fromBase64, isSame } from './bytes.ts';
import { type Checkpoint, type VerifierKey, openNote, readVerifierKey } from './note.ts';
import { isConsistent, leafHash, rootFrom } from './tree.ts';

/** In the order in which they are taken. */
export const kSteps = ['entry', 'signature', 'place', 'growth'] as const;
export type Step = (typeof kSteps)[number];

export interface Verdict {
  /** The steps that hold. */
  held: Step[];
  /** What the first that does not hold says: a word of the catalogue under `proof.fault`. */
  fault: string | null;
  /** The log's name, and the key that its note was checked with, as it is published. */
  log: string | null;
  key: string | null;
}

/** A log as it was seen once. */
export interface Seen {
  size: number;
  root: string;
  verifierKey: string;
}

/** What this browser saw of a log when it looked last, and how it asks whether the log only grew since. */
export interface Memory {
  last: (log: string) => Seen | null;
  keep: (log: string, seen: Seen) => void;
  proofOfGrowth: (from: number, to: number) => Promise<readonly string[]>;
}

function microseconds(at: string): bigint {
  const [, seconds, fraction = ''] = /^(.*?)(?:\.(\d+))?Z$/.exec(at) ?? [];
  return BigInt(Date.parse(`${seconds}Z`)) * 1000n + BigInt(fraction.padEnd(6, '0').slice(0, 6));
}

/** As text whatever the order of members: the server may print them in another than the one that was logged. */
function plain(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part && typeof part === 'object' && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}
const isSameValue = (shown: unknown, logged: string | null): boolean =>
  logged === null ? shown === null || shown === undefined : plain(shown) === plain(JSON.parse(logged));

/** Whether what is on the screen is what the leaf says. */
export function tellsOf(leaf: AuditLeaf, entry: AuditLog): boolean {
  return (
    leaf.id === entry.id &&
    leaf.action === entry.action &&
    leaf.actorType === entry.actor_type &&
    leaf.actorLabel === entry.actor_label &&
    (leaf.resourceType ?? '') === entry.resource_type &&
    leaf.resourceId === entry.resource_id &&
    leaf.correlationId === entry.correlation_id &&
    leaf.createdAtUs === microseconds(entry.created_at) &&
    isSameValue(entry.old_value, leaf.oldValue) &&
    isSameValue(entry.new_value, leaf.newValue)
  );
}

const digests = (texts: readonly string[]): Bytes[] | null => {
  const all = texts.map(fromBase64);
  return all.every((one): one is Bytes => one?.length === 32) ? all : null;
};

async function hasOnlyGrown(checkpoint: Checkpoint, verifierKey: string, memory: Memory): Promise<'first' | 'grown' | 'another_key' | 'rewritten'> {
  const last = memory.last(checkpoint.origin);
  if (!last) return 'first';
  if (last.verifierKey !== verifierKey) return 'another_key';
  const [earlier, later] = last.size <= checkpoint.size ? [last, null] : [null, last];
  // An answer that was under way may tell of a time before the last one: then the log of then must be the beginning of the other.
  const [from, to] = earlier ? [earlier.size, checkpoint.size] : [checkpoint.size, later!.size];
  const root = fromBase64(last.root);
  const proof = digests(from === to ? [] : await memory.proofOfGrowth(from, to));
  if (!root || !proof) return 'rewritten';
  const holds = earlier ? await isConsistent(from, root, to, checkpoint.root, proof) : await isConsistent(from, checkpoint.root, to, root, proof);
  return holds ? 'grown' : 'rewritten';
}

export async function checkEntry(entry: AuditLog, proof: AuditProof, memory: Memory): Promise<Verdict> {
  const held: Step[] = [];
  let known: VerifierKey | null = null;
  const ends = (fault: string | null): Verdict => ({ held, fault, log: known?.name ?? null, key: known && proof.checkpoint.verifier_key });

  const bytes = fromBase64(proof.leaf);
  const leaf = bytes && readAuditLeaf(bytes);
  if (!bytes || !leaf) return ends('leaf_unreadable');
  if (!tellsOf(leaf, entry)) return ends('another_entry');
  held.push('entry');

  const { note, verifier_key: verifierKey } = proof.checkpoint;
  known = await readVerifierKey(verifierKey);
  if (!known || !known.name.endsWith(`/audit/${leaf.organizationId}`)) return ends('key_malformed');
  const opened = await openNote(note, known);
  if ('fault' in opened) return ends(`note_${opened.fault}`);
  held.push('signature');

  const { checkpoint } = opened;
  const path = digests(proof.proof);
  const root = path && (await rootFrom(await leafHash(bytes), proof.leaf_index, checkpoint.size, path));
  if (!root || !isSame(root, checkpoint.root)) return ends('not_in_log');
  held.push('place');

  const growth = await hasOnlyGrown(checkpoint, verifierKey, memory);
  if (growth === 'rewritten') return ends('log_rewritten');
  if (growth === 'another_key') return ends('key_changed');
  const last = memory.last(checkpoint.origin);
  if (!last || last.size < checkpoint.size) memory.keep(checkpoint.origin, { size: checkpoint.size, root: proof.checkpoint.root, verifierKey });
  if (growth === 'grown') held.push('growth');
  return ends(null);
}
