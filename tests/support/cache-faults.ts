import { StorageError, type Database, type Databases } from '../../src/main/engine/ports.ts';

export interface CacheFaults {
  readonly databases: Databases;
  /** The next so many transactions on the cache meet a full disk; all of them unless said otherwise. */
  fill(transactions?: number): void;
  /** There is room again. */
  clear(): void;
  /** Transactions that failed so far. */
  failed(): number;
}

/** These databases, of which the cache can run out of disk while the journal does not. */
export function cacheFaults({ open, intactPages }: Databases): CacheFaults {
  let left = 0;
  let failed = 0;
  const faulty = (database: Database): Database => ({
    ...database,
    get schemaVersion() {
      return database.schemaVersion;
    },
    // After the work and before the commit, which is where a full disk is met.
    transaction: work =>
      database.transaction(() => {
        const done = work();
        if (left === 0) return done;
        left -= 1;
        failed += 1;
        throw new StorageError({ kind: 'disk_full', detail: 'no room for the cache' });
      }),
  });
  return {
    databases: {
      intactPages,
      open: (path, key, durability) => {
        const opened = open(path, key, durability);
        return opened.ok && path.endsWith('cache.db') ? { ok: true, value: faulty(opened.value) } : opened;
      },
    },
    fill: (transactions = Infinity) => void (left = transactions),
    clear: () => void (left = 0),
    failed: () => failed,
  };
}
