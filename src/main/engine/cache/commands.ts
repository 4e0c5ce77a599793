import { payloadSchemas, type CommandResult } from '../../../shared/domain/command.ts';
import { parkedSchema, type CommandState, type Parked } from '../../../shared/ipc/queue.ts';
import { journalBodySchema, type BodyOf, type JournalBody, type JournalKind } from '../journal/entries.ts';
import type { Database, SqlRow, SqlValue } from '../ports.ts';
import { bytes, integer, maybeInteger, maybeText, text } from './columns.ts';
import { readMarks, type Mark } from './drafts.ts';
import type { OutboxRow, RowState } from './types.ts';

/** States as they are stored: whether a queued command can still be undone depends on the clock, so it is asked, not kept. */
type StoredState = Exclude<RowState, 'undoable'>;

/** What the journal does not say and the state depends on. */
export interface Moment {
  readonly now: number;
  /** Commands that a request carries just now. */
  readonly sending: ReadonlySet<string>;
}

/** The result that counts: the first one where the backend answered a repetition. */
export const effectiveResult = (result: CommandResult): Omit<CommandResult, 'first'> =>
  result.result === 'replayed' && result.first ? result.first : result;

/** What is kept of a finish, and of a mark on a hit, until it is applied; null where there is nothing to keep. */
export interface Kept {
  /** The case that it was decided on, packed. */
  readonly seen: Uint8Array | null;
  /** The verdicts that it ended, each with what it was given on. */
  readonly marks: readonly Mark[] | null;
}

export function insertCommand(
  database: Database,
  seq: number,
  at: string,
  body: BodyOf<'decided'>,
  { seen, marks }: Kept,
): void {
  const from = Date.parse(at);
  database
    .prepare(
      `INSERT INTO command (command_id, seq, decided_at, customer_id, type, state, undo_from, undo_until, decided, seen, marks)
       VALUES (?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?)`,
    )
    .run(
      body.commandId,
      seq,
      at,
      body.customerId,
      body.type,
      from,
      from + body.undoMs,
      JSON.stringify(body),
      seen,
      marks && JSON.stringify(marks),
    );
}

export function sealCommand(database: Database, body: BodyOf<'sealed'>): void {
  database
    .prepare(`UPDATE command SET state = 'sealed', sealed = ? WHERE command_id = ?`)
    .run(JSON.stringify(body), body.commandId);
}

export function answerCommand(database: Database, at: string, body: BodyOf<'answered'>): void {
  const result = effectiveResult(body.result);
  const applied = result.result === 'applied';
  // The id is taken by the first command under it: what that one did stays done.
  if (result.code === 'idempotency_mismatch' && wasApplied(database, body.commandId))
    return resumeApplied(database, body.commandId);
  database
    .prepare(
      `UPDATE command SET state = ?, applied_version = ?, ended_at = ?, answer = ?, parked = ?,
       seen = CASE WHEN ? THEN NULL ELSE seen END, marks = CASE WHEN ? THEN NULL ELSE marks END WHERE command_id = ?`,
    )
    .run(
      applied ? 'applied' : 'parked',
      applied ? (result.version ?? null) : null,
      at,
      JSON.stringify(body),
      applied ? null : JSON.stringify(why(result)),
      applied ? 1 : 0,
      applied ? 1 : 0,
      body.commandId,
    );
}

function wasApplied(database: Database, commandId: string): boolean {
  const row = database.prepare('SELECT answer FROM command WHERE command_id = ?').get(commandId);
  const answer = row && maybeText(row, 'answer');
  return answer !== undefined && effectiveResult(bodyOf('answered', answer).result).result === 'applied';
}

/** Whatever was attempted with it since. */
function resumeApplied(database: Database, commandId: string): void {
  database.prepare(`UPDATE command SET state = 'applied' WHERE command_id = ?`).run(commandId);
}

const why = ({ result, code, detail }: Omit<CommandResult, 'first'>): Parked => ({
  result,
  ...(code ? { code } : {}),
  ...(detail ? { detail } : {}),
});

export function parkCommand(database: Database, at: string, body: BodyOf<'parked'>): void {
  const parked = { result: 'unsendable', code: body.code, detail: body.detail };
  database
    .prepare(`UPDATE command SET state = 'parked', ended_at = ?, parked = ? WHERE command_id = ?`)
    .run(at, JSON.stringify(parked), body.commandId);
}

export function endCommand(
  database: Database,
  at: string,
  commandId: string,
  state: Extract<StoredState, 'undone' | 'withdrawn' | 'superseded'>,
): void {
  database
    .prepare('UPDATE command SET state = ?, ended_at = ? WHERE command_id = ?')
    .run(state, at, commandId);
}

