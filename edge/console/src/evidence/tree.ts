// The Merkle tree of RFC 6962 and RFC 9162 §2.1, as far as somebody who checks it needs it. Sizes and places are below 2^53, so halves
// are taken by division: JavaScript's shifts know 32 bits.
import { type Bytes, isSame, sha256 } from './bytes.ts';

const kLeaf = Uint8Array.of(0);
const kNode = Uint8Array.of(1);

export const leafHash = (leaf: Uint8Array): Promise<Bytes> => sha256(kLeaf, leaf);
const nodeHash = (left: Uint8Array, right: Uint8Array): Promise<Bytes> => sha256(kNode, left, right);

const half = (number: number): number => Math.floor(number / 2);
const isOdd = (number: number): boolean => number % 2 === 1;
const isPlace = (number: number): boolean => Number.isSafeInteger(number) && number >= 0;

/** RFC 9162 §2.1.3.2: the root that a leaf at this place has by this proof; null when a log of that size has no such proof. */
export async function rootFrom(leaf: Bytes, index: number, size: number, proof: readonly Bytes[]): Promise<Bytes | null> {
  if (!isPlace(index) || !isPlace(size) || index >= size) return null;
  let [place, last, root] = [index, size - 1, leaf];
  for (const step of proof) {
    if (last === 0) return null;
    if (isOdd(place) || place === last) {
      root = await nodeHash(step, root);
      while (!isOdd(place) && place !== 0) [place, last] = [half(place), half(last)];
    } else root = await nodeHash(root, step);
    [place, last] = [half(place), half(last)];
  }
  return last === 0 ? root : null;
}

/** RFC 9162 §2.1.4.2: whether the later log begins with the earlier one. */
export async function isConsistent(oldSize: number, oldRoot: Bytes, size: number, root: Bytes, proof: readonly Bytes[]): Promise<boolean> {
  if (!isPlace(oldSize) || !isPlace(size) || oldSize > size) return false;
  if (oldSize === size) return proof.length === 0 && isSame(oldRoot, root);
  if (oldSize === 0) return proof.length === 0;
  const isWhole = Number.isInteger(Math.log2(oldSize));
  const [first, ...rest] = isWhole ? [oldRoot, ...proof] : proof;
  if (!first) return false;
  let [place, last, before, now] = [oldSize - 1, size - 1, first, first];
  while (isOdd(place)) [place, last] = [half(place), half(last)];
  for (const step of rest) {
    if (last === 0) return false;
    if (isOdd(place) || place === last) {
      before = await nodeHash(step, before);
      now = await nodeHash(step, now);
      while (!isOdd(place) && place !== 0) [place, last] = [half(place), half(last)];
    } else now = await nodeHash(now, step);
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && isSame(before, oldRoot) && isSame(now, root);
}
