import { openPostgres } from './postgres/open.ts';
import { openSqlite } from './sqlite/open.ts';
import type { StoreUse } from './schema.ts';
import type { Store } from './store.ts';

/** Opens the store that a URL names: `sqlite:PATH` or `postgres://…`. Throws with a sentence for the operator. */
export async function openStore(url: string, use: StoreUse): Promise<Store> {
  const path = /^sqlite:(.+)$/s.exec(url)?.[1];
  if (path !== undefined) return openSqlite(path, use);
  if (/^postgres(ql)?:/.test(url)) return openPostgres(url, use);
  throw new Error('--db takes sqlite:PATH or postgres://….');
}
