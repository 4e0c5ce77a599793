import { createHash } from 'node:crypto';
import { constants, copyFileSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { integratorOf, type Integrator } from '../tools/demo/integrator.ts';
import { OUT, ROOT, ensureBuilt, say, startBackend } from '../tools/index.mjs';
import { accessOf, onPostgres, onSqlite, type BackendOnStore, type StoreKind } from './backends.ts';
import { openDesk, type Account, type Desk } from './desk.ts';
import { keptStore, runFolder } from './kept-store.ts';
import { setUpProfile } from './window/index.ts';

/** One backend with so many cases for all benchmarks, and workstations that have them all. */
export interface World {
  readonly cases: number;
  readonly account: Account;
  /** The company's own servers, who change cases at the backend. */
  readonly integrator: Integrator;
  /** The same backend, or another one on PostgreSQL with as many cases as its benchmarks read. */
  backendOn(store: StoreKind): Promise<BackendOnStore>;
  /** A desk with everything synced, shared by the benchmarks that only read. */
  syncedDesk(): Promise<Desk>;
  /** A profile of the built app with everything synced; windows are opened on it one after another. */
  windowProfile(): Promise<string>;
  /** What the window's browser calls itself; undefined when no window was opened. */
  browser(): Promise<string | undefined>;
  close(): Promise<void>;
}

/** As many as the benchmarks of a backend read. */
const postgresCases = 20_000;

/**
 * A store takes minutes to fill, so it is kept between runs, and never written again: each run works on a copy, and
 * begins where the one before it began.
 */
export async function openWorld(cases: number): Promise<World> {
  const kept = join(OUT, 'bench');
  const folder = runFolder(kept);
  const name = { kind: `backend-${cases}`, version: generator() };
  const store = await keptStore(kept, name, async filling => {
    say(`filling a backend with ${cases} cases; it is kept for the runs after this one`);
    await (await start(filling, cases)).stop();
  });
  // Its lock is the process's that held it.
  for (const file of readdirSync(store).filter(file => !file.endsWith('.lock')))
    copyFileSync(join(store, file), join(folder, file), constants.COPYFILE_FICLONE);

  const backend = await start(folder, cases);
  const { account, apiKey } = accessOf(backend);
  let other: Promise<BackendOnStore> | undefined;
  let desk: Promise<Desk> | undefined;
  const makeDesk = async (): Promise<Desk> => {
    const made = await openDesk();
    await made.setUp(account);
    await made.synced();
    return made;
  };
  let profile: ReturnType<typeof makeProfile> | undefined;
  const makeProfile = async () => {
    await ensureBuilt();
    const path = join(folder, 'profile');
    return { path, browser: await setUpProfile(path, account) };
  };
  return {
    cases,
    account,
    integrator: integratorOf(backend.url, apiKey),
    backendOn: async store =>
      store === 'SQLite' ? onSqlite(backend) : (other ??= onPostgres(folder, Math.min(cases, postgresCases))),
    syncedDesk: () => (desk ??= makeDesk()),
    windowProfile: async () => (await (profile ??= makeProfile())).path,
    browser: async () => (await settledOf(profile))?.browser,
    close: async () => {
      await (await settledOf(desk))?.close();
      await (await settledOf(other))?.close();
      await backend.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    },
  };
}

/** Names what fills a store: a kept one made by another is neither the same cases nor the same sign-in. */
function generator(): string {
  const hash = createHash('sha256');
  for (const folder of ['sample', 'seeding']) {
    const root = join(ROOT, 'src', 'backend', folder);
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(file =>
      file.endsWith('.ts'),
    );
    for (const file of files.toSorted()) hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex').slice(0, 8);
}

/** What was made; undefined when it was not wanted, or failed, which the benchmark that wanted it has said. */
const settledOf = async <T>(made: Promise<T> | undefined): Promise<T | undefined> =>
  made?.catch(() => undefined);

const start = (folder: string, cases: number) =>
  startBackend(['--db', `sqlite:${join(folder, 'backend.db')}`, '--port', '0', '--sample', String(cases)], {
    log: 'ignore',
  });
