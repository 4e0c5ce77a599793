import type { IpcProblem } from '../../shared/ipc/problem.ts';
import { ok, type Result } from '../../shared/result.ts';
import { bringUp } from './bring-up.ts';
import { createCache, discardCache, openCache, type Cache } from './cache/index.ts';
import { createJournal, type Journal } from './journal/index.ts';
import { cacheIsTooOld, leashOf } from './lease.ts';
import { beginNewStream } from './new-stream.ts';
import { ageNotice, cacheNotice, deviceNotice, journalNotice, type Notice } from './notices.ts';
import { StorageError, type Ports } from './ports.ts';
import { attemptStorage, storageProblem } from './storage-problem.ts';
import type { OpenVault } from './vault/index.ts';

export interface Stores {
  readonly journal: Journal;
  readonly cache: Cache;
  readonly notices: readonly Notice[];
}

/**
 * Opens both databases of an open vault, the precious one first, and brings the cache up to the journal. A cache that
 * turns out damaged on the way is thrown away once, and one that is older than policy allows; the journal's own problems are the caller's to show.
 */
export async function openStores(ports: Ports, vault: OpenVault): Promise<Result<Stores, IpcProblem>> {
  const journal = await createJournal({ ports, vault });
  if (!journal.ok) return journal;
  const cache = await openProjectedCache(ports, vault, journal.value).catch((error: unknown) => {
    journal.value.close();
    throw error;
  });
  if (!cache.ok) {
    journal.value.close();
    return cache;
  }
  const findings = journal.value.findings.map(finding => journalNotice(ports.newId(), finding));
  const begun = attemptStorage(() => beginNewStream(journal.value, cache.value.cache, vault));
  const stream = begun.ok ? begun.value : begun;
  if (!stream.ok) {
    journal.value.close();
    cache.value.cache.close();
    return stream;
  }
  const anew = stream.value === undefined ? [] : [deviceNotice(ports.newId(), stream.value)];
  return ok({
    journal: journal.value,
    cache: cache.value.cache,
    notices: [...findings, ...anew, ...cache.value.notices],
  });
}

interface ProjectedCache {
  readonly cache: Cache;
  readonly notices: readonly Notice[];
}

async function openProjectedCache(
  ports: Ports,
  vault: OpenVault,
  journal: Journal,
): Promise<Result<ProjectedCache, IpcProblem>> {
  const notices: Notice[] = [];
  for (let tries = 1; ; tries += 1) {
    const opened = openCache({ databases: ports.databases, files: ports.files, key: vault.cacheKey });
    if (!opened.ok) return opened;
    const { database, rebuilt } = opened.value;
    if (rebuilt) notices.push(cacheNotice(ports.newId(), rebuilt));
    const cache = createCache({ database, clock: ports.clock, compression: ports.compression });
    try {
      await bringUp(journal, cache, ports.timers);
      if (!cacheIsTooOld(leashOf(cache, ports.clock.now()))) return ok({ cache, notices });
      database.close();
      const discarded = discardCache(ports.files);
      if (!discarded.ok) return discarded;
      notices.push(ageNotice(ports.newId()));
    } catch (error) {
      database.close();
      if (!(error instanceof StorageError)) throw error;
      const damaged = error.fault.kind === 'damaged' && tries === 1;
      if (!damaged) return { ok: false, problem: storageProblem(error.fault) };
      const discarded = discardCache(ports.files);
      if (!discarded.ok) return discarded;
      notices.push(cacheNotice(ports.newId(), 'damaged'));
    }
  }
}

/** What can't be checked is not known to be damaged. */
function isDamaged({ database }: Pick<Cache, 'database'>): boolean {
  const checked = attemptStorage(() => database.check('quick'));
  return checked.ok && checked.value.length > 0;
}

/** What becomes of the cache at closing: removed when it does not pass its check, or removed whatever it is. */
export type CacheFate = 'keep' | 'check' | 'discard';

/** Closes both, the journal with its anchor in the keychain. The journal is never touched. True: the cache is gone. */
export async function closeStores(
  ports: Ports,
  { journal, cache }: Stores,
  fate: CacheFate,
): Promise<boolean> {
  const anchored = await journal.anchor(true);
  if (!anchored.ok) ports.log('journal.unanchored', { problem: anchored.problem.kind });
  const discard = fate === 'discard' || (fate === 'check' && isDamaged(cache));
  for (const [store, close] of [
    ['journal', () => journal.close()],
    ['cache', () => cache.close()],
  ] as const) {
    try {
      close();
    } catch (error) {
      // Both files are safe as they are: what was acknowledged is in the write-ahead log.
      if (!(error instanceof StorageError)) throw error;
      ports.log('store.closed_hard', { fault: error.fault.kind, journal: store === 'journal' });
    }
  }
  if (!discard) return false;
  const discarded = discardCache(ports.files);
  if (!discarded.ok) ports.log('cache.kept', { problem: discarded.problem.kind });
  return discarded.ok;
}
