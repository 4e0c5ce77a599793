import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { isSameHit, type Customer, type ScreeningHit } from '../../../shared/domain/index.ts';
import type { Provider } from '../provider.ts';
import { findingsOf, mostHits, namesAll, notCompared, remarksOf, tooLong, tooMany } from './findings.ts';
import { nameIndex, type NameIndex } from './index-of-names.ts';
import { readWatchlist, type ListEntry } from './list.ts';
import { leastScore, scoreOf } from './score.ts';
import { sameName, subjectsOf, type Case } from './subjects.ts';

/** A watchlist in memory. */
export interface Watchlist {
  readonly index: NameIndex;
  readonly lists: ReadonlySet<string>;
  readonly entries: readonly ListEntry[];
}

/** The small invented list that is shipped. */
export const shippedWatchlist = new URL('watchlist.csv', import.meta.url);

/** Reads a watchlist into memory; throws with a sentence for the operator. */
export async function loadWatchlist(path: string | URL): Promise<Watchlist> {
  const index = nameIndex();
  const lists = new Set<string>();
  const entries: ListEntry[] = [];
  for await (const entry of readWatchlist(path)) {
    index.add(entry);
    lists.add(entry.list);
    entries.push(entry);
  }
  return { index, lists, entries };
}

/** The same entry on the same subject is the same hit, however often it is found. */
const hitId = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);

/** The hits that a case is given. */
interface Told {
  readonly hits: readonly ScreeningHit[];
  /** How many more there were than are told. */
  readonly more: number;
}

/** The hits that a case is given once entries of a list have changed. */
export interface Matched extends Told {
  /** Those of them that are new or say something else. */
  readonly fresh: readonly ScreeningHit[];
}

interface Found {
  /** All of them, the best first. */
  readonly hits: readonly ScreeningHit[];
  /** Whose name is that of somebody listed, and whose date of birth or country speaks against it. */
  readonly putAside: readonly ScreeningHit[];
}

const saidBy = ({ name, matched }: ScreeningHit): string => JSON.stringify([name, matched]);

/**
 * Whether a hit is told instead of another on the same entry: the better one; of equals the one that the case has, which
 * people may have marked, else the same in whatever order rows come.
 */
function isToldBefore(
  one: ScreeningHit,
  other: ScreeningHit | undefined,
  known: ScreeningHit | undefined,
): boolean {
  if (other === undefined || one.score > other.score) return true;
  if (one.score < other.score || isSameHit(known, other)) return false;
  return isSameHit(known, one) || saidBy(one) < saidBy(other);
}

/** Everybody of a case one after the other: between two of them somebody else may have a turn. */
function* search(customer: Case, index: NameIndex): Generator<undefined, Found> {
  const hits = new Map<string, ScreeningHit>();
  const putAside = new Map<string, ScreeningHit>();
  const known = hitsById(customer);
  for (const subject of subjectsOf(customer)) {
    const own = new Map<string, ScreeningHit>();
    for (const { entry, likeness } of index.find(subject.name, subject.kind)) {
      if (likeness < (subject.least ?? 0)) continue;
      const { score, matched } = scoreOf(entry, likeness, subject);
      const id = hitId(customer.id, subject.key, entry.list, entry.id);
      const hit = {
        id,
        listName: entry.list,
        name: entry.name,
        score,
        matched: [...subject.via, ...matched],
      };
      if (score >= leastScore && isToldBefore(hit, own.get(id), known.get(id))) own.set(id, hit);
      else if (score < leastScore && likeness >= sameName) putAside.set(id, hit);
    }
    // Of equals under several names the one that the case has, else that of the subject that was met first.
    for (const [id, hit] of own) {
      const other = hits.get(id)?.score ?? 0;
      if (hit.score > other || (hit.score === other && isSameHit(known.get(id), hit))) hits.set(id, hit);
    }
    yield;
  }
  for (const id of hits.keys()) putAside.delete(id);
  return { hits: bestFirst([...hits.values()]), putAside: [...putAside.values()] };
}

