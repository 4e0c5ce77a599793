import { closeSync, fchmodSync, openSync, readSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { codeOf } from './errors.ts';

const refusals: Readonly<Record<string, (path: string) => string>> = {
  EISDIR: path => `${path} is a folder; --db takes the path of a file.`,
  ENOENT: path => `The folder ${dirname(path)} is not there; make it, or name another file with --db.`,
  ENOTDIR: path => `${dirname(path)} is not a folder; name another file with --db.`,
  EACCES: path =>
    `${path} can't be written by this user; change its permissions, or name another file with --db.`,
  EPERM: path =>
    `${path} can't be written by this user; change its permissions, or name another file with --db.`,
  EROFS: path => `${path} lies on a disk that can't be written; name another file with --db.`,
};

/** What every file of SQLite begins with (its file format, 1.3). */
const magic = 'SQLite format 3\0';

/** Whether it is empty or a database: somebody else's file is not to be touched. */
function isOurs(file: number): boolean {
  const head = Buffer.alloc(magic.length);
  const length = readSync(file, head, 0, head.length, 0);
  return length === 0 || head.toString('latin1') === magic;
}

/**
 * Makes the database's file where there is none, readable by its owner only, and takes other people's permissions from
 * one that is there: it holds cases and documents. SQLite gives the files beside it the same mode. Throws with a sentence
 * for the operator.
 */
export function ownFile(path: string): void {
  if (path.includes(':memory:')) throw new Error('The store is a file: --db takes sqlite:PATH.');
  let isDatabase: boolean;
  try {
    const file = openSync(path, 'a+', 0o600);
    isDatabase = isOurs(file);
    if (isDatabase) fchmodSync(file, 0o600);
    closeSync(file);
  } catch (error) {
    const say = refusals[codeOf(error)];
    throw say ? new Error(say(path), { cause: error }) : error;
  }
  if (!isDatabase) throw new Error(`${path} is no database; name another file with --db.`);
}

/**
 * Holds the database, whose file is there, for one serving process, by an exclusive transaction on an empty file beside
 * it; the operating system ends it with the process, however that ends. The admin's command line works beside it. Throws
 * with a sentence for the operator when another process serves it, under whatever path.
 */
export function holdServing(path: string): () => void {
  const lockPath = `${realpathSync(path)}.lock`;
  ownFile(lockPath);
  const lock = new Sqlite(lockPath, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!codeOf(error).startsWith('SQLITE_BUSY')) throw error;
    throw new Error(`Another backend serves ${path}; end it, or name another file with --db.`, {
      cause: error,
    });
  }
  return () => {
    lock.close();
  };
}
