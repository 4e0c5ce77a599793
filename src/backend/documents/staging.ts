import type { Context } from '../context.ts';
import { RequestFault } from '../http/fault.ts';
import { refusal } from '../http/refusal.ts';
import type { Db } from '../store/index.ts';
import { chunkBytes } from './blobs.ts';

/** Bytes on their way in: kept in the store under a key of their own until it is known what they are. */
export interface Staging {
  readonly chunkKey: string;
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /** Writes what is left over. */
  readonly finish: () => Promise<void>;
  /** Forgets the bytes, unless they were adopted. */
  readonly discard: () => Promise<void>;
}

/**
 * Forgets staged bytes, unless they were adopted. Whoever adopts them takes the row of `staging` away: who waits for that row
 * here finds it gone once they committed, also where they were never told that they did. It is gone too where tidying took
 * it: what came in afterwards is nobody's.
 */
const forget = async (db: Db, tenantId: string, chunkKey: string): Promise<void> => {
  const rowsOf = (table: 'staging' | 'blobChunk') =>
    db.deleteFrom(table).where('tenantId', '=', tenantId).where('chunkKey', '=', chunkKey);
  const { numDeletedRows } = await rowsOf('staging').executeTakeFirst();
  if (numDeletedRows === 0n) {
    const adopted = db.selectFrom('blob').where('tenantId', '=', tenantId).where('chunkKey', '=', chunkKey);
    if (await adopted.select('sha256').limit(1).executeTakeFirst()) return;
  }
  await rowsOf('blobChunk').execute();
};

export function stage(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  tenantId: string,
  chunkKey: string,
): Staging {
  let pending: Buffer[] = [];
  let size = 0;
  let n = 0;
  const flush = async (bytes: Buffer): Promise<void> => {
    if (n === 0) {
      const startedAt = clock.now();
      await store.writer.insertInto('staging').values({ tenantId, chunkKey, startedAt }).execute();
    }
    await store.writer.insertInto('blobChunk').values({ tenantId, chunkKey, n, bytes }).execute();
    n += 1;
  };
  return {
    chunkKey,
    write: async bytes => {
      pending.push(Buffer.from(bytes));
      size += bytes.length;
      if (size < chunkBytes) return;
      let whole = Buffer.concat(pending);
      while (whole.length >= chunkBytes) {
        await flush(whole.subarray(0, chunkBytes));
        whole = whole.subarray(chunkBytes);
      }
      pending = [whole];
      size = whole.length;
    },
    finish: async () => {
      if (size > 0) await flush(Buffer.concat(pending));
      pending = [];
      size = 0;
    },
    discard: () => store.alone(`staging/${chunkKey}`, db => forget(db, tenantId, chunkKey)),
  };
}

const tookTooLong = () =>
  refusal('not_ready', 'The upload stood still for too long, and its bytes are gone; send it again.', {
    headers: { 'retry-after': '1' },
  });

/** Longer than any request may take: whatever is older is nobody's any more. */
const longestUploadMs = 3600_000;

/**
 * Removes what an upload left behind that a crash cut off, one at a time: it may be as large as a document. What may still be
 * coming in, here or in another process, stays.
 */
export async function purgeStaging(db: Db, now: number): Promise<boolean> {
  const left = await db
    .selectFrom('staging')
    .select(['tenantId', 'chunkKey'])
    .where('startedAt', '<=', now - longestUploadMs)
    .limit(1)
    .executeTakeFirst();
  if (left) await forget(db, left.tenantId, left.chunkKey);
  return left !== undefined;
}

/**
 * Makes staged bytes the blob of their hash; false when the store had these bytes already. Throws where they are staged no
 * more: a document is never kept without its bytes.
 */
export async function adopt(
  db: Db,
  tenantId: string,
  chunkKey: string,
  blob: { readonly sha256: string; readonly size: number; readonly mime: string },
): Promise<boolean> {
  const inserted = await db
    .insertInto('blob')
    .values({ tenantId, ...blob, chunkKey })
    .onConflict(conflict => conflict.columns(['tenantId', 'sha256']).doNothing())
    .executeTakeFirst();
  const isNew = Number(inserted.numInsertedOrUpdatedRows ?? 0) > 0;
  if (isNew) {
    const { numDeletedRows } = await db
      .deleteFrom('staging')
      .where('tenantId', '=', tenantId)
      .where('chunkKey', '=', chunkKey)
      .executeTakeFirst();
    if (numDeletedRows === 0n) throw new RequestFault(tookTooLong());
  }
  return isNew;
}
