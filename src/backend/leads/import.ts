import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { maxLeadFileBytes, maxLeadRows } from '../../shared/api/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { Context } from '../context.ts';
import { refuse, type Refusal } from '../http/index.ts';
import { claimImport } from './claim.ts';
import { columnsOf, isBlank, isSeparatorNote, leadOf, type RowFault } from './columns.ts';
import { FileTooLarge } from './decode.ts';
import { fileHash } from './file-hash.ts';
import { TakenOver, type Progress } from './progress.ts';
import { recordsOf, type CsvRecord } from './records.ts';
import { takingIn } from './taking.ts';

type Parts = Pick<Context, 'store' | 'work' | 'clock' | 'random' | 'keys'>;

export interface Importing {
  readonly tenantId: string;
  readonly actor: string;
  readonly id: string;
  readonly dryRun: boolean;
  /** Whether the id is of an Idempotency-Key: the same file gets the first answer, and another none. */
  readonly isKeyed?: boolean;
  /** Throws where the caller may not call any more: a file may take ten minutes to arrive. */
  readonly still?: () => Promise<unknown>;
  /** The contract's unless told. */
  readonly mostBytes?: number;
  readonly mostRows?: number;
}

type ImportRefusal = Refusal<
  'invalid_payload' | 'in_flight' | 'malformed' | 'too_large' | 'idempotency_mismatch'
>;

/** The first record that is no blank line. */
async function firstLine(records: AsyncGenerator<CsvRecord>): Promise<CsvRecord | undefined> {
  for (;;) {
    const { done, value } = await records.next();
    if (done === true) return undefined;
    if (value.kind !== 'record' || !(isBlank(value.cells) || isSeparatorNote(value.cells))) return value;
  }
}

/** What the end of a body says that came too early or too late, after rows were taken in or not; anything else is thrown on. */
function refusedAt(error: unknown, body: Readable, tookIn: boolean): Result<never, ImportRefusal> {
  if (error instanceof FileTooLarge) {
    const most = 'A file of leads has at most 256 MB';
    return refuse('too_large', tookIn ? `${most}; the rows before that were taken in.` : `${most}.`);
  }
  if (!body.readableAborted && !body.errored) throw error;
  return refuse('malformed', 'The body ends before its end.');
}

function refusedHead(
  head: CsvRecord | undefined,
  faults: readonly RowFault[],
): Result<never, Refusal<'invalid_payload'>> {
  if (head?.kind === 'end') {
    const errors = [{ path: `line.${head.line}`, message: head.reason }];
    return refuse('invalid_payload', 'The file can not be read.', { errors });
  }
  const nothing = [{ path: 'line.1', message: 'There is no line with anything in it.' }];
  const told = faults
    .slice(0, 50)
    .map(({ column, reason }) => ({ path: `header.${column ?? ''}`, message: reason }));
  return refuse('invalid_payload', 'The first line does not name the columns of leads.', {
    errors: head ? told : nothing,
  });
}

/** What the rows of a file become, until its end, until something in it can't be read, or until there are too many. */
async function takeIn(
  parts: Parts,
  begun: Progress,
  file: {
    readonly columns: readonly string[];
    readonly records: AsyncGenerator<CsvRecord>;
    readonly body: Readable;
    readonly hash: () => string;
    readonly mostRows: number;
    readonly still: NonNullable<Importing['still']>;
  },
): Promise<Result<Progress, ImportRefusal>> {
  const taking = takingIn(parts, begun);
  const tookIn = begun.dryRun === 0;
  const flush = async (): Promise<void> => {
    await file.still();
    await taking.flush();
  };
  const fail = async (line: number, reason: string): Promise<Result<Progress, never>> => {
    taking.refuse(line, { reason });
    await flush();
    return ok(await taking.end('failed'));
  };
  try {
    try {
      for await (const record of file.records) {
        const { line } = record;
        if (record.kind === 'end') return await fail(line, record.reason);
        if (isBlank(record.cells)) continue;
        if (taking.count() >= file.mostRows)
          return await fail(line, `A file has at most ${file.mostRows.toLocaleString('en')} rows.`);
        const lead = leadOf(file.columns, record.cells);
        if (lead.ok) taking.add({ line, lead: lead.value });
        else taking.refuse(line, lead.problem);
        if (taking.isDue()) await flush();
      }
      await flush();
    } catch (error) {
      if (!(error instanceof FileTooLarge)) throw error;
      await flush();
      await taking.end('failed');
      return refusedAt(error, file.body, tookIn);
    }
  } catch (error) {
    if (error instanceof TakenOver) throw error;
    await taking.end('interrupted');
    return refusedAt(error, file.body, tookIn);
  }
  return ok(await taking.end('finished', file.hash()));
}

/** Takes a file in as it arrives, some rows at a time: what was committed stays, whatever happens to the rest. */
export async function importLeads(
  parts: Parts,
  importing: Importing,
  body: Readable,
): Promise<Result<Progress, ImportRefusal>> {
  const { mostBytes = maxLeadFileBytes, mostRows = maxLeadRows, still = async () => {} } = importing;
  const read = { hash: createHash('sha256'), mostBytes };
  const records = recordsOf(body, read);
  const hash = (): string => fileHash(parts, importing.tenantId, read.hash.digest('hex'));
  try {
    const head = await firstLine(records);
    const columns = head?.kind === 'record' ? columnsOf(head.cells) : undefined;
    if (!columns?.ok) return refusedHead(head, columns?.problem ?? []);
    const claim = await claimImport(parts, importing);
    if (claim.kind === 'running') return refuse('in_flight', 'An import with this id is still running.');
    if (claim.kind === 'run')
      return await takeIn(parts, claim.progress, {
        columns: columns.value,
        records,
        body,
        hash,
        mostRows,
        still,
      });
    const { progress } = claim;
    for await (const record of records) if (record.kind === 'end') break;
    await still();
    return progress.fileHash === hash() && (progress.dryRun === 1) === importing.dryRun
      ? ok(progress)
      : refuse('idempotency_mismatch', 'This Idempotency-Key was used with another request.');
  } catch (error) {
    if (error instanceof TakenOver)
      return refuse('in_flight', 'Another request took over the import with this id, which was silent.');
    return refusedAt(error, body, false);
  } finally {
    await records.return(undefined);
  }
}
