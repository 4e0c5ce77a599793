import type { Context } from '../context.ts';

/**
 * By what a file of leads is known again; `sha256` in hexadecimal digits. It is kept for ever, and people stand in the file:
 * who has no key file can't find out whether somebody does.
 */
export const fileHash = ({ keys }: Pick<Context, 'keys'>, tenantId: string, sha256: string): string =>
  keys.derive('lead-file', tenantId, sha256).toString('base64url');

/** Hexadecimal digits of a SHA-256: no keyed hash is as long. */
const bareLength = 64;

/** Keys the hashes of files that an earlier version kept as they were: those files are known again all the same. */
export async function keyEarlierFiles({ store, keys }: Pick<Context, 'store' | 'keys'>): Promise<void> {
  const rows = await store.reader
    .selectFrom('leadImport')
    .select(['tenantId', 'id', 'fileHash'])
    .where(({ fn }) => fn('length', ['fileHash']), '=', bareLength)
    .execute();
  for (const { tenantId, id, fileHash: bare } of rows) {
    if (bare === null) continue;
    await store.writer
      .updateTable('leadImport')
      .set({ fileHash: fileHash({ keys }, tenantId, bare) })
      .where('tenantId', '=', tenantId)
      .where('id', '=', id)
      .where('fileHash', '=', bare)
      .execute();
  }
}
