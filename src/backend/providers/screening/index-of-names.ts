import { namesAlone } from './companies.ts';
import type { ListEntry } from './list.ts';
import { vocabulary } from './vocabulary.ts';
import { wordings, wordsOf, type Kind } from './words.ts';

/** An entry whose name is like the one looked for. */
export interface NameMatch {
  readonly entry: ListEntry;
  /** 0 to 1. */
  readonly likeness: number;
}

export interface NameIndex {
  readonly size: number;
  readonly add: (entry: ListEntry) => void;
  /** The entries of a kind whose name or alias is like this one, each once with its best likeness. */
  readonly find: (name: string, kind: Kind) => readonly NameMatch[];
}

/** Less is no match, whatever else agrees. */
const leastLikeness = 0.68;

/** A letter with which a word begins says this much of it. */
const initialDegree = 0.6;

/** Companies that agree in their own words alone are so much less alike. */
const coreDegree = 0.9;

interface ListedName {
  readonly entry: ListEntry;
  readonly words: readonly number[];
  readonly isCore: boolean;
  /** A name of a single word, as it stands on the list. */
  readonly isSingle: boolean;
}

/** A word that is looked for: the listed words like it, or all that begin with it where it is an initial. */
interface Asked {
  readonly initial: string | undefined;
  readonly like: ReadonlyMap<number, number>;
}

/** Pairs words of two names, the most alike first, each word once; the sum of the pairs' degrees. */
function pairUp(
  asked: readonly Asked[],
  listed: readonly number[],
  word: (number: number) => string,
): number {
  const pairs = asked.flatMap(({ like, initial }, one) =>
    listed.flatMap((number, other) => {
      const begins = initial !== undefined && word(number).startsWith(initial);
      const degree = begins ? initialDegree : like.get(number);
      return degree === undefined ? [] : [{ one, other, degree }];
    }),
  );
  pairs.sort((a, b) => b.degree - a.degree);
  const [ones, others] = [new Set<number>(), new Set<number>()];
  let sum = 0;
  for (const { one, other, degree } of pairs) {
    if (ones.has(one) || others.has(other)) continue;
    ones.add(one);
    others.add(other);
    sum += degree;
  }
  return sum;
}

/**
 * Whether a single word may be looked for in a longer name. Of a person it is no full name, unless the list has no more;
 * companies are known by it (Rosneft, of Rosneft Oil), where it is not the word of a trade.
 */
function isEnough(word: string, { entry, isSingle }: ListedName, isListed: boolean): boolean {
  if (entry.kind === 'organisation') return namesAlone(word);
  return isListed && isSingle && word.length >= 5;
}

/** How alike two names are: the shorter one must be found; words that only the longer has (a patronymic) cost little. */
function likenessOf(sum: number, asked: number, listed: number): number {
  const [shorter, longer] = [Math.min(asked, listed), Math.max(asked, listed)];
  return sum / (shorter + 0.12 * (longer - shorter));
}

/** Counts how many of the words asked for each place of the index has; a word that is like several there counts once. */
function tally() {
  let counts = new Uint8Array(0);
  let lastWord = new Int32Array(0);
  let touched: number[] = [];
  let word = 0;
  return {
    begin: (size: number): void => {
      if (counts.length < size) {
        counts = new Uint8Array(size);
        lastWord = new Int32Array(size);
      }
      for (const place of touched) counts[place] = 0;
      touched = [];
    },
    nextWord: (): void => void (word += 1),
    see: (place: number): void => {
      if (lastWord[place] === word) return;
      lastWord[place] = word;
      if (counts[place] === 0) touched.push(place);
      counts[place] = (counts[place] ?? 0) + 1;
    },
    seen: (): readonly number[] => touched,
    at: (place: number): number => counts[place] ?? 0,
  };
}

/** An index of listed names in memory: what can be like a name is found through its words, not by going through the list. */
export function nameIndex(): NameIndex {
  const words = vocabulary();
  const names: ListedName[] = [];
  const namesWith = new Map<number, number[]>();
  const count = tally();
  let size = 0;
  return {
    get size() {
      return size;
    },
    add: entry => {
      size += 1;
      for (const name of [entry.name, ...entry.aliases]) {
        const isSingle = wordsOf(name).length === 1;
        for (const wording of wordings(name, entry.kind)) {
          const listed = { entry, words: wording.words.map(words.add), isCore: wording.isCore, isSingle };
          const place = names.push(listed) - 1;
          for (const word of new Set(listed.words)) {
            const there = namesWith.get(word);
            if (there) there.push(place);
            else namesWith.set(word, [place]);
          }
        }
      }
    },
    find: (name, kind) => {
      const best = new Map<ListEntry, number>();
      const known = new Map<string, Asked>();
      const ask = (word: string): Asked => {
        const one = known.get(word) ?? {
          initial: word.length === 1 ? word : undefined,
          like: words.like(word),
        };
        known.set(word, one);
        return one;
      };
      for (const { words: wording, isCore } of wordings(name, kind)) {
        const asked = wording.map(ask);
        const initials = asked.filter(({ initial }) => initial !== undefined).length;
        count.begin(names.length);
        for (const { like } of asked) {
          count.nextWord();
          for (const word of like.keys()) for (const place of namesWith.get(word) ?? []) count.see(place);
        }
        for (const place of count.seen()) {
          const found = count.at(place);
          const listed = names[place];
          if (!listed || listed.entry.kind !== kind) continue;
          // Not enough words are alike for the least likeness: no need to pair them.
          if (found + initials < Math.min(asked.length, listed.words.length) * leastLikeness) continue;
          const isListed = listed.words.length === 1;
          const [single] = isListed ? listed.words.map(words.word) : wording;
          if (
            asked.length !== listed.words.length &&
            (isListed || asked.length === 1) &&
            !isEnough(single ?? '', listed, isListed)
          )
            continue;
          const sum = pairUp(asked, listed.words, words.word);
          const degree = isCore || listed.isCore ? coreDegree : 1;
          const likeness = degree * likenessOf(sum, asked.length, listed.words.length);
          if (likeness >= leastLikeness && likeness > (best.get(listed.entry) ?? 0)) {
            best.set(listed.entry, Math.min(1, likeness));
          }
        }
      }
      return [...best].map(([entry, likeness]) => ({ entry, likeness }));
    },
  };
}
