import type { IpcProblem } from '../../../shared/ipc/problem.ts';
import type { Result } from '../../../shared/result.ts';
import type { JournalBody, JournalEntry } from './entries.ts';

export interface JournalHead {
  /** Number of entries. */
  readonly size: number;
  /** RFC 6962 Merkle tree hash over them, lowercase hex. */
  readonly root: string;
}

/** The append-only record of everything decided here. Reading throws `StorageError` when the disk or a page fails. */
export interface Journal {
  /**
   * What opening found and could carry on from: `journal_damaged` (what could be read was saved, the damaged file set
   * aside) or `journal_behind` (an older state than is known outside). In numbers; told until the next entry is written.
   */
  readonly findings: readonly IpcProblem[];
  /** All in one commit with synchronous=FULL and followed by an fsynced head record before it returns, or none of them. */
  append(bodies: readonly JournalBody[]): Result<readonly JournalEntry[], IpcProblem>;
  /** Entries after `seq` in order; an entry that can't be read is passed to `unreadable` and skipped. */
  entriesAfter(seq: number, unreadable?: (seq: number) => void): IterableIterator<JournalEntry>;
  entriesOfCommand(commandId: string): readonly JournalEntry[];
  entriesOfCustomer(customerId: string): readonly JournalEntry[];
  /** The entry with which the present device began; 0 in the life of the first one. */
  streamStart(): number;
  /** The id of the device that was given up, until another one is registered. */
  retiredDevice(): string | undefined;
  /** The last command that this device sealed: where the device's sequence stands. A place that stayed unused is given again. */
  lastSealed(): { readonly deviceSeq: number; readonly hash: string } | undefined;
  /** The number of the entry with which the present device first sealed this place or a later one; undefined if it never did. */
  firstSealedFrom(place: number): number | undefined;
  head(): JournalHead;
  /** A C2SP tlog-checkpoint signed with the device key, for the backend to witness. */
  checkpoint(): { readonly size: number; readonly root: string; readonly note: string };
  /** Remembers what the backend has witnessed. */
  witnessed(size: number): void;
  readonly witnessedSize: number;
  /** Writes the head to the keychain when it is due (30 s) or `now` is set. */
  anchor(now: boolean): Promise<Result<void, IpcProblem>>;
  /** Recomputes the tree over all entries and compares with the head. */
  verify(): Result<void, IpcProblem>;
  close(): void;
}
