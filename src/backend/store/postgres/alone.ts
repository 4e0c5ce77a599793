import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Db, Queries, Store } from '../store.ts';
import { takeTurns } from '../turns.ts';
import { LockHeld } from './errors.ts';

/**
 * Of a process's writing connections so many wait for locks, each for as long as `lockWaitMs`: PostgreSQL gives a lock to
 * those who wait in their order. While so many wait already, it is only looked whether a lock is free: however many
 * names somebody else holds, there are connections left for all other names.
 */
const mostWaiting = 4;

/** How long somebody else may hold a name until who wants it is told to come again. */
const patienceMs = 10_000;

/** Between two attempts, without a connection. */
const firstPauseMs = 20;
const longestPauseMs = 200;

/**
 * Transactions under advisory locks, in turns within the process: of those who want one name at most one has a connection.
 * Throws `StoreUnavailable` where another process holds the name for longer than anybody waits.
 */
export function aloneOver(writer: Queries): Store['alone'] {
  const turns = takeTurns();
  let waiting = 0;

  async function lock(db: Db, name: string, mayWait: boolean): Promise<void> {
    const key = sql`hashtextextended(${`sealdesk/${name}`}, 0)`;
    if (mayWait && waiting < mostWaiting) {
      waiting += 1;
      try {
        await sql`select pg_advisory_xact_lock(${key})`.execute(db);
      } finally {
        waiting -= 1;
      }
      return;
    }
    const { rows } = await sql<{
      taken: number;
    }>`select pg_try_advisory_xact_lock(${key}) as "taken"`.execute(db);
    if (rows[0]?.taken !== 1) throw new LockHeld();
  }

  return (name, run) => {
    // From when it is asked for: who came in behind others that waited in vain is told without waiting as long again.
    const until = performance.now() + patienceMs;
    return turns(name, async () => {
      for (let next = firstPauseMs; ; next = Math.min(2 * next, longestPauseMs)) {
        const mayWait = performance.now() < until;
        let isLocked = false;
        try {
          return await writer.transaction().execute(async db => {
            await lock(db, name, mayWait);
            isLocked = true;
            return run(db);
          });
        } catch (error) {
          if (isLocked || !mayWait || !(error instanceof LockHeld)) throw error;
        }
        await pause(next);
      }
    });
  };
}
