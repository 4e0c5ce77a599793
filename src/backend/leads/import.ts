import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { maxLeadFileBytes } from '../../shared/api/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { Context } from '../context.ts';
import { newId } from '../environment.ts';
import { refuse, type Refusal } from '../http/index.ts';
import { columnsOf, isBlank, leadOf } from './columns.ts';
import { FileTooLarge } from './decode.ts';
import { advanced, findProgress, isRunning, storeProgress, type Progress } from './progress.ts';
import { recordsOf, type CsvRecord } from './records.ts';
import { takeRows, tryRows, type Row, type RowOutcome, type Seen } from './take-rows.ts';

type Parts = Pick<Context, 'store' | 'work' | 'clock' | 'random' | 'keys'>;

/** Rows of one transaction: others of the tenant wait for no more. */
const together = 200;

/** What was refused costs the store nothing but to be counted. */
const refusedTogether = 2000;

/** A dry run remembers each row it has seen. */
const mostRows = 500_000;

export interface Importing {
  readonly tenantId: string;
  readonly actor: string;
  readonly id: string;
  readonly dryRun: boolean;
  /** The contract's unless told. */
  readonly mostBytes?: number;
}

type ImportRefusal = Refusal<'invalid_payload' | 'in_flight' | 'malformed' | 'too_large'>;

/** The first record that is no blank line. */
async function firstLine(records: AsyncGenerator<CsvRecord>): Promise<CsvRecord | undefined> {
  for (;;) {
    const next = await records.next();
    if (next.done === true) return undefined;
    if (next.value.kind !== 'record' || !isBlank(next.value.cells)) return next.value;
  }
}

/** Takes a file in as it arrives, some rows at a time: what was committed stays, whatever happens to the rest. */
export async function importLeads(
  parts: Parts,
  importing: Importing,
  body: Readable,
): Promise<Result<Progress, ImportRefusal>> {
  const { store, work, clock, random, keys } = parts;
  const { tenantId, actor, dryRun, mostBytes = maxLeadFileBytes } = importing;
  const read = { hash: createHash('sha256'), mostBytes };
  const records = recordsOf(body, read);
  const head = await firstLine(records).catch(() => undefined);
  const columns = head?.kind === 'record' ? columnsOf(head.cells) : undefined;
  if (!columns?.ok) {
    await records.return(undefined);
    const errors = (columns?.problem ?? []).slice(0, 50).map(({ column, reason }) => ({
      path: `header.${column ?? ''}`,
      message: reason,
    }));
    return refuse('invalid_payload', 'The first line does not name the columns of leads.', { errors });
  }
  const begun = await begin(parts, importing);
  if (!begun) {
    await records.return(undefined);
    return refuse('in_flight', 'An import with this id is still running.');
  }
  let progress = begun;

  const seen: Seen = { rows: new Set(), externalIds: new Set() };
  const giving = { actor, mint: () => newId(clock, random) };
  let rows: Row[] = [];
  let refused: RowOutcome[] = [];
  const flush = async (): Promise<void> => {
    const [some, beside] = [rows, refused];
    rows = [];
    refused = [];
    if (dryRun) {
      const outcomes = some.length === 0 ? [] : await tryRows(parts, tenantId, some, giving, seen);
      progress = advanced(progress, [...beside, ...outcomes], clock.now());
      await storeProgress(store.writer, progress);
      return;
    }
    progress = await work(tenantId, async step => {
      const outcomes = some.length === 0 ? [] : await takeRows(step, { keys }, some, giving, seen);
      const next = advanced(progress, [...beside, ...outcomes], step.at);
      await storeProgress(step.db, next);
      return next;
    });
  };
  const end = async (state: 'finished' | 'interrupted' | 'failed'): Promise<void> => {
    const fileHash = state === 'finished' ? read.hash.digest('hex') : null;
    progress = { ...progress, state, fileHash, updatedAt: clock.now(), finishedAt: clock.now() };
    await work(tenantId, async step => {
      await storeProgress(step.db, progress);
      const { id, rows: all, accepted, repeated, refused: not } = progress;
      const data = { importId: id, state, dryRun, rows: all, accepted, repeated, refused: not };
      if (!dryRun) step.audit({ actor, action: 'leads.imported', data });
    });
  };

  try {
    for await (const record of records) {
      const { line } = record;
      if (record.kind === 'record') {
        if (isBlank(record.cells)) continue;
        const lead = leadOf(columns.value, record.cells);
        if (lead.ok) rows.push({ line, lead: lead.value });
        else refused.push({ kind: 'refused', line, fault: lead.problem });
      } else refused.push({ kind: 'refused', line, fault: { reason: record.reason } });
      if (rows.length >= together || refused.length >= refusedTogether) await flush();
      if (progress.rows >= mostRows) {
        refused.push({ kind: 'refused', line, fault: { reason: 'A file has at most 500,000 rows.' } });
      }
      if (record.kind === 'end' || progress.rows >= mostRows) {
        await flush();
        await end('failed');
        return ok(progress);
      }
    }
    if (rows.length + refused.length > 0) await flush();
  } catch (error) {
    if (error instanceof FileTooLarge) {
      await flush();
      await end('failed');
      return refuse('too_large', 'A file of leads has at most 256 MB; the rows before that were taken in.');
    }
    await end('interrupted');
    if (!body.readableAborted && !body.errored) throw error;
    return refuse('malformed', 'The body ends before its end.');
  }
  await end('finished');
  return ok(progress);
}
