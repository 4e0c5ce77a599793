import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { OUT, analystOf, startBackend } from '../tools/index.mjs';
import { openDesk, type Account, type Desk } from './desk.ts';

export const cases = 100_000;

/** One backend with 100,000 cases for all benchmarks; its store is kept between runs, because it takes a while to fill. */
export interface World {
  readonly account: Account;
  /** A desk with everything synced, shared by the benchmarks that only read. */
  syncedDesk(): Promise<Desk>;
  close(): Promise<void>;
}

export async function openWorld(): Promise<World> {
  const folder = join(OUT, 'bench');
  mkdirSync(folder, { recursive: true });
  const backend = await startBackend(
    ['--db', `sqlite:${join(folder, `backend-${cases}.db`)}`, '--port', '0', '--sample', String(cases)],
    { log: 'ignore' },
  );
  const analyst = analystOf(backend);
  if (!analyst) throw new Error('the sample backend names no analyst');
  const account = { url: backend.url, email: analyst.email, password: analyst.password };
  let desk: Promise<Desk> | undefined;
  const makeDesk = async (): Promise<Desk> => {
    const made = await openDesk();
    await made.setUp(account);
    await made.synced();
    return made;
  };
  return {
    account,
    syncedDesk: () => (desk ??= makeDesk()),
    close: async () => {
      await (await desk)?.close();
      await backend.stop();
    },
  };
}
