import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { analystOf, say, startBackend, startPostgres } from '../tools/index.mjs';
import type { Account } from './desk.ts';
import { openPlainPostgres, openPlainSqlite, type PlainStore } from './plain-store.ts';

/** A backend with cases, and a bare store of the kind that it uses. */
export interface BackendOnStore {
  readonly account: Account;
  readonly apiKey: string;
  plain(): Promise<PlainStore>;
  close(): Promise<void>;
}

export type StoreKind = 'SQLite' | 'PostgreSQL';

type Started = Awaited<ReturnType<typeof startBackend>>;

/** Who signs in to a sample backend: its analyst, and its integrator. */
export function accessOf(backend: Started): Pick<BackendOnStore, 'account' | 'apiKey'> {
  const analyst = analystOf(backend);
  if (!analyst || !backend.apiKey) throw new Error('the sample backend names no analyst or no key');
  const { email, password } = analyst;
  return { account: { url: backend.url, email, password }, apiKey: backend.apiKey };
}

/** The world's own backend, which it closes. */
export const onSqlite = (backend: Started): BackendOnStore => ({
  ...accessOf(backend),
  plain: async () => openPlainSqlite(),
  close: async () => undefined,
});

/** A backend on a PostgreSQL of its own that syncs each commit to disk, filled anew in each run. */
export async function onPostgres(folder: string, cases: number): Promise<BackendOnStore> {
  say(`filling a backend on PostgreSQL with ${cases} cases`);
  mkdirSync(folder, { recursive: true });
  const server = await startPostgres({ isDurable: true });
  const url = server.url('postgres');
  const options = ['--keys', join(folder, 'postgres.keys'), '--port', '0', '--sample', String(cases)];
  try {
    const backend = await startBackend(['--db', url, ...options], { log: 'ignore' });
    return {
      ...accessOf(backend),
      plain: () => openPlainPostgres(url),
      close: async () => {
        await backend.stop();
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
