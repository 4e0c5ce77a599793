import { firstPrevHash, type Command } from '../../../shared/domain/command.ts';
import { ok, type Result } from '../../../shared/result.ts';
import type { IpcProblem } from '../../../shared/ipc/problem.ts';
import type { Cache, OutboxRow } from '../cache/types.ts';
import type { JournalBody } from '../journal/entries.ts';
import type { Journal } from '../journal/types.ts';
import type { Crypto } from '../ports.ts';
import type { RecordEntries } from '../review/index.ts';
import { attemptStorage } from '../storage-problem.ts';
import type { OpenVault } from '../vault/types.ts';
import { sealCommand, sealedCommand, type SequenceHead } from './command.ts';
import { selectBatch, type Waiting } from './select.ts';

export interface BatchOptions {
  readonly crypto: Pick<Crypto, 'sha256'>;
  readonly sign: OpenVault['sign'];
  readonly journal: Pick<Journal, 'lastSealed'>;
  readonly cache: Pick<Cache, 'outboxInStates' | 'outboxRow'>;
  /** Appends to the journal and projects; nothing is sent that it has not taken, nor while the cache is behind it. */
  readonly record: RecordEntries;
}

/**
 * UTF-16 units of JSON in one request: 3 MB at most. The backend takes 16 MB, and on a slow line it still arrives before
 * the wait for its answer ends; a batch that never arrives would be tried for ever.
 */
const largestRequest = 1 << 20;

/** More than can be waiting for an answer or for their undo window at one time. */
const plenty = 1000;

export interface Batch {
  /** To be sent, in sequence; empty when there is nothing. */
  readonly commands: readonly Command[];
  /** There is more, which has to be sealed first and may not be yet. */
  readonly unsealed: boolean;
}

/**
 * The next commands to send. What is due is sealed only with `maySeal`: from then on it can't be withdrawn any more, so
 * it is left as it is until a request can really leave.
 */
export function nextBatch(options: BatchOptions, limit: number, maySeal: boolean): Result<Batch, IpcProblem> {
  const { cache, journal } = options;
  const read = attemptStorage(() => {
    const sealed = cache.outboxInStates(['sealed'], plenty);
    const undoable = cache.outboxInStates(['undoable'], plenty);
    // Where some wait for an undo window, enough are read that the batch can be filled with others.
    const most = undoable.length === 0 ? limit - sealed.length : limit * 2;
    const queued = most > 0 ? cache.outboxInStates(['queued'], most) : [];
    const waiting: Waiting = { sealed, queued, undoable };
    const head: SequenceHead = journal.lastSealed() ?? { deviceSeq: 0, hash: firstPrevHash };
    return { head, selection: selectBatch(waiting, id => cache.outboxRow(id), limit) };
  });
  if (!read.ok) return read;
  const { head, selection } = read.value;
  const again = asSealed(options, selection.resend);
  const fresh = maySeal ? sealAll(options, selection.seal, head) : nothing;
  const parked = selection.park.map(({ row, code, detail }) => parking(row, code, detail));
  const bodies = [...parked, ...again.bodies, ...fresh.bodies];
  if (bodies.length > 0) {
    const recorded = options.record(bodies);
    if (!recorded.ok) return recorded;
  }
  return ok({
    commands: withinOneRequest([...again.commands, ...fresh.commands]),
    unsealed: !maySeal && selection.seal.length > 0,
  });
}

interface Prepared {
  readonly commands: readonly Command[];
  readonly bodies: readonly JournalBody[];
}

const nothing: Prepared = { commands: [], bodies: [] };

/** Signs decisions in order from a place of the sequence on; those that can't be read are parked and take no place. */
export function sealAll(
  { crypto, sign }: Pick<BatchOptions, 'crypto' | 'sign'>,
  rows: readonly OutboxRow[],
  from: SequenceHead,
): Prepared {
  const commands: Command[] = [];
  const bodies: JournalBody[] = [];
  let head = from;
  for (const row of rows) {
    const sealed = sealCommand(row, head, crypto, sign);
    if (!sealed.ok) {
      bodies.push(parking(row, sealed.problem.code, sealed.problem.detail));
      continue;
    }
    head = sealed.value.body;
    bodies.push(sealed.value.body);
    commands.push(sealed.value.command);
  }
  return { commands, bodies };
}

/** As many of these commands, from the first on, as go into one request: one at least. */
function withinOneRequest(commands: readonly Command[]): readonly Command[] {
  let size = 0;
  const over = commands.findIndex(command => (size += JSON.stringify(command).length) > largestRequest);
  return over < 0 ? commands : commands.slice(0, Math.max(1, over));
}

/** Commands byte for byte as they were signed; one that no longer gives its hash is parked. */
function asSealed({ crypto }: Pick<BatchOptions, 'crypto'>, rows: readonly OutboxRow[]): Prepared {
  const commands: Command[] = [];
  const bodies: JournalBody[] = [];
  for (const row of rows) {
    const command = sealedCommand(row, crypto);
    if (command) commands.push(command);
    else bodies.push(parking(row, 'hash_differs', 'it no longer gives the hash that was signed'));
  }
  return { commands, bodies };
}

/** The same, no more of them than go into one request. */
export function commandsAsSealed(
  options: Pick<BatchOptions, 'crypto'>,
  rows: readonly OutboxRow[],
): Prepared {
  const { commands, bodies } = asSealed(options, rows);
  return { commands: withinOneRequest(commands), bodies };
}

export const parking = (row: Pick<OutboxRow, 'commandId'>, code: string, detail: string): JournalBody => ({
  kind: 'parked',
  commandId: row.commandId,
  code,
  detail,
});
