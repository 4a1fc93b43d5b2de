// The bytes of an audit row's leaf, read back (docs/evidence.md, "What a leaf holds"), so that what is proven can be held against what
// is shown.
import { toHex } from './bytes.ts';

export interface AuditLeaf {
  organizationId: string;
  id: string;
  createdAtUs: bigint;
  userId: string | null;
  actorType: string | null;
  actorLabel: string | null;
  action: string | null;
  resourceType: string | null;
  resourceId: string | null;
  oldValue: string | null;
  newValue: string | null;
  correlationId: string | null;
}

const kForm = 'wib/audit-leaf/v1\n';
const kMembers = 19;
const kNothing = 0xffffffff;

const uuid = (bytes: Uint8Array): string => toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** Null when the bytes are no leaf of this form, to the last one. */
export function readAuditLeaf(bytes: Uint8Array): AuditLeaf | null {
  const form = new TextEncoder().encode(kForm);
  if (bytes.length < form.length || !form.every((byte, at) => bytes[at] === byte)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const members: (Uint8Array | null)[] = [];
  let at = form.length;
  for (let count = 0; count < kMembers; ++count) {
    if (at + 4 > bytes.length) return null;
    const size = view.getUint32(at);
    at += 4;
    if (size === kNothing) {
      members.push(null);
      continue;
    }
    if (at + size > bytes.length) return null;
    members.push(bytes.subarray(at, at + size));
    at += size;
  }
  const [organization, id, created] = members;
  const isWhole = at === bytes.length && organization?.length === 16 && id?.length === 16 && created?.length === 8;
  if (!isWhole || !organization || !id || !created) return null;
  const text = (member: number): string | null => (members[member] ? new TextDecoder().decode(members[member]) : null);
  const reference = (member: number): string | null => (members[member] ? uuid(members[member]) : null);
  return {
    organizationId: uuid(organization),
    id: uuid(id),
    createdAtUs: new DataView(created.buffer, created.byteOffset, 8).getBigInt64(0),
    userId: reference(3),
    actorType: text(4),
    actorLabel: text(5),
    action: text(6),
    resourceType: text(7),
    resourceId: reference(8),
    oldValue: text(9),
    newValue: text(10),
    correlationId: text(18),
  };
}
