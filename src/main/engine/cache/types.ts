import type { Note } from '../../../shared/api/changes.ts';
import type { Link, Plan } from '../../../shared/api/links.ts';
import type { Policy, User } from '../../../shared/api/session.ts';
import type { Customer } from '../../../shared/domain/customer.ts';
import type { Level } from '../../../shared/domain/levels.ts';
import type { LinkCounts } from '../../../shared/ipc/links.ts';
import type { OutboxGroup } from '../../../shared/ipc/outbox.ts';
import type { CommandState, Parked } from '../../../shared/ipc/queue.ts';
import type { BodyOf, JournalEntry } from '../journal/entries.ts';
import type { Database } from '../ports.ts';
import type { Listing, Moment } from './commands.ts';
import type { Mark } from './drafts.ts';
import type { LinkQuery } from './links.ts';
import type { Incoming, Intake } from './prepare.ts';

export interface Touched {
  /** Null: too many to name. */
  readonly customerIds: readonly string[] | null;
  readonly outbox: boolean;
}

/** What rows can be asked for by: a command is sealed from its first sending until its answer, `queued` before. */
export type RowState = Exclude<CommandState, 'sending'> | 'sealed';

/** A command of this workstation with its state, projected from the journal. */
export interface OutboxRow {
  readonly commandId: string;
  /** Journal sequence of its decision: the order of sending. */
  readonly seq: number;
  readonly decidedAt: string;
  readonly decided: BodyOf<'decided'>;
  /** `sending` while a request carries it; sealed and waiting for the next one, it is `queued` like what was never sent. */
  readonly state: CommandState;
  readonly undoUntil: string | undefined;
  readonly sealed: BodyOf<'sealed'> | undefined;
  readonly answer: BodyOf<'answered'>['result'] | undefined;
  /** The customer's version that it made. */
  readonly appliedVersion: number | undefined;
  readonly parked: Parked | undefined;
  readonly endedAt: string | undefined;
}

/** The disposable copy of the backend's state plus the projection of the journal. Synchronous; the database is `cache.db`. */
export interface Cache {
  readonly database: Database;

  // fed by sync
  /** Opaque feed cursor; undefined before the first page and after a reset. */
  cursor(): string | undefined;
  /** For the changes of one page, as they are read. */
  intake(): Intake;
  /** Applies one page of the feed and its cursor in one transaction. */
  applyPage(changes: readonly Incoming[], cursor: string, serverTime: string): Touched;
  /** Whether the first full copy is complete, when the last page came, and by how far this machine's clock was behind then. */
  syncMark(): {
    readonly complete: boolean;
    readonly lastSyncedAt: string | undefined;
    readonly lastServerTime: string | undefined;
    readonly serverAheadMs: number;
  };
  /** The time by the backend's clock, in milliseconds since 1970; by this machine's before its first word. */
  serverNow(): number;
  markSynced(at: string, serverTime: string): void;
  /** Forgets the backend's entities (410 cursor_reset) but keeps sealed documents and the journal's projection. */
  reset(): void;

  // fed by the journal
  projectedSeq(): number;
  /** Applies entries in order, in one transaction; entries already applied are passed over. */
  project(entries: readonly JournalEntry[]): Touched;
  /** Forgets what follows from the journal, when it is not the one that was projected. */
  forgetProjection(): void;

  /**
   * What the request under way carries, instead of what the one before did. Known only here and now: a restart knows of
   * no request.
   */
  setSending(commandIds: ReadonlySet<string>): Touched;

  // read by everybody
  /** What the state of a command depends on beside its row. */
  moment(): Moment;
  /** Grows with every change; survives no restart. */
  revision(): number;
  /** The cases that changed after `revision`; null: too many, or too long ago to name. */
  changedSince(revision: number): ReadonlySet<string> | null;
  /** Colleagues of the tenant. */
  users(): readonly User[];
  /** Tags in use, the latest first. */
  tags(limit: number): readonly string[];
  /** As the feed last brought it. */
  policy(): Policy | undefined;
  /** As the journal last noted it, from whatever source. */
  notedPolicy(): Policy | undefined;
  /** RFC 3339, by the wall clock: when the last page came, of a complete copy or of one that was begun. */
  lastContact(): string | undefined;
  customer(id: string): Customer | undefined;
  level(id: string, version?: number): Level | undefined;
  /** The newest version of every level. */
  levels(): readonly Level[];
  /** A stretch of the links, the newest first; in one state of just now, or all. */
  links(query: LinkQuery): readonly Link[];
  linkCounts(): LinkCounts;
  /** The newest first. */
  linksOf(customerId: string): readonly Link[];
  /** As the feed last brought it. */
  plan(): Plan | undefined;
  user(id: string): User | undefined;
  notes(customerId: string): readonly Note[];
  draft(customerId: string): readonly Mark[];
  /** Whether the draft is of the review that is still to end: of an earlier one only the person's words are kept. */
  hasBegun(customer: Pick<Customer, 'id' | 'lastReview'>): boolean;
  /** Pages seen and whole seconds since the last review of the case, by document, on exactly these bytes. */
  viewed(
    customer: Pick<Customer, 'id' | 'lastReview'>,
  ): ReadonlyMap<
    string,
    { readonly sha256: string; readonly pages: readonly number[]; readonly seconds: number }
  >;
  outboxRow(commandId: string): OutboxRow | undefined;
  /** The case as it was when a finish was decided, or a hit marked, until it is applied; undefined where that was not kept. */
  decidedOn(commandId: string): Customer | undefined;
  /** The verdicts that a finish ended, with what each was given on, until it is applied. */
  decidedMarks(commandId: string): readonly Mark[];
  outboxOfCustomer(customerId: string): readonly OutboxRow[];
  /** The first so many rows in these states. */
  outboxInStates(states: readonly RowState[], limit: number, listing?: Listing): readonly OutboxRow[];
  /** Decisions that wait and that were applied; parked also the starts and releases, which a person has to see to. */
  outboxCounts(): { readonly waiting: number; readonly parked: number; readonly applied: number };
  /** As listed to a person, by where they stand. */
  outboxTotals(): Readonly<Record<OutboxGroup, number>>;
  caseCount(): number;
  close(): void;
}
