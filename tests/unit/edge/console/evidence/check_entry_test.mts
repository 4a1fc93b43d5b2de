// The browser's own check of an audit entry, on the log that the C++ core is held against too (tests/fixtures/evidence/log.json).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { AuditLog, AuditProof } from '../../../../../edge/console/src/api/types.ts';
import { fromBase64, toBase64 } from '../../../../../edge/console/src/evidence/bytes.ts';
import { type Memory, type Seen, checkEntry } from '../../../../../edge/console/src/evidence/check_entry.ts';
import { openNote, readVerifierKey } from '../../../../../edge/console/src/evidence/note.ts';
import { isConsistent, leafHash, rootFrom } from '../../../../../edge/console/src/evidence/tree.ts';

const log = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../../../fixtures/evidence/log.json'), 'utf8'));
const bytes = (text: string) => fromBase64(text)!;
const rootAt = (size: number) => bytes(log.checkpoints[size - 1].root);
const inclusionOf = (index: number, size: number) => log.inclusion.find((one: any) => one.index === index && one.size === size).proof;

/** A row as the API lists it. */
function entryOf(index: number): AuditLog {
  const { record } = log.rows[index];
  const us = BigInt(record.created_at_us);
  const seconds = us >= 0n ? us / 1_000_000n : (us - 999_999n) / 1_000_000n;
  const fraction = String(us - seconds * 1_000_000n).padStart(6, '0');
  return {
    id: record.id,
    action: record.action,
    actor_type: record.actor_type,
    actor_label: record.actor_label,
    user_name: null,
    resource_type: record.resource_type ?? '',
    resource_id: record.resource_id,
    old_value: record.old_value && JSON.parse(record.old_value),
    new_value: record.new_value && JSON.parse(record.new_value),
    created_at: new Date(Number(seconds) * 1000).toISOString().replace('.000Z', `.${fraction}Z`),
    correlation_id: record.correlation_id,
  } as AuditLog;
}
const proofOf = (index: number, size = 5): AuditProof =>
  ({ success: true, leaf: log.rows[index].leaf, leaf_index: index, proof: inclusionOf(index, size), checkpoint: { ...log.checkpoints[size - 1], signed_at: '2026-11-21T08:45:00.412000Z' } }) as AuditProof;

function remembered(): Memory & { seen: Map<string, Seen> } {
  const seen = new Map<string, Seen>();
  return {
    seen,
    last: (name) => seen.get(name) ?? null,
    keep: (name, what) => void seen.set(name, what),
    proofOfGrowth: async (from, to) => log.consistency.find((one: any) => one.from === from && one.to === to).proof,
  };
}
const spoilt = (base64: string, at: number): string => {
  const changed = bytes(base64);
  changed[at]! ^= 1;
  return toBase64(changed);
};

describe('The browser’s own Merkle tree', () => {
  it('finds the root of every leaf of every size, and of no other place', async () => {
    for (const { index, size, proof } of log.inclusion) {
      const leaf = bytes(log.rows[index].leaf_hash);
      assert.deepEqual(await leafHash(bytes(log.rows[index].leaf)), leaf);
      const steps = proof.map(bytes);
      assert.deepEqual(await rootFrom(leaf, index, size, steps), rootAt(size));
      for (const other of [index - 1, index + 1, size]) assert.notDeepEqual(await rootFrom(leaf, other, size, steps), rootAt(size));
      assert.equal(await rootFrom(leaf, index, size, [...steps, leaf]), null);
    }
  });

  it('knows a log that only grew from one that was rewritten', async () => {
    for (const { from, to, proof } of log.consistency) {
      const steps = proof.map(bytes);
      assert.equal(await isConsistent(from, rootAt(from), to, rootAt(to), steps), true, `${from} in ${to}`);
      assert.equal(await isConsistent(from, bytes(spoilt(log.checkpoints[from - 1].root, 3)), to, rootAt(to), steps), false);
      if (from !== to) assert.equal(await isConsistent(from, rootAt(from), to, bytes(spoilt(log.checkpoints[to - 1].root, 3)), steps), false);
      assert.equal(await isConsistent(from, rootAt(from), to, rootAt(to), [...steps, rootAt(1)]), false);
      assert.equal(await isConsistent(to + 1, rootAt(from), to, rootAt(to), steps), false);
    }
  });
});

