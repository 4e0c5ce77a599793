import type { Cache } from './cache/index.ts';
import type { Journal, JournalEntry } from './journal/index.ts';
import type { Timers } from './ports.ts';

/** Entries a transaction. */
const chunk = 1000;

/**
 * Projects what the journal has and the cache has not. From the first entry when the cache has seen another journal
 * than this one: a longer one, or one that was found changed at opening.
 */
export async function bringUp(
  journal: Pick<Journal, 'findings' | 'head' | 'entriesAfter'>,
  cache: Pick<Cache, 'projectedSeq' | 'project' | 'forgetProjection'>,
  timers: Pick<Timers, 'yield'>,
): Promise<void> {
  if (journal.findings.length > 0 || cache.projectedSeq() > journal.head().size) cache.forgetProjection();
  let entries: JournalEntry[] = [];
  for (const entry of journal.entriesAfter(cache.projectedSeq())) {
    entries.push(entry);
    if (entries.length < chunk) continue;
    cache.project(entries);
    entries = [];
    await timers.yield();
  }
  if (entries.length > 0) cache.project(entries);
}
