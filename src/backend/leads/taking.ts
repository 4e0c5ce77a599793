import { setImmediate as turn } from 'node:timers/promises';
import type { Context } from '../context.ts';
import { newId } from '../environment.ts';
import type { RowFault } from './columns.ts';
import { advanced, storeProgress, type Progress } from './progress.ts';
import { takeRows, tryRows, type Row, type RowOutcome, type Seen } from './take-rows.ts';

/** Rows of one transaction: others of the tenant wait for no more. */
const together = 200;

/** What was refused costs the store nothing but to be counted. */
const refusedTogether = 2000;

/** A file that comes slowly is told of as often as this, in milliseconds: who is silent counts as gone. */
const tellMs = 20_000;

/** An import while it runs: the rows that were read and not taken in yet, and how far it has come. */
export interface Taking {
  readonly add: (row: Row) => void;
  readonly refuse: (line: number, fault: RowFault) => void;
  /** Rows read so far. */
  readonly count: () => number;
  /** Whether what was read is to be taken in now. */
  readonly isDue: () => boolean;
  /** Takes in what was read. Throws `TakenOver`. */
  readonly flush: () => Promise<void>;
  /** Throws `TakenOver`. */
  readonly end: (state: 'finished' | 'interrupted' | 'failed', fileHash?: string) => Promise<Progress>;
}

export function takingIn(
  parts: Pick<Context, 'store' | 'work' | 'clock' | 'random' | 'keys'>,
  begun: Progress,
): Taking {
  const { store, work, clock, random, keys } = parts;
  const { tenantId, by: actor } = begun;
  const dryRun = begun.dryRun === 1;
  const seen: Seen = { rows: new Set(), externalIds: new Set() };
  const giving = { actor, mint: () => newId(clock, random) };
  let progress = begun;
  let rows: Row[] = [];
  let refused: RowOutcome[] = [];

  const take = async (some: readonly Row[], beside: readonly RowOutcome[]): Promise<Progress> => {
    if (!dryRun)
      return work(tenantId, async step => {
        const outcomes = some.length === 0 ? [] : await takeRows(step, { keys }, some, giving, seen);
        const next = advanced(progress, [...beside, ...outcomes], step.at);
        await storeProgress(step.db, next);
        return next;
      });
    const outcomes = some.length === 0 ? [] : await tryRows(parts, tenantId, some, giving, seen);
    const next = advanced(progress, [...beside, ...outcomes], clock.now());
    await storeProgress(store.writer, next);
    return next;
  };

  return {
    add: row => void rows.push(row),
    refuse: (line, fault) => void refused.push({ kind: 'refused', line, fault }),
    count: () => progress.rows + rows.length + refused.length,
    isDue: () =>
      rows.length >= together ||
      refused.length >= refusedTogether ||
      clock.now() - progress.updatedAt >= tellMs,
    flush: async () => {
      const [some, beside] = [rows, refused];
      rows = [];
      refused = [];
      progress = await take(some, beside);
      // A file that is there, and a store in this thread, would keep every other request waiting to the end.
      await turn();
    },
    end: async (state, fileHash) => {
      const at = clock.now();
      progress = { ...progress, state, fileHash: fileHash ?? null, updatedAt: at, finishedAt: at };
      await work(tenantId, async step => {
        await storeProgress(step.db, progress);
        const { id, rows: all, accepted, repeated, refused: not } = progress;
        const data = { importId: id, state, dryRun, rows: all, accepted, repeated, refused: not };
        if (!dryRun) step.audit({ actor, action: 'leads.imported', data });
      });
      return progress;
    },
  };
}
