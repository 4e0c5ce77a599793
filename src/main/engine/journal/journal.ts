import { toHex, utf8 } from '../../../shared/bytes.ts';
import {
  checkpointOrigin,
  checkpointText,
  noteKeyHashInput,
  signedNote,
} from '../../../shared/domain/checkpoint.ts';
import { problem, type IpcProblem } from '../../../shared/ipc/problem.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { StorageError, type Database } from '../ports.ts';
import { attemptStorage } from '../storage-problem.ts';
import { createTurns } from '../turns.ts';
import { headOf } from './anchors.ts';
import type { BodyOf, JournalBody, JournalEntry, JournalKind } from './entries.ts';
import { encodeHead, type HeadFile } from './head.ts';
import { grow, rootOf, type Frontier } from './merkle.ts';
import { suspectFile, type JournalOptions } from './place.ts';
import {
  encodeEntry,
  firstSealedFrom,
  insertRecord,
  leafOf,
  readRow,
  recompute,
  truncate,
  walk,
  writeFrontier,
  type State,
} from './records.ts';
import type { Journal } from './types.ts';

/** While entries are written. The keychain may lag behind by 30 s: what is left of them is for whoever asks for this. */
const anchorEveryMs = 20_000;

interface Numbered {
  readonly seq: number;
}

const isOf = <K extends JournalKind>(kind: K, body: JournalBody): body is BodyOf<K> => body.kind === kind;

interface Opened extends JournalOptions {
  readonly database: Database;
  readonly headFile: HeadFile;
  readonly state: State;
  readonly findings: readonly IpcProblem[];
  /** Size that the keychain holds. */
  readonly anchoredSize: number;
}