const everything = `command_id, seq, decided_at, state, undo_from, undo_until, applied_version, ended_at, decided, sealed,
  answer, parked`;

const isOf = <K extends JournalKind>(kind: K, body: JournalBody): body is BodyOf<K> => body.kind === kind;

function bodyOf<K extends JournalKind>(kind: K, json: string): BodyOf<K> {
  const body = journalBodySchema.parse(JSON.parse(json));
  if (!isOf(kind, body)) throw new Error(`a ${body.kind} entry where ${kind} belongs`);
  return body;
}

const storedStates: readonly string[] = [
  'queued',
  'sealed',
  'applied',
  'parked',
  'undone',
  'withdrawn',
  'superseded',
] satisfies readonly StoredState[];

const isStored = (state: string): state is StoredState => storedStates.includes(state);

/**
 * The state as it is at this moment: undoable only while the clock stands between decision and end, however it jumped;
 * sending only while a request carries it, however often one did before.
 */
export function stateAt(row: SqlRow, { now, sending }: Moment): CommandState {
  const state = text(row, 'state');
  if (!isStored(state)) throw new Error('not a state of a command');
  if (state === 'sealed') return sending.has(text(row, 'command_id')) ? 'sending' : 'queued';
  if (state !== 'queued') return state;
  return now >= integer(row, 'undo_from') && now < integer(row, 'undo_until') ? 'undoable' : 'queued';
}

/** Why a command is parked; undefined for any other. */
export function parkedOf(row: SqlRow): Parked | undefined {
  const parked = maybeText(row, 'parked');
  return parked === undefined ? undefined : parkedSchema.parse(JSON.parse(parked));
}

function toRow(row: SqlRow, moment: Moment): OutboxRow {
  const state = stateAt(row, moment);
  const sealed = maybeText(row, 'sealed');
  const answer = maybeText(row, 'answer');
  return {
    commandId: text(row, 'command_id'),
    seq: integer(row, 'seq'),
    decidedAt: text(row, 'decided_at'),
    decided: bodyOf('decided', text(row, 'decided')),
    state,
    undoUntil: state === 'undoable' ? new Date(integer(row, 'undo_until')).toISOString() : undefined,
    sealed: sealed === undefined ? undefined : bodyOf('sealed', sealed),
    answer: answer === undefined ? undefined : bodyOf('answered', answer).result,
    appliedVersion: maybeInteger(row, 'applied_version'),
    parked: parkedOf(row),
    endedAt: maybeText(row, 'ended_at'),
  };
}

/** Whom a command is about and what it does, without reading it whole. */
export function commandAbout(
  database: Database,
  commandId: string,
): { readonly customerId: string; readonly type: string } | undefined {
  const row = database.prepare('SELECT customer_id, type FROM command WHERE command_id = ?').get(commandId);
  return row && { customerId: text(row, 'customer_id'), type: text(row, 'type') };
}

export function readCommand(database: Database, commandId: string, moment: Moment): OutboxRow | undefined {
  const row = database.prepare(`SELECT ${everything} FROM command WHERE command_id = ?`).get(commandId);
  return row && toRow(row, moment);
}

/** Oldest decision first. */
export const readCommandsOf = (
  database: Database,
  customerId: string,
  moment: Moment,
): readonly OutboxRow[] =>
  database
    .prepare(`SELECT ${everything} FROM command WHERE customer_id = ? ORDER BY seq`)
    .all(customerId)
    .map(row => toRow(row, moment));

const timed: Readonly<Record<string, string>> = {
  undoable: `(state = 'queued' AND undo_from <= ? AND undo_until > ?)`,
  queued: `(state = 'queued' AND (undo_from > ? OR undo_until <= ?))`,
};

const unsent: readonly RowState[] = ['undoable', 'queued', 'sealed'];

/**
 * The table by way of the index that holds little else than these states; the planner, which has no statistics, would
 * take all that is queued for the few that are undoable, and sort all that is unsent for the first of it.
 */
function sourceOf(states: readonly RowState[]): string {
  if (states.every(state => state === 'undoable')) return 'command INDEXED BY command_undo_window WHERE';
  if (states.length > 1 && states.every(state => unsent.includes(state)))
    return `command INDEXED BY command_unsent WHERE state IN ('queued', 'sealed') AND`;
  return 'command WHERE';
}

/** Starts and releases of checks: they take and give back a case, and decide nothing about it. */
const claims = `type IN ('review.start', 'review.release')`;

/**
 * Claims that a person has nothing to see of: granted, taken back, or on their way with the decision that needs them.
 * That one is found by its text: reading the JSON of ten thousand takes ten times as long, and inside a text every
 * quotation mark is escaped.
 */
