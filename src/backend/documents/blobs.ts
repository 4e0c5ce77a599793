import type { Queries, Store } from '../store/index.ts';

/** A document is kept in pieces of this size, so that neither an upload nor a download is ever held whole. */
export const chunkBytes = 1 << 20;

export interface Blob {
  readonly sha256: string;
  readonly size: number;
  readonly mime: string;
  readonly chunkKey: string;
}

export const findBlob = (db: Queries, tenantId: string, sha256: string): Promise<Blob | undefined> =>
  db
    .selectFrom('blob')
    .select(['sha256', 'size', 'mime', 'chunkKey'])
    .where('tenantId', '=', tenantId)
    .where('sha256', '=', sha256)
    .executeTakeFirst();

/** The bytes of a blob from `first` to `last`, both included, piece by piece. */
export async function* readBlob(
  store: Store,
  tenantId: string,
  blob: Blob,
  first: number,
  last: number,
): AsyncGenerator<Uint8Array> {
  for (let n = Math.floor(first / chunkBytes); n * chunkBytes <= last; n += 1) {
    const { bytes } = await store.reader
      .selectFrom('blobChunk')
      .select('bytes')
      .where('tenantId', '=', tenantId)
      .where('chunkKey', '=', blob.chunkKey)
      .where('n', '=', n)
      .executeTakeFirstOrThrow();
    const start = n * chunkBytes;
    yield bytes.subarray(Math.max(0, first - start), last + 1 - start);
  }
}