/** The journal over a database that was opened, checked and held against its anchors. */
export function journalOver(opened: Opened): Journal {
  const { ports, vault, database, headFile } = opened;
  const { clock, crypto } = ports;
  const opening = opened.state.frontier.size;
  let frontier: Frontier = opened.state.frontier;
  let witnessedSize = opened.state.witnessed;
  /** A slow keychain must not end up with the older of two anchors. */
  const inTurn = createTurns();
  let anchored = { size: opened.anchoredSize, at: clock.elapsed() };
  /** Set when it is not known what of the last write is on the disk: only opening anew can tell. */
  let broken: IpcProblem | undefined;

  const rows = (sql: string, ...values: readonly string[]): readonly JournalEntry[] =>
    watched(() => database.prepare(sql).all(...values)).flatMap(row => readRow(row).entry ?? []);

  /** Remembers damage that was met on the way, so that the next opening looks for it. */
  function watched<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (error instanceof StorageError && error.fault.kind === 'damaged') markSuspect();
      throw error;
    }
  }

  function markSuspect(): void {
    const marked = ports.files.replace(suspectFile, utf8('damage was met'));
    if (!marked.ok) ports.log('journal.suspect-unmarked');
  }

  function commit(bodies: readonly JournalBody[]): Result<readonly JournalEntry[], IpcProblem> {
    const at = new Date(clock.now()).toISOString();
    const entries = bodies.map((body, index) => ({ seq: frontier.size + index + 1, at, body }));
    const records = entries.map(encodeEntry);
    const grown = grow(
      crypto,
      frontier,
      records.map(record => leafOf(crypto, record)),
    );
    const committed = attemptStorage(() =>
      watched(() =>
        database.transaction(() => {
          records.forEach((record, index) => insertRecord(database, frontier.size + index + 1, record));
          writeFrontier(database, grown);
        }),
      ),
    );
    if (!committed.ok) return committed;
    const recorded = headFile.write(headOf(crypto, grown));
    if (!recorded.ok) return takeBack(recorded.problem);
    frontier = grown;
    return ok(entries);
  }

  /** The entries are committed, their head record is not: they were never acknowledged, so they are undone. */
  function takeBack(cause: IpcProblem): Result<never, IpcProblem> {
    const reset = headFile.reset(headOf(crypto, frontier));
    const taken = reset.ok ? attemptStorage(() => truncate(database, frontier)) : reset;
    if (!taken.ok) broken = cause;
    return fail(cause);
  }

  /** The last entry of a device's beginning or end; the first condition is the one that its index was made with. */
  function deviceEntry<K extends 'retired' | 'registered'>(kind: K): (BodyOf<K> & Numbered) | undefined {
    const [last] = rows(
      `SELECT seq, record FROM entry WHERE kind IN ('retired', 'registered') AND kind = ? ORDER BY seq DESC LIMIT 1`,
      kind,
    );
    return last && isOf(kind, last.body) ? { ...last.body, seq: last.seq } : undefined;
  }
  const streamStart = (): number => deviceEntry('registered')?.seq ?? 0;

  return {
    get findings() {
      return frontier.size === opening ? opened.findings : [];
    },
    append: bodies => {
      if (broken) return fail(broken);
      return bodies.length === 0 ? ok([]) : commit(bodies);
    },
    *entriesAfter(seq, unreadable) {
      const found = walk(database, seq);
      for (let next = watched(() => found.next()); !next.done; next = watched(() => found.next())) {
        if (next.value.entry) yield next.value.entry;
        else unreadable?.(next.value.seq);
      }
    },
    entriesOfCommand: commandId =>
      rows('SELECT seq, record FROM entry WHERE command_id = ? ORDER BY seq', commandId),
    entriesOfCustomer: customerId =>
      rows(
        `SELECT seq, record FROM entry WHERE customer_id = ? OR command_id IN
          (SELECT command_id FROM entry WHERE customer_id = ? AND command_id IS NOT NULL) ORDER BY seq`,
        customerId,
        customerId,
      ),
    streamStart,
    retiredDevice: () => {
      const last = deviceEntry('retired');
      return last && last.seq > streamStart() ? last.deviceId : undefined;
    },
    lastSealed: () => {
      const [last] = rows(
        'SELECT seq, record FROM entry WHERE device_seq IS NOT NULL ORDER BY seq DESC LIMIT 1',
      );
      if (!last) return undefined;
      if (last.body.kind !== 'sealed') throw new Error('only a sealed entry has a device sequence');
      if (last.seq < streamStart()) return undefined;
      return { deviceSeq: last.body.deviceSeq, hash: last.body.hash };
    },
    firstSealedFrom: place => watched(() => firstSealedFrom(database, streamStart(), place)),
    head: () => headOf(crypto, frontier),
    checkpoint: () => {
      const { size, root } = headOf(crypto, frontier);
      const { deviceId } = vault.owner;
      const text = checkpointText(deviceId, size, root);
      const name = checkpointOrigin(deviceId);
      const keyHash = crypto.sha256(noteKeyHashInput(name, vault.devicePublicKey));
      return { size, root, note: signedNote(text, { name, keyHash, signature: vault.sign(utf8(text)) }) };
    },
    witnessed: size => {
      if (size <= witnessedSize) return;
      witnessedSize = size;
      const kept = attemptStorage(() => database.prepare('UPDATE state SET witnessed = ?').run(size));
      // Forgetting it costs one more request to the backend after a restart.
      if (!kept.ok) ports.log('journal.witness-unkept');
    },
    get witnessedSize() {
      return witnessedSize;
    },
    anchor: now =>
      inTurn(async () => {
        const { size } = frontier;
        if (size === anchored.size) return ok(undefined);
        if (!now && clock.elapsed() - anchored.at < anchorEveryMs) return ok(undefined);
        const record = encodeHead({ crypto, headMacKey: vault.headMacKey }, headOf(crypto, frontier));
        const written = await vault.writeAnchor(record);
        if (!written.ok) return written;
        anchored = { size, at: clock.elapsed() };
        return ok(undefined);
      }),
    verify: () => {
      const recomputed = attemptStorage(() => watched(() => recompute(database, crypto, frontier.size)));
      if (!recomputed.ok)
        return fail(problem('journal_damaged', { detail: recomputed.problem.detail ?? '' }));
      const head = headFile.read();
      if (!head.ok) return head;
      const root = toHex(rootOf(crypto, recomputed.value));
      const expected = headOf(crypto, frontier);
      const recorded = typeof head.value === 'string' ? undefined : head.value;
      const sound =
        recomputed.value.size === expected.size &&
        root === expected.root &&
        recorded?.size === expected.size &&
        recorded.root === expected.root;
      if (sound) return ok(undefined);
      markSuspect();
      const counts = { entries: expected.size, verified: recomputed.value.size };
      return fail(problem('journal_damaged', { detail: 'tree', counts }));
    },
    close: () => {
      const flushed = attemptStorage(() => watched(() => database.checkpoint()));
      // What the checkpoint could not write back stays in the log, and the next opening finds it there.
      if (!flushed.ok) ports.log('journal.checkpoint-failed');
      const closed = attemptStorage(() => database.close());
      if (!closed.ok) ports.log('journal.close-failed');
    },
  };
}