const unseenClaim = `(${claims} AND (state IN ('applied', 'undone') OR (state IN ('queued', 'sealed') AND EXISTS (
  SELECT 1 FROM command AS finish WHERE finish.customer_id = command.customer_id AND finish.type = 'review.finish'
    AND finish.state NOT IN ('undone', 'withdrawn', 'superseded')
    AND instr(finish.decided, '"dependsOn":"' || command.command_id || '"') > 0))))`;

export interface Listing {
  /** By decision; the oldest first unless said otherwise. */
  readonly order?: 'oldest' | 'newest';
  /** Only what a person has to see: without the claims that go along with a decision. */
  readonly toBeSeen?: boolean;
  /** Those after this place of the journal, in the order asked for. */
  readonly after?: number | undefined;
}

/** The first so many rows in these states. */
export function readCommandsIn(
  database: Database,
  states: readonly RowState[],
  limit: number,
  moment: Moment,
  listing: Listing = {},
): readonly OutboxRow[] {
  if (states.length > 1 && !states.every(state => unsent.includes(state))) {
    // Each state has its rows in order in the index; asked for together, all of them would be read and sorted.
    const direction = listing.order === 'newest' ? -1 : 1;
    return states
      .flatMap(state => readCommandsIn(database, [state], limit, moment, listing))
      .toSorted((a, b) => direction * (a.seq - b.seq))
      .slice(0, limit);
  }
  const { order = 'oldest', toBeSeen = false, after } = listing;
  const beyond = after === undefined ? [] : [after];
  const conditions = states.map(state =>
    isStored(state) && state !== 'queued' ? 'state = ?' : timed[state],
  );
  const values = states.flatMap((state): readonly SqlValue[] =>
    state === 'undoable' || state === 'queued' ? [moment.now, moment.now] : [state],
  );
  return database
    .prepare(
      `SELECT ${everything} FROM ${sourceOf(states)} (${conditions.join(' OR ')})
         ${toBeSeen ? `AND NOT ${unseenClaim}` : ''}
         ${after === undefined ? '' : order === 'oldest' ? 'AND seq > ?' : 'AND seq < ?'}
       ORDER BY seq ${order === 'oldest' ? 'ASC' : 'DESC'} LIMIT ?`,
    )
    .all(...values, ...beyond, limit)
    .map(row => toRow(row, moment));
}

/** The packed body of the case as it was when this was decided; undefined where that was not kept. */
export function readSeen(database: Database, commandId: string): Uint8Array | undefined {
  const row = database.prepare('SELECT seen FROM command WHERE command_id = ?').get(commandId);
  return row && row['seen'] !== null ? bytes(row, 'seen') : undefined;
}

/** The verdicts that a finish ended; those of one from before they were kept come without what they were given on. */
export function readDecidedMarks(database: Database, commandId: string): readonly Mark[] {
  const row = database.prepare('SELECT decided, marks FROM command WHERE command_id = ?').get(commandId);
  if (!row) return [];
  const marks = maybeText(row, 'marks');
  if (marks !== undefined) return readMarks(marks);
  const { payload } = bodyOf('decided', text(row, 'decided'));
  return payloadSchemas['review.finish'].safeParse(payload).data?.verdicts ?? [];
}

export interface CommandCounts {
  /** In a state, of any type. */
  readonly all: (state: string) => number;
  /** In a state, without claims. */
  readonly decisions: (state: string) => number;
}

/** Both counts come from indexes alone. */
export function countCommands(database: Database): CommandCounts {
  const counted = (source: string): ReadonlyMap<string, number> => {
    const rows = database.prepare(`SELECT state, count(*) AS number FROM ${source} GROUP BY state`).all();
    return new Map(rows.map(row => [text(row, 'state'), integer(row, 'number')]));
  };
  const every = counted('command');
  const claimed = counted(`command INDEXED BY command_claims WHERE ${claims}`);
  const all = (state: string): number => every.get(state) ?? 0;
  return { all, decisions: state => all(state) - (claimed.get(state) ?? 0) };
}

/** So many can still be taken back; no claim is among them. */
export const countUndoable = (database: Database, { now }: Moment): number =>
  integer(
    database
      .prepare(`SELECT count(*) AS number FROM ${sourceOf(['undoable'])} ${timed['undoable']}`)
      .get(now, now) ?? { number: 0 },
    'number',
  );

/** Claims on their way that no decision speaks for. */
export const countLoneClaims = (database: Database): number =>
  integer(
    database
      .prepare(
        `SELECT count(*) AS number FROM command INDEXED BY command_claims
         WHERE ${claims} AND state IN ('queued', 'sealed') AND NOT ${unseenClaim}`,
      )
      .get() ?? { number: 0 },
    'number',
  );
