import type { ListEntry } from './list.ts';
import { vocabulary } from './vocabulary.ts';
import { wordings, type Kind } from './words.ts';

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
const leastLikeness = 0.75;

interface ListedName {
  readonly entry: ListEntry;
  readonly words: readonly number[];
}

/** Pairs words of two names, the most alike first, each word once; the sum of the pairs' degrees. */
function pairUp(asked: readonly ReadonlyMap<number, number>[], listed: readonly number[]): number {
  const pairs = asked.flatMap((like, one) =>
    listed.flatMap((word, other) => {
      const degree = like.get(word);
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

/** How alike two names are: the shorter one must be found; words that only the longer has (a patronymic) cost little. */
function likenessOf(sum: number, asked: number, listed: number): number {
  const [shorter, longer] = [Math.min(asked, listed), Math.max(asked, listed)];
  // A single word is no full name: it only matches one that is as short.
  if (shorter === 1 && longer > 1) return 0;
  return sum / (shorter + 0.12 * (longer - shorter));
}

/** An index of listed names in memory: what can be like a name is found through its words, not by going through the list. */
export function nameIndex(): NameIndex {
  const words = vocabulary();
  const names: ListedName[] = [];
  const namesWith = new Map<number, number[]>();
  let size = 0;
  return {
    get size() {
      return size;
    },
    add: entry => {
      size += 1;
      for (const name of [entry.name, ...entry.aliases]) {
        for (const wording of wordings(name, entry.kind)) {
          const listed = { entry, words: [...new Set(wording)].map(words.add) };
          const place = names.push(listed) - 1;
          for (const word of listed.words) {
            const there = namesWith.get(word);
            if (there) there.push(place);
            else namesWith.set(word, [place]);
          }
        }
      }
    },
    find: (name, kind) => {
      const best = new Map<ListEntry, number>();
      const likeWords = new Map<string, ReadonlyMap<number, number>>();
      const like = (word: string): ReadonlyMap<number, number> => {
        const known = likeWords.get(word) ?? words.like(word);
        likeWords.set(word, known);
        return known;
      };
      for (const wording of wordings(name, kind)) {
        const asked = [...new Set(wording)].map(like);
        const seen = new Map<number, number>();
        for (const one of asked) {
          const places = new Set<number>();
          for (const word of one.keys()) for (const place of namesWith.get(word) ?? []) places.add(place);
          for (const place of places) seen.set(place, (seen.get(place) ?? 0) + 1);
        }
        for (const [place, found] of seen) {
          const listed = names[place];
          if (!listed || listed.entry.kind !== kind) continue;
          // Not enough words are alike for the least likeness: no need to pair them.
          if (found < Math.min(asked.length, listed.words.length) * leastLikeness) continue;
          const likeness = likenessOf(pairUp(asked, listed.words), asked.length, listed.words.length);
          if (likeness >= leastLikeness && likeness > (best.get(listed.entry) ?? 0)) {
            best.set(listed.entry, Math.min(1, likeness));
          }
        }
      }
      return [...best].map(([entry, likeness]) => ({ entry, likeness }));
    },
  };
}
