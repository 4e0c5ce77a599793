import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { ScreeningHit } from '../../../shared/domain/index.ts';
import type { Finding, Provider } from '../provider.ts';
import { nameIndex, type NameIndex } from './index-of-names.ts';
import { isComparable } from './letters.ts';
import { readWatchlist, type ListEntry } from './list.ts';
import { leastScore, scoreOf, type Scored } from './score.ts';
import { sameName, subjectsOf, type Case } from './subjects.ts';
import { mostWords, wordsOf } from './words.ts';

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

interface Found {
  /** The best of them, so many as a person can look at. */
  readonly hits: readonly ScreeningHit[];
  /** How many more there were. */
  readonly more: number;
  /** Whose name is that of somebody listed, and whose date of birth or country speaks against it. */
  readonly putAside: readonly (Scored & { readonly name: string })[];
}

/** Nobody looks at more; and a case with thousands would be too much for whatever holds it. */
const mostHits = 100;

/** Everybody of a case one after the other: between two of them somebody else may have a turn. */
function* search(customer: Case, index: NameIndex): Generator<undefined, Found> {
  const hits = new Map<string, ScreeningHit>();
  const putAside = new Map<string, Found['putAside'][number]>();
  for (const subject of subjectsOf(customer)) {
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
      if (score >= leastScore && score > (hits.get(id)?.score ?? 0)) hits.set(id, hit);
      else if (score < leastScore && likeness >= sameName) putAside.set(id, hit);
    }
    yield;
  }
  for (const id of hits.keys()) putAside.delete(id);
  const best = bestFirst([...hits.values()]);
  return {
    hits: best.slice(0, mostHits),
    more: Math.max(0, best.length - mostHits),
    putAside: [...putAside.values()],
  };
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

const saysTheSame = (one: ScreeningHit | undefined, other: ScreeningHit): boolean =>
  one?.score === other.score && isDeepStrictEqual(one.matched, other.matched);

/** A hit keeps what people made of it as long as it says the same; hits of lists that are not searched here stay. */
function keepResolutions(
  hits: readonly ScreeningHit[],
  customer: Case,
  { lists }: Watchlist,
): readonly ScreeningHit[] {
  const known = new Map(customer.screening.hits.map(hit => [hit.id, hit]));
  const others = customer.screening.hits.filter(({ listName }) => !lists.has(listName));
  const kept = hits.map(hit => {
    const before = known.get(hit.id);
    return before && saysTheSame(before, hit) ? before : hit;
  });
  return [...others, ...kept.filter(({ id }) => !others.some(other => other.id === id))];
}

/** The hits of a case with those that entries in this index add or change; undefined where they do neither. */
export async function hitsWith(
  customer: Case,
  index: NameIndex,
  signal: AbortSignal,
): Promise<readonly ScreeningHit[] | undefined> {
  const known = new Map(customer.screening.hits.map(hit => [hit.id, hit]));
  const found = await foundInTurns(customer, index, signal);
  const fresh = found.hits.filter(hit => !saysTheSame(known.get(hit.id), hit));
  if (fresh.length === 0) return undefined;
  const kept = customer.screening.hits.filter(({ id }) => !fresh.some(hit => hit.id === id));
  return bestFirst([...kept, ...fresh]);
}

export function findingsOf(hits: readonly ScreeningHit[]): readonly Finding[] {
  const open = hits.filter(({ resolution }) => resolution !== 'falsePositive');
  if (open.length === 0) return [];
  const count = open.length === 1 ? '1 possible match' : `${open.length} possible matches`;
  const best = Math.max(...open.map(({ score }) => score));
  return [
    {
      code: 'compliance.watchlistMatch',
      message: `${count} on a watchlist, the best with a score of ${best}.`,
    },
  ];
}

/** Names that were given of more words than are compared: what is left out could be the one that is listed. */
const tooLong = (customer: Case): readonly Finding[] =>
  subjectsOf(customer).some(({ name, via }) => !via.includes('document') && wordsOf(name).length > mostWords)
    ? [
        {
          code: 'screening.longName',
          message: `A name has more than ${mostWords} words, of which the first were compared with the watchlist.`,
        },
      ]
    : [];

/** More than are told: those that are left out could be the ones that matter. */
const tooMany = ({ more }: Found): readonly Finding[] =>
  more === 0
    ? []
    : [
        {
          code: 'screening.manyMatches',
          message: `${more} more possible matches are not listed: the best ${mostHits} are.`,
        },
      ];

/** Names in none of whose forms there are only letters that lists are compared in. */
function notCompared(customer: Case): readonly Finding[] {
  const subjects = subjectsOf(customer);
  const compared = new Set(subjects.filter(one => isComparable(one.name, one.kind)).map(one => one.of));
  return subjects.every(one => compared.has(one.of))
    ? []
    : [
        {
          code: 'screening.notCompared',
          message: 'A name is in letters that no watchlist is compared in; a person has to compare it.',
        },
      ];
}

/** So many are told: who shares a name with more of a list has a name that tells nothing. */
const mostTold = 5;

const remarksOf = (putAside: Found['putAside']): readonly Finding[] =>
  putAside.slice(0, mostTold).map(({ name, score }) => ({
    code: 'screening.putAside',
    message: `The name is that of ${name} on a watchlist; with another date of birth or country the score is ${score}, which is no match.`,
  }));

/** The check against a watchlist that is read once, when it is first needed or before. */
export const screeningProvider = (watchlist: () => Promise<Watchlist>): Provider => ({
  name: 'screening',
  // Whether a date of birth is more than something typed is known by what was read.
  needs: ['extraction'],
  run: async ({ customer }, signal) => {
    const list = await watchlist();
    const found = await foundInTurns(customer, list.index, signal);
    const hits = keepResolutions(found.hits, customer, list);
    const alerts = [...findingsOf(hits), ...tooLong(customer), ...tooMany(found)];
    const open = notCompared(customer);
    const remarks = remarksOf(found.putAside);
    const state = alerts.length > 0 ? 'alert' : open.length > 0 ? 'rfi' : 'clear';
    return { state, findings: [...alerts, ...open, ...remarks], hits };
  },
});
