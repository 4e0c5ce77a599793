import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openPostgres, type Store } from '../../src/backend/store/index.ts';
import { startPostgres } from '../../tools/index.mjs';
import { spawnBackend, type BackendProcess, type ReadyLine } from '../support/backend.ts';

const cli = join(import.meta.dirname, '../../src/backend/cli.ts');

/** Several backend processes, as an operator starts them, on one PostgreSQL of their own. */
export interface Cluster {
  /** Credentials of the sample tenant, which has no cases. */
  readonly access: ReadyLine;
  /** Where a process listens that was not killed just now. */
  readonly url: (chance: number) => string;
  /** Ends a process at once, with whatever it is doing, and starts another in its place. */
  readonly replace: (place: number) => Promise<void>;
  /** Stops a process where it is, as a paused machine does; what is returned lets it go on. */
  readonly freeze: (place: number) => () => void;
  /** Runs a command of the operator; the line that it printed. */
  readonly administer: (...words: readonly string[]) => Promise<unknown>;
  /** The database as it is, read beside the processes. */
  readonly store: Store;
  /** Lets the processes end in order; whether they did. */
  readonly end: () => Promise<boolean>;
  readonly remove: () => Promise<void>;
}

export async function startCluster(size: number): Promise<Cluster> {
  const server = await startPostgres();
  const folder = mkdtempSync(join(tmpdir(), 'sealdesk-cluster-'));
  const db = server.url('postgres');
  const where = ['--db', db, '--keys', join(folder, 'keys')];
  const start = (): Promise<BackendProcess> =>
    spawnBackend([...where, '--port', '0', '--sample', '0', '--webhooks-allow-private']);
  // The first one makes the tables, the key file and the tenant.
  const first = await start();
  const others = await Promise.all(Array.from({ length: size - 1 }, start));
  const running: (BackendProcess | undefined)[] = [first, ...others];
  const store = await openPostgres(db);
  return {
    access: first.ready,
    url: chance => {
      const there = running.filter(one => one !== undefined);
      const chosen = there[Math.floor(chance * there.length)];
      if (!chosen) throw new Error('no process runs');
      return chosen.ready.url;
    },
    replace: async place => {
      const killed = running[place];
      running[place] = undefined;
      await killed?.end('SIGKILL');
      running[place] = await start();
    },
    freeze: chosen => {
      const child = running[chosen]?.child;
      child?.kill('SIGSTOP');
      return () => child?.kill('SIGCONT');
    },
    administer: async (...words) => {
      const { stdout } = await promisify(execFile)(process.execPath, [cli, ...words, ...where]);
      return JSON.parse(stdout);
    },
    store,
    end: async () => {
      const ends = await Promise.all(running.filter(one => one !== undefined).map(one => one.end()));
      return ends.every(({ code }) => code === 0);
    },
    remove: async () => {
      await Promise.all(running.filter(one => one !== undefined).map(one => one.end('SIGKILL')));
      await store.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
