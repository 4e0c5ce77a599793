import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import {
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
  type FSWatcher,
} from 'node:fs';
import { join } from 'node:path';

/** The little that is needed of the SQLite driver, whose typings can't be resolved under its alias. */
interface Driver {
  new (path: string, options: { readonly timeout: number }): { exec(sql: string): void; close(): void };
  readonly SqliteError: new () => Error & { readonly code: string };
}

const Database = createRequire(import.meta.url)('better-sqlite3') as Driver;

/** What a second start tells the first one. */
export interface SecondStart {
  readonly argv: readonly string[];
  readonly workingDirectory: string;
  readonly additionalData: unknown;
}

/**
 * One program per profile folder. The lock is an exclusive SQLite transaction: the operating system holds it, so
 * it can't be taken twice, and it ends with the process however that ends. (Node itself has no file locks.)
 */
export class InstanceLock {
  readonly #profile: string;
  #database: InstanceType<Driver> | undefined;
  #watcher: FSWatcher | undefined;

  constructor(profile: string) {
    this.#profile = profile;
  }

  get isHeld(): boolean {
    return this.#database !== undefined;
  }

  /** Takes the lock, or tells its holder about this start. */
  acquire(onSecondStart: (start: SecondStart) => void, start: SecondStart): boolean {
    if (this.isHeld) return true;
    const inbox = join(this.#profile, 'stand-in-starts');
    mkdirSync(inbox, { recursive: true, mode: 0o700 });
    const database = new Database(join(this.#profile, 'stand-in.lock'), { timeout: 0 });
    try {
      database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    } catch (error) {
      database.close();
      if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_BUSY')) throw error;
      leave(inbox, start);
      return false;
    }
    this.#database = database;
    rmSync(inbox, { recursive: true });
    mkdirSync(inbox, { mode: 0o700 });
    this.#watcher = watch(inbox, () => {
      for (const found of collect(inbox)) onSecondStart(found);
    });
    this.#watcher.unref();
    return true;
  }

  release(): void {
    this.#watcher?.close();
    this.#database?.close();
    this.#database = undefined;
  }
}

/** Written under another name first, so that the holder never reads half a message. */
function leave(inbox: string, start: SecondStart): void {
  const path = join(inbox, randomUUID());
  writeFileSync(path, JSON.stringify(start), { mode: 0o600 });
  renameSync(path, `${path}.json`);
}

function collect(inbox: string): readonly SecondStart[] {
  return readdirSync(inbox)
    .filter(name => name.endsWith('.json'))
    .map(name => {
      const path = join(inbox, name);
      const start = JSON.parse(readFileSync(path, 'utf8')) as SecondStart;
      rmSync(path);
      return start;
    });
}
