import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { NODE, findCommand } from './paths.mjs';
import { exitOf, start } from './processes.mjs';
import { Advice } from './say.mjs';

/** Where Debian keeps the server's programs, a folder for each version. */
const DEBIAN = '/usr/lib/postgresql';

/**
 * The folder of PostgreSQL's server programs, of the newest version; undefined where they are not installed.
 * @returns {string | undefined}
 */
export function findPostgres() {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).map(Number).filter(Number.isFinite) : [];
  const folders = versions.toSorted((a, b) => b - a).map(version => join(DEBIAN, String(version), 'bin'));
  const onPath = findCommand('initdb');
  return [...folders, ...(onPath === undefined ? [] : [dirname(onPath)])].find(
    folder => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
  );
}

/**
 * Why a PostgreSQL of our own can't be started here; undefined where it can.
 * @returns {string | undefined}
 */
export function postgresObstacle() {
  if (process.platform === 'win32') return 'a PostgreSQL of its own is not started on Windows';
  if (findPostgres() === undefined)
    return "PostgreSQL's server programs are not installed (Debian: apt-get install postgresql)";
  if (process.getuid?.() === 0 && serverUser() === undefined)
    return 'PostgreSQL does not run as root, and this system has no user "postgres"';
  return undefined;
}

/**
 * Root may not run the server: Debian's package makes a user for it.
 * @returns {{ readonly uid: number, readonly gid: number } | undefined}
 */
export function serverUser() {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find(entry => entry.startsWith('postgres:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}

/**
 * A PostgreSQL of our own in a temporary folder, reached by a socket there. It ends with this program, however that
 * ends, and leaves nothing behind.
 * @param {{ readonly isDurable?: boolean }} [options] `isDurable` syncs each commit to disk, as real ones do; tests don't need it
 * @returns {Promise<{ readonly url: (database: string, user?: string) => string, readonly stop: () => Promise<void> }>}
 */
export async function startPostgres({ isDurable = false } = {}) {
  const obstacle = postgresObstacle();
  if (obstacle !== undefined) throw new Advice(obstacle);
  const keeper = fileURLToPath(new URL('postgres-keeper.mjs', import.meta.url));
  const child = start(NODE, [keeper, isDurable ? 'durable' : 'quick'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = exitOf(child);
  if (child.stdout === null || child.stdin === null) throw new Error('the keeper of PostgreSQL has no pipes');
  const { stdin } = child;
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    ended.then(code => Promise.reject(new Advice(`PostgreSQL could not be started (exit code ${code})`))),
  ]);
  const folder = encodeURIComponent(String(line));
  return {
    url: (database, user = 'sealdesk') => `postgres:///${database}?host=${folder}&user=${user}`,
    stop: async () => {
      stdin.end();
      await ended;
    },
  };
}
