import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findCommand } from './paths.mjs';

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
