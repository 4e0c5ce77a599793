import type { Bytes } from '../../../shared/bytes.ts';
import { problem, type IpcProblem } from '../../../shared/ipc/problem.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Files } from '../ports.ts';
import { attemptStorage, storageProblem } from '../storage-problem.ts';
import { fitOf, headOf, isSuperseded, lastRecovery, type Fit } from './anchors.ts';
import type { BodyOf } from './entries.ts';
import { createHeadFile, decodeHead, type HeadFile } from './head.ts';
import { grow } from './merkle.ts';
import { journalOver } from './journal.ts';
import { openDatabase, type Damaged, type Sound } from './open-database.ts';
import { foundLogFile, journalFile, type JournalOptions } from './place.ts';
import { encodeEntry, insertRecord, leafOf, writeFrontier, type State } from './records.ts';
import { carve, finishSalvage, salvage } from './salvage.ts';
import type { Journal, JournalHead } from './types.ts';

/**
 * Opens the journal of a profile, or begins one. Damage is salvaged and a rollback noticed: `findings` says so, and an
 * entry of the journal itself. Problems: journal_from_future, keychain_locked, keychain_missing, disk_full, storage_failed.
 */
export async function createJournal(options: JournalOptions): Promise<Result<Journal, IpcProblem>> {
  const { ports, vault } = options;
  const keyed = { crypto: ports.crypto, headMacKey: vault.headMacKey };
  const anchor = await vault.readAnchor();
  if (!anchor.ok) return anchor;
  const kept = anchor.value && decodeHead(keyed, anchor.value);
  const anchorIsForeign = anchor.value !== undefined && kept === undefined;
  const opened = attemptStorage(() => {
    const headFile = createHeadFile({ ...keyed, files: ports.files });
    const recorded = headFile.read();
    if (!recorded.ok) return recorded;
    const record = typeof recorded.value === 'string' ? undefined : recorded.value;
    const heads = [record, kept].filter(head => head !== undefined);
    const sound = openSound(options, heads);
    return sound.ok ? begin(options, sound.value, { heads, record, kept, anchorIsForeign, headFile }) : sound;
  });
  return opened.ok ? opened.value : opened;
}

function begin(options: JournalOptions, sound: Sound, outside: Outside): Result<Journal, IpcProblem> {
  const { database } = sound;
  const settled = attemptStorage(() => settle(options, sound, outside));
  const result = settled.ok ? settled.value : settled;
  if (!result.ok) {
    database.close();
    return result;
  }
  const { state, findings } = result.value;
  const { kept, headFile } = outside;
  const anchored = kept !== undefined && kept.size <= state.frontier.size && findings.length === 0;
  const anchoredSize = anchored ? kept.size : -1;
  return ok(journalOver({ ...options, database, headFile, state, findings, anchoredSize }));
}

/** The database, salvaged first where it is damaged. */
function openSound(options: JournalOptions, heads: readonly JournalHead[]): Result<Sound, IpcProblem> {
  const { files, log: write } = options.ports;
  const finished = finishSalvage(files);
  if (!finished.ok) return finished;
  const log = keepLog(files);
  if (!log.ok) return log;
  const known = heads.toSorted((a, b) => b.size - a.size)[0];
  const opened = openDatabase(options, known);
  if (!opened.ok) return opened;
  const found =
    opened.value.kind === 'sound' ? heldAgainstLog(options, opened.value, known, log.value) : opened;
  if (!found.ok) return found;
  if (found.value.kind === 'sound') return withoutFoundLog(files, found.value);
  write('journal.damaged', { anchored: known?.size ?? 0 });
  const salvaged = salvage(options, found.value, heads, log.value);
  if (!salvaged.ok) return salvaged;
  const second = openDatabase(options, known);
  if (!second.ok) return second;
  return second.value.kind === 'sound'
    ? ok(second.value)
    : fail(problem('storage_failed', { detail: 'salvage' }));
}

/**
 * The log from before SQLite sees it: on opening, SQLite drops what follows a bad frame, and a power cut before the
 * salvage would make that loss final. A copy that is there already is of an opening that was cut off.
 */
function keepLog(files: Files): Result<Bytes, IpcProblem> {
  for (const name of [foundLogFile, `${journalFile}-wal`]) {
    const log = files.read(name);
    if (!log.ok && log.problem.kind !== 'missing') return fail(storageProblem(log.problem));
    if (!log.ok) continue;
    const kept =
      name === foundLogFile || log.value.length === 0
        ? ok(undefined)
        : files.replace(foundLogFile, log.value);
    // A full disk must not keep anyone from work: the copy is for a second accident right after the first.
    return kept.ok || kept.problem.kind === 'disk_full' ? ok(log.value) : fail(storageProblem(kept.problem));
  }
  return ok(new Uint8Array(0));
}