/** With turns for whoever else waits for this process: a business may have hundreds of owners. */
async function foundInTurns(customer: Case, index: NameIndex, signal: AbortSignal): Promise<Found> {
  const steps = search(customer, index);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await setImmediate();
    signal.throwIfAborted();
  }
}

const bestFirst = (hits: readonly ScreeningHit[]): readonly ScreeningHit[] =>
  hits.toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));

/** The best of these, and those that people looked at before or that are of other lists, however many are better. */
function told(
  hits: readonly ScreeningHit[],
  before: ReadonlyMap<string, ScreeningHit>,
  lists: ReadonlySet<string>,
): Told {
  const stays = ({ id, listName }: ScreeningHit): boolean =>
    before.get(id)?.resolution != null || !lists.has(listName);
  const best = new Set(hits.filter(hit => !stays(hit)).slice(0, mostHits));
  const listed = hits.filter(hit => stays(hit) || best.has(hit));
  return { hits: listed, more: hits.length - listed.length };
}

const hitsById = ({ screening }: Case): ReadonlyMap<string, ScreeningHit> =>
  new Map(screening.hits.map(hit => [hit.id, hit]));

/**
 * A hit keeps what people made of it as long as it says the same, and stays with that where it is found no more: who was
 * confirmed is cleared by no other spelling. Hits of lists that are not searched here stay.
 */
function keepResolutions(found: readonly ScreeningHit[], customer: Case, { lists }: Watchlist): Told {
  const known = hitsById(customer);
  const again = new Set(found.map(({ id }) => id));
  const others = customer.screening.hits.filter(
    ({ id, listName, resolution }) => !lists.has(listName) || (resolution != null && !again.has(id)),
  );
  const { hits, more } = told(found, known, lists);
  const kept = hits.map(hit => {
    const before = known.get(hit.id);
    return before && isSameHit(before, hit) ? before : hit;
  });
  return { hits: [...others, ...kept.filter(({ id }) => !others.some(other => other.id === id))], more };
}

/**
 * The hits of a case with those that entries in this index add or change; undefined where none of these is told, and that
 * there are more was: of what is left out nothing is kept, and it would be found anew each time. Hits of lists that are not
 * searched here stay.
 */
export async function hitsWith(
  customer: Case & Pick<Customer, 'providers'>,
  { index, lists }: Pick<Watchlist, 'index' | 'lists'>,
  signal: AbortSignal,
): Promise<Matched | undefined> {
  const known = hitsById(customer);
  const found = await foundInTurns(customer, index, signal);
  const changed = found.hits.filter(hit => !isSameHit(known.get(hit.id), hit));
  const ids = new Set(changed.map(({ id }) => id));
  const kept = customer.screening.hits.filter(({ id }) => !ids.has(id));
  const { hits, more } = told(bestFirst([...kept, ...changed]), known, lists);
  const fresh = hits.filter(({ id }) => ids.has(id));
  const isNews = fresh.length > 0 || (changed.length > 0 && namesAll(customer));
  return isNews ? { hits, more, fresh } : undefined;
}

/** The check against a watchlist that is read once, when it is first needed or before. */
export const screeningProvider = (watchlist: () => Promise<Watchlist>): Provider => ({
  name: 'screening',
  // Whether a date of birth is more than something typed is known by what was read.
  needs: ['extraction'],
  run: async ({ customer }, signal) => {
    const list = await watchlist();
    const found = await foundInTurns(customer, list.index, signal);
    const { hits, more } = keepResolutions(found.hits, customer, list);
    const alerts = [...findingsOf(hits), ...tooLong(customer), ...tooMany(more)];
    const open = notCompared(customer);
    const remarks = remarksOf(found.putAside);
    const state = alerts.length > 0 ? 'alert' : open.length > 0 ? 'rfi' : 'clear';
    return { state, findings: [...alerts, ...open, ...remarks], hits };
  },
});