describe('A signed checkpoint', () => {
  it('opens with its key and says size and root', async () => {
    for (const { note, verifier_key, size } of log.checkpoints) {
      const opened = await openNote(note, (await readVerifierKey(verifier_key))!);
      assert.ok('checkpoint' in opened);
      assert.equal(opened.checkpoint.size, size);
      assert.deepEqual(opened.checkpoint.root, rootAt(size));
    }
  });

  it('opens with no character changed', async () => {
    const { note, verifier_key } = log.checkpoints[4];
    const key = (await readVerifierKey(verifier_key))!;
    for (let at = 0; at < note.length; ++at) {
      const changed = note.slice(0, at) + (note[at] === 'A' ? 'B' : 'A') + note.slice(at + 1);
      assert.ok('fault' in (await openNote(changed, key)), `character ${at}`);
    }
    assert.equal(await readVerifierKey(verifier_key.replace(/\+[0-9a-f]/, '+x')), null);
  });
});

describe('An entry of the audit trail', () => {
  it('holds when it is what was logged', async () => {
    for (let index = 0; index < 5; ++index) {
      const verdict = await checkEntry(entryOf(index), proofOf(index), remembered());
      assert.equal(verdict.fault, null, `row ${index}`);
      assert.deepEqual(verdict.held, ['entry', 'signature', 'place']);
      assert.equal(verdict.key, log.checkpoints[4].verifier_key);
    }
  });

  it('is not believed when anything that is shown differs', async () => {
    const changes: Partial<AuditLog>[] = [
      { id: '91d3b0c7-2e5f-4a68-bc19-000000000009' },
      { action: 'call:ended' },
      { actor_type: 'system' },
      { actor_label: 'somebody' },
      { resource_type: 'recording' },
      { resource_id: null },
      { old_value: {} },
      { new_value: { to: '***0143', from: '***0100' } },
      { correlation_id: null },
      { created_at: entryOf(0).created_at.replace('000000Z', '000001Z') },
    ];
    for (const change of changes)
      assert.equal((await checkEntry({ ...entryOf(0), ...change } as AuditLog, proofOf(0), remembered())).fault, 'another_entry', JSON.stringify(change));
    const turned = { ...entryOf(0), new_value: { from: '***0100', to: '***0142' } } as AuditLog;
    assert.equal((await checkEntry(turned, proofOf(0), remembered())).fault, null, 'members have no order');
  });

  it('names the first thing of the proof that does not hold', async () => {
    const good = proofOf(1);
    const told = async (change: Partial<AuditProof>) => (await checkEntry(entryOf(1), { ...good, ...change } as AuditProof, remembered())).fault;
    assert.equal(await told({ leaf: 'not base64' }), 'leaf_unreadable');
    assert.equal(await told({ leaf: toBase64(bytes(good.leaf).slice(0, -1)) }), 'leaf_unreadable');
    assert.equal(await told({ leaf: proofOf(2).leaf }), 'another_entry');
    assert.equal(await told({ leaf_index: 2 }), 'not_in_log');
    assert.equal(await told({ proof: good.proof.slice(1) }), 'not_in_log');
    assert.equal(await told({ proof: [spoilt(good.proof[0]!, 0), ...good.proof.slice(1)] }), 'not_in_log');
    assert.equal(await told({ checkpoint: { ...good.checkpoint, note: good.checkpoint.note.replace('\n5\n', '\n6\n') } }), 'note_forged');
    assert.equal(await told({ checkpoint: { ...good.checkpoint, note: '' } }), 'note_malformed');
    assert.equal(await told({ checkpoint: { ...good.checkpoint, verifier_key: 'x' } }), 'key_malformed');
  });

  it('is spoilt by any byte of its leaf', async () => {
    for (let at = 0; at < bytes(log.rows[3].leaf).length; ++at)
      assert.notEqual((await checkEntry(entryOf(3), { ...proofOf(3), leaf: spoilt(log.rows[3].leaf, at) }, remembered())).fault, null, `byte ${at}`);
  });

  it('is held against what this browser saw of the log before', async () => {
    const memory = remembered();
    assert.deepEqual((await checkEntry(entryOf(0), proofOf(0, 2), memory)).held, ['entry', 'signature', 'place']);
    assert.deepEqual((await checkEntry(entryOf(4), proofOf(4, 5), memory)).held, ['entry', 'signature', 'place', 'growth']);
    assert.equal([...memory.seen.values()][0]!.size, 5);
    assert.equal((await checkEntry(entryOf(0), proofOf(0, 3), memory)).fault, null, 'an answer from before');
    assert.equal([...memory.seen.values()][0]!.size, 5, 'the longest is remembered');
    const [name, seen] = [...memory.seen][0]!;
    memory.seen.set(name, { ...seen, size: 4, root: log.checkpoints[0].root });
    assert.equal((await checkEntry(entryOf(0), proofOf(0), memory)).fault, 'log_rewritten');
    memory.seen.set(name, { ...seen, verifierKey: 'another' });
    assert.equal((await checkEntry(entryOf(0), proofOf(0), memory)).fault, 'key_changed');
  });
});
