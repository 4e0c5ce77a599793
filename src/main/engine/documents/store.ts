import { toHex, type Bytes } from '../../../shared/bytes.ts';
import type { IpcProblem } from '../../../shared/ipc/problem.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Database, Ports } from '../ports.ts';
import { attemptStorage, storageProblem } from '../storage-problem.ts';
import { hashOf } from './hash.ts';
import { openSegments, sealSegments } from './segments.ts';
import {
  deleteSealed,
  findSealed,
  insertSealed,
  isSealed,
  leastRecentlyUsed,
  markUsed,
  sealedBytes,
  sealedFiles,
} from './table.ts';

export const folder = 'documents';

/** Sealed copies by hash: one file each under a random name, its random key in the cache's database. */
export interface SealedStore {
  /** False also when that can't be told. */
  has(sha256: string): boolean;
  /** The plain bytes, proven to have this hash; `absent` also for a copy that was found damaged and thrown away. */
  open(sha256: string): Promise<Result<Bytes | 'absent', IpcProblem>>;
  /** Seals bytes that have been verified, and makes room for them; `no room` when what is pinned leaves too little. */
  put(sha256: string, bytes: Uint8Array): Promise<Result<'kept' | 'no room', IpcProblem>>;
  pin(sha256: ReadonlySet<string>): void;
  /** Deletes files that no key opens any more: of a rebuilt cache, or of a copy that a kill cut short. */
  sweep(): Result<number, IpcProblem>;
}

export interface SealedStoreOptions {
  readonly ports: Pick<Ports, 'clock' | 'crypto' | 'files' | 'log' | 'random' | 'timers'>;
  readonly database: Database;
  readonly maxBytes: () => number;
}

export function createSealedStore({ ports, database, maxBytes }: SealedStoreOptions): SealedStore {
  const { clock, crypto, files, log, random } = ports;
  let pinned: ReadonlySet<string> = new Set();
  /** Bytes of copies that are being sealed and written, which the table does not know yet. */
  let arriving = 0;

  const forget = (sha256: string, file: string): Result<void, IpcProblem> => {
    // The key first: a kill in between leaves a file that nothing opens, which the next start sweeps.
    const deleted = attemptStorage(() => deleteSealed(database, sha256));
    if (!deleted.ok) return deleted;
    const removed = files.remove(`${folder}/${file}`);
    return removed.ok ? removed : fail(storageProblem(removed.problem));
  };

  const makeRoom = (coming: number): Result<'room' | 'no room', IpcProblem> => {
    const surplus = attemptStorage(() => {
      let excess = sealedBytes(database) + arriving + coming - maxBytes();
      const leaving: { sha256: string; file: string }[] = [];
      if (excess <= 0) return leaving;
      for (const row of leastRecentlyUsed(database)) {
        const sha256 = String(row['sha256']);
        if (pinned.has(sha256)) continue;
        leaving.push({ sha256, file: String(row['file']) });
        excess -= Number(row['size']);
        if (excess <= 0) return leaving;
      }
      // Nothing leaves for what would not fit all the same.
      return undefined;
    });
    if (!surplus.ok) return surplus;
    if (!surplus.value) return ok('no room');
    for (const { sha256, file } of surplus.value) {
      const forgotten = forget(sha256, file);
      if (!forgotten.ok) return forgotten;
    }
    return ok('room');
  };

  const write = async (sha256: string, bytes: Uint8Array): Promise<Result<'kept', IpcProblem>> => {
    const key = random.bytes(32);
    const file = toHex(random.bytes(16));
    const sealed = await sealSegments({ crypto, timers: ports.timers }, key, sha256, bytes);
    const written = await files.replaceQuickly(`${folder}/${file}`, sealed);
    if (!written.ok) return fail(storageProblem(written.problem));
    const row = { sha256, file, key, size: bytes.length };
    const inserted = attemptStorage(() => insertSealed(database, row, clock.now()));
    return inserted.ok ? ok('kept') : inserted;
  };

  return {
    has: sha256 => {
      const found = attemptStorage(() => isSealed(database, sha256));
      return found.ok && found.value;
    },
    open: async sha256 => {
      const found = attemptStorage(() => findSealed(database, sha256));
      if (!found.ok) return found;
      if (!found.value) return ok('absent');
      const { file, key } = found.value;
      const sealed = await files.readSlowly(`${folder}/${file}`);
      if (!sealed.ok && sealed.problem.kind !== 'missing') return fail(storageProblem(sealed.problem));
      const plain = sealed.ok ? await openSegments(ports, key, sha256, sealed.value) : undefined;
      if (plain && (await hashOf(ports, plain)) === sha256) {
        // On a full disk only the order of eviction is older than it could be.
        const marked = attemptStorage(() => markUsed(database, sha256, clock.now()));
        if (!marked.ok) log('documents.not_marked', { problem: marked.problem.kind });
        return ok(plain);
      }
      log('documents.copy_damaged', { missing: !sealed.ok });
      const forgotten = forget(sha256, file);
      return forgotten.ok ? ok('absent') : forgotten;
    },
    put: async (sha256, bytes) => {
      const already = attemptStorage(() => isSealed(database, sha256));
      if (!already.ok || already.value) return already.ok ? ok('kept') : already;
      const room = makeRoom(bytes.length);
      if (!room.ok || room.value === 'no room') return room.ok ? ok('no room') : room;
      arriving += bytes.length;
      try {
        return await write(sha256, bytes);
      } finally {
        arriving -= bytes.length;
      }
    },
    pin: hashes => {
      pinned = hashes;
    },
    sweep: () =>
      attemptStorage(() => {
        const kept = sealedFiles(database);
        const orphans = files.list(folder).filter(file => !kept.has(file));
        // One that can't be removed now is found again at the next start.
        return orphans.filter(file => files.remove(`${folder}/${file}`).ok).length;
      }),
  };
}
