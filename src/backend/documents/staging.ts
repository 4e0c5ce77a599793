import type { Db, Store } from '../store/index.ts';
import { chunkBytes } from './blobs.ts';

/** Bytes on their way in: kept in the store under a key of their own until it is known what they are. */
export interface Staging {
  readonly chunkKey: string;
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /** Writes what is left over. */
  readonly finish: () => Promise<void>;
  /** Forgets the bytes. */
  readonly discard: () => Promise<void>;
}

export function stage(store: Store, tenantId: string, chunkKey: string): Staging {
  let pending: Buffer[] = [];
  let size = 0;
  let n = 0;
  const flush = async (bytes: Buffer): Promise<void> => {
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
    discard: async () => {
      await store.writer
        .deleteFrom('blobChunk')
        .where('tenantId', '=', tenantId)
        .where('chunkKey', '=', chunkKey)
        .execute();
    },
  };
}

/** Removes what uploads left behind that a crash cut off. */
export async function sweepStaging(store: Store): Promise<void> {
  await store.writer
    .deleteFrom('blobChunk')
    .where(row =>
      row.not(
        row.exists(
          row
            .selectFrom('blob')
            .select('blob.chunkKey')
            .whereRef('blob.tenantId', '=', 'blobChunk.tenantId')
            .whereRef('blob.chunkKey', '=', 'blobChunk.chunkKey'),
        ),
      ),
    )
    .execute();
}

/** Makes staged bytes the blob of their hash; false when the store had these bytes already. */
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
  return Number(inserted.numInsertedOrUpdatedRows ?? 0) > 0;
}
