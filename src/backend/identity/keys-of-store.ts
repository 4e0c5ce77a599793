import type { Random } from '../environment.ts';
import type { Store } from '../store/index.ts';
import { signsFor } from './certificate.ts';
import { loadKeys, type Keys } from './keys.ts';

const settingKey = 'keyFile';

/** Says which key file it is, and nothing about its keys. */
const markOf = (keys: Keys): string => keys.derive('key-file').toString('hex');

const boundTo = async (store: Store): Promise<string | undefined> =>
  (await store.reader.selectFrom('setting').select('value').where('key', '=', settingKey).executeTakeFirst())
    ?.value;

/**
 * The keys of the file that this store is used with. The first process binds the store to its file, before anything is
 * sealed: of two that start at once with different files one is told. Throws with a sentence for the operator where the
 * file is missing or another store's.
 */
export async function keysOfStore(store: Store, path: string, random: Random): Promise<Keys> {
  const tenant = await store.reader.selectFrom('tenant').selectAll().limit(1).executeTakeFirst();
  const mayCreate = tenant === undefined && (await boundTo(store)) === undefined;
  const keys = await loadKeys(path, mayCreate, random);
  const mark = markOf(keys);
  // A store from before it was bound: what is sealed in it tells.
  const fits = tenant === undefined || signsFor(tenant, keys);
  if (fits && (await boundTo(store)) === undefined) {
    await store.writer
      .insertInto('setting')
      .values({ key: settingKey, value: mark })
      .onConflict(conflict => conflict.column('key').doNothing())
      .execute();
  }
  if (!fits || (await boundTo(store)) !== mark)
    throw new Error('The key file is not the one of this database; name the right one with --keys.');
  return keys;
}