/** An old copy must not pass for the log of a later opening. */
function withoutFoundLog(files: Files, sound: Sound): Result<Sound, IpcProblem> {
  const removed = files.remove(foundLogFile);
  if (removed.ok) return ok(sound);
  sound.database.close();
  return fail(storageProblem(removed.problem));
}

/**
 * A log with a bad frame opens soundly at an earlier commit. Where entries are missing that its later frames still hold,
 * that is damage to salvage, not an older copy.
 */
function heldAgainstLog(
  options: JournalOptions,
  sound: Sound,
  known: JournalHead | undefined,
  log: Bytes,
): Result<Sound | Damaged, IpcProblem> {
  const { size } = sound.state.frontier;
  if (log.length === 0 || (known && known.size <= size)) return ok(sound);
  const carved = carve(options, log);
  if (!carved.ok) {
    sound.database.close();
    return carved;
  }
  const held = [...carved.value.keys()].some(seq => seq > size);
  return ok(held ? { kind: 'damaged', detail: 'log', database: sound.database } : sound);
}

/** What is known of the journal outside its database. */
interface Outside {
  readonly heads: readonly JournalHead[];
  /** From the head file; undefined where there is none, or none that can be read. */
  readonly record: JournalHead | undefined;
  /** From the keychain. */
  readonly kept: JournalHead | undefined;
  /** The keychain has an anchor, but not one that this vault wrote. */
  readonly anchorIsForeign: boolean;
  readonly headFile: HeadFile;
}

/** Holds the journal against what is known of it outside, and makes the head record say what is true now. */
function settle(
  { ports }: JournalOptions,
  { database, state }: Sound,
  { heads, record, anchorIsForeign, headFile }: Outside,
): Result<{ readonly state: State; readonly findings: readonly IpcProblem[] }, IpcProblem> {
  const { crypto } = ports;
  const { frontier } = state;
  const earlier = lastRecovery(database);
  const open = heads.filter(head => !isSuperseded(head, earlier?.body));
  const fits = open.map(head => fitOf(database, crypto, frontier, head));
  const unanchored = anchorIsForeign || (!record && frontier.size > 0);
  const cause = causeOf(fits, unanchored && earlier?.seq !== frontier.size);
  if (cause === undefined) {
    const current = headOf(crypto, frontier);
    const reset = isCurrent(record, current) ? ok(undefined) : headFile.reset(current);
    if (!reset.ok) return reset;
    const told = earlier && earlier.seq === frontier.size ? [findingOf(earlier.body, frontier.size)] : [];
    return ok({ state, findings: told });
  }
  const known = Math.max(0, ...open.map(({ size }) => size));
  const body: BodyOf<'recovered'> = {
    kind: 'recovered',
    cause,
    aside: null,
    saved: frontier.size,
    unreadable: 0,
    missing: Math.max(0, known - frontier.size),
    // Those that an earlier entry answered too: only the last such entry is asked.
    superseded: [...heads],
  };
  const seq = frontier.size + 1;
  const text = encodeEntry({ seq, at: new Date(ports.clock.now()).toISOString(), body });
  const grown = grow(crypto, frontier, [leafOf(crypto, text)]);
  database.transaction(() => {
    insertRecord(database, seq, text);
    writeFrontier(database, grown);
    database.prepare('UPDATE state SET witnessed = min(witnessed, ?)').run(frontier.size);
  });
  const reset = headFile.reset(headOf(crypto, grown));
  if (!reset.ok) return reset;
  const witnessed = Math.min(state.witnessed, frontier.size);
  return ok({ state: { ...state, witnessed, frontier: grown }, findings: [findingOf(body, seq)] });
}

const isCurrent = (head: JournalHead | undefined, current: JournalHead): boolean =>
  head?.size === current.size && head.root === current.root;

function causeOf(fits: readonly Fit[], unanchored: boolean): BodyOf<'recovered'>['cause'] | undefined {
  if (fits.includes('behind')) return 'behind';
  if (fits.includes('forked')) return 'forked';
  return unanchored ? 'unanchored' : undefined;
}

const findingOf = (body: BodyOf<'recovered'>, entries: number): IpcProblem =>
  problem(body.cause === 'damaged' ? 'journal_damaged' : 'journal_behind', {
    detail: body.aside === null ? body.cause : `${body.cause}: ${journalFile} → ${body.aside}`,
    counts: { entries, saved: body.saved, unreadable: body.unreadable, missing: body.missing },
  });
