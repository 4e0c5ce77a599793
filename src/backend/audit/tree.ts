import { createHash } from 'node:crypto';
import type { Insertable } from 'kysely';
import type { AuditNodeTable, Db, Queries } from '../store/index.ts';
import { nodeHash } from './leaf.ts';
import { splitOf, type LeafRange } from './ranges.ts';

/** Stored nodes stand this many levels apart: one for 256 leaves, one for 256 of those, and so on. */
const stride = 8;
const fanOut = 2 ** stride;

interface Log {
  readonly db: Queries;
  readonly tenantId: string;
}

/** Hashes pairs until one is left; there is a power of two of them. */
function fold(hashes: readonly Buffer[]): Buffer {
  let row = hashes;
  while (row.length > 1) {
    const above: Buffer[] = [];
    for (let at = 0; at < row.length; at += 2) {
      const [left, right] = row.slice(at, at + 2);
      if (!left || !right) throw new Error('a complete subtree lacks a half');
      above.push(nodeHash(left, right));
    }
    row = above;
  }
  const [root] = row;
  if (!root) throw new Error('a subtree without leaves');
  return root;
}

async function leavesOf({ db, tenantId }: Log, first: number, count: number): Promise<readonly Buffer[]> {
  const rows = await db
    .selectFrom('audit')
    .select('leafHash')
    .where('tenantId', '=', tenantId)
    .where('index', '>=', first)
    .where('index', '<', first + count)
    .orderBy('index')
    .execute();
  if (rows.length !== count) throw new Error(`the audit log lacks entries from ${first} on`);
  return rows.map(row => Buffer.from(row.leafHash, 'hex'));
}

/** Nodes of a level that is stored; those that are not there yet are made from what is below. */
async function nodesOf(log: Log, level: number, first: number, count: number): Promise<readonly Buffer[]> {
  if (level === 0) return leavesOf(log, first, count);
  const rows = await log.db
    .selectFrom('auditNode')
    .select(['index', 'hash'])
    .where('tenantId', '=', log.tenantId)
    .where('level', '=', level)
    .where('index', '>=', first)
    .where('index', '<', first + count)
    .execute();
  const stored = new Map(rows.map(row => [row.index, Buffer.from(row.hash, 'hex')]));
  const nodes: Buffer[] = [];
  for (let index = first; index < first + count; index++) {
    nodes.push(stored.get(index) ?? fold(await nodesOf(log, level - stride, index * fanOut, fanOut)));
  }
  return nodes;
}

/** The Merkle tree hash of a range that a tree of RFC 9162 is made of. Reads some hundred rows at most. */
export async function rangeHash(log: Log, { start, end }: LeafRange): Promise<Buffer> {
  const count = end - start;
  if (count === 0) return createHash('sha256').digest();
  const level = Math.log2(count);
  if (Number.isInteger(level) && start % count === 0) {
    const base = Math.floor(level / stride) * stride;
    return fold(await nodesOf(log, base, start / 2 ** base, count / 2 ** base));
  }
  const middle = start + splitOf(count);
  return nodeHash(await rangeHash(log, { start, end: middle }), await rangeHash(log, { start: middle, end }));
}

async function countOf({ db, tenantId }: Log, level: number): Promise<number> {
  const row = await db
    .selectFrom('auditNode')
    .select(node => node.fn.max<number | null>('index').as('last'))
    .where('tenantId', '=', tenantId)
    .where('level', '=', level)
    .executeTakeFirst();
  return (row?.last ?? -1) + 1;
}

/**
 * Stores the nodes that became complete when the log grew from `before` to `after` entries, in the transaction that
 * let it grow; also those of a log that is older than these nodes.
 */
export async function storeNodes(
  log: Log & { readonly db: Db },
  before: number,
  after: number,
  insert: (rows: readonly Insertable<AuditNodeTable>[]) => Promise<void>,
): Promise<void> {
  if (Math.floor(before / fanOut) === Math.floor(after / fanOut)) return;
  for (let level = stride; 2 ** level <= after; level += stride) {
    const complete = Math.floor(after / 2 ** level);
    for (let index = await countOf(log, level); index < complete; index++) {
      const hash = fold(await nodesOf(log, level - stride, index * fanOut, fanOut)).toString('hex');
      await insert([{ tenantId: log.tenantId, level, index, hash }]);
    }
  }
}
