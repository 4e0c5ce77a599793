import type { Bytes } from '../../../shared/bytes.ts';
import { problem, type IpcProblem } from '../../../shared/ipc/problem.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { StorageError, type Database, type Files } from '../ports.ts';
import { attemptStorage, storageProblem } from '../storage-problem.ts';
import { carveRecords } from './carve.ts';
import type { BodyOf, JournalEntry } from './entries.ts';
import { emptyFrontier, grow } from './merkle.ts';
import { migrate } from './migrations/index.ts';
import type { Damaged } from './open-database.ts';
import { filesOf, foundLogFile, journalFile, suspectFile, type JournalOptions } from './place.ts';
import { encodeEntry, insertRecord, leafOf, writeFrontier } from './records.ts';
import type { JournalHead } from './types.ts';

const salvaging = `${journalFile}.salvaging`;
const salvaged = `${journalFile}.salvaged-`;
const damaged = `${journalFile}.damaged-`;

/**
 * Saves what can be read of a damaged journal into a new one and sets the damaged files aside under a name of their own;
 * nothing is deleted. `log` is the write-ahead log from before SQLite opened it. Readable entries keep their numbers and their very text, so that their hashes stay what they were.
 * A crash in between loses nothing: `finishSalvage` goes on where it stopped.
 */
export function salvage(
  options: JournalOptions,
  found: Damaged,
  heads: readonly JournalHead[],
  log: Bytes,
): Result<void, IpcProblem> {
  const { ports } = options;
  const at = new Date(ports.clock.now()).toISOString();
  const label = freeLabel(ports.files, at.replaceAll(/[-:.]/g, ''));
  const known = Math.max(0, ...heads.map(({ size }) => size));
  const read = found.database ? readable(found.database, known) : new Map<number, string>();
  closeDamaged(found.database);
  const carved = carve(options, log);
  if (!carved.ok) return carved;
  // What SQLite reads is preferred: a page that it no longer uses may hold an entry that was taken back.
  const records = new Map([...carved.value, ...read]);

  const last = Math.max(0, ...records.keys());
  const recovered: BodyOf<'recovered'> = {
    kind: 'recovered',
    cause: 'damaged',
    aside: damaged + label,
    saved: records.size,
    unreadable: last - records.size,
    missing: Math.max(0, known - last),
    superseded: [...heads],
  };
  const lost = (seq: number): string => encodeEntry({ seq, at, body: { kind: 'lost' } });
  const texts = Array.from({ length: last }, (_, index) => records.get(index + 1) ?? lost(index + 1));
  const entry: JournalEntry = { seq: last + 1, at, body: recovered };
  const built = build(options, [...texts, encodeEntry(entry)]);
  if (!built.ok) return built;
  // On a full disk it was not kept before the opening; without it nothing is set in place.
  const isKept = log.length === 0 || ports.files.exists(foundLogFile);
  const kept = isKept ? ok(undefined) : ports.files.replace(foundLogFile, log);
  if (!kept.ok) return fail(storageProblem(kept.problem));
  const named = ports.files.rename(salvaging, salvaged + label);
  return named.ok ? finishSalvage(ports.files) : fail(storageProblem(named.problem));
}

/** A clock that was set back must not lay one damaged journal over another. */
const freeLabel = (files: Files, label: string): string =>
  files.list('').some(name => name.startsWith(damaged + label)) ? freeLabel(files, `${label}x`) : label;

/** Puts a finished salvage in the damaged journal's place. Does nothing when there is none. */
export function finishSalvage(files: Files): Result<void, IpcProblem> {
  const ready = files.list('').find(name => name.startsWith(salvaged));
  if (ready === undefined) return ok(undefined);
  const aside = damaged + ready.slice(salvaged.length);
  const asides = filesOf(aside);
  const moves = filesOf(journalFile).map((from, index) => [from, asides[index] ?? aside] as const);
  // The log as it was found goes over the one that SQLite may have left.
  const last = [[foundLogFile, `${aside}-wal`] as const, [ready, journalFile] as const];
  for (const [from, to] of [...moves, ...last]) {
    if (!files.exists(from)) continue;
    const moved = files.rename(from, to);
    if (!moved.ok) return fail(storageProblem(moved.problem));
  }
  const removed = files.remove(suspectFile);
  return removed.ok ? ok(undefined) : fail(storageProblem(removed.problem));
}

/** Entries on pages that SQLite no longer finds: behind a damaged one, or all of them when it is the first. */
export function carve(
  { ports, vault }: JournalOptions,
  log: Bytes,
): Result<ReadonlyMap<number, string>, IpcProblem> {
  return attemptStorage(() =>
    carveRecords(ports.databases.intactPages(ports.files.path(journalFile), vault.journalKey, log)),
  );
}

/** Every entry that can still be read, by number. One at a time: a damaged page must not take its neighbours along. */
function readable(database: Database, known: number): ReadonlyMap<number, string> {
  const records = new Map<number, string>();
  const last = Math.max(known, unlessDamaged(() => lastOf(database)) ?? 0);
  for (let seq = 1; seq <= last; seq += 1) {
    const row = unlessDamaged(() => database.prepare('SELECT record FROM entry WHERE seq = ?').get(seq));
    const record = row?.['record'];
    if (typeof record === 'string') records.set(seq, record);
  }
  return records;
}

function lastOf(database: Database): number {
  const last = database.prepare('SELECT max(seq) AS last FROM entry').get()?.['last'];
  return typeof last === 'number' ? last : 0;
}

function unlessDamaged<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    // Even the schema may be damaged; then the driver knows no such table and says so in an error of its own.
    if (error instanceof StorageError || isMissingTable(error)) return undefined;
    throw error;
  }
}

const isMissingTable = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('no such table');

function closeDamaged(database: Database | undefined): void {
  // Closing writes the log back into the file; what that damage refuses stays in the log, which is set aside too.
  unlessDamaged(() => database?.close());
}

function build({ ports, vault }: JournalOptions, texts: readonly string[]): Result<void, IpcProblem> {
  for (const name of filesOf(salvaging)) {
    const removed = ports.files.remove(name);
    if (!removed.ok) return fail(storageProblem(removed.problem));
  }
  const opened = ports.databases.open(ports.files.path(salvaging), vault.journalKey, 'full');
  if (!opened.ok) {
    return fail(
      opened.problem.kind === 'unreadable' ? problem('storage_failed') : storageProblem(opened.problem),
    );
  }
  const database = opened.value;
  const filled = attemptStorage(() => {
    migrate(database);
    database.transaction(() => {
      texts.forEach((text, index) => insertRecord(database, index + 1, text));
      const leaves = texts.map(text => leafOf(ports.crypto, text));
      writeFrontier(database, grow(ports.crypto, emptyFrontier, leaves));
    });
  });
  const closed = attemptStorage(() => database.close());
  return filled.ok ? closed : filled;
}
