import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { consistencyRanges, inclusionRanges, type LeafRange } from '../../../../src/backend/audit/ranges.ts';
import { consistencyHolds, inclusionHolds, treeHead } from '../../../support/audit-proofs.ts';

const leaves = Array.from({ length: 130 }, (_none, n) => createHash('sha256').update(`leaf ${n}`).digest());
const heads = new Map<string, Buffer>();
const headOf = ({ start, end }: LeafRange): Buffer => {
  const key = `${start}-${end}`;
  const head = heads.get(key) ?? treeHead(leaves.slice(start, end));
  heads.set(key, head);
  return head;
};
const root = (size: number): Buffer => headOf({ start: 0, end: size });

test('[AUD-2] every inclusion proof of every log of up to 130 entries holds, and none for another leaf', () => {
  for (let size = 1; size <= 130; size++) {
    for (let index = 0; index < size; index++) {
      const path = inclusionRanges(index, size).map(headOf);
      const holds = (leaf: Buffer | undefined) =>
        leaf !== undefined && inclusionHolds(leaf, index, size, path, root(size));
      expect(holds(leaves[index]), `${index} in ${size}`).toBe(true);
      expect(holds(root(129)), `${index} in ${size}`).toBe(false);
    }
  }
});

test('[AUD-2] every consistency proof between logs of up to 130 entries holds, and none for another head', () => {
  for (let second = 1; second <= 130; second++) {
    for (let first = 1; first <= second; first++) {
      const proof = consistencyRanges(first, second).map(headOf);
      const other = createHash('sha256').update(root(first)).digest();
      expect(consistencyHolds(first, second, proof, root(first), root(second)), `${first} ${second}`).toBe(
        true,
      );
      expect(consistencyHolds(first, second, proof, other, root(second)), `${first} ${second}`).toBe(false);
      expect(consistencyHolds(first, second, proof, root(first), other), `${first} ${second}`).toBe(false);
    }
  }
});
