import { alike, heard, type Heard } from './similar.ts';

/** Words of a list, found by what sounds or looks like them. */
export interface Vocabulary {
  /** The number of a word, a new one if need be. */
  readonly add: (word: string) => number;
  /** The words like this one, by number, each with how alike it is. */
  readonly like: (word: string) => ReadonlyMap<number, number>;
  /** The word of a number. */
  readonly word: (number: number) => string;
}

/** One letter left out somewhere in the beginning: two words a letter apart share one of these, or one is the other's. */
const keyLength = 8;
function keysOf(word: string): readonly string[] {
  const start = word.slice(0, keyLength);
  if (start.length < 4) return [`=${word}`];
  return [start, ...[...start].map((_, place) => start.slice(0, place) + start.slice(place + 1))];
}

export function vocabulary(): Vocabulary {
  const words: Heard[] = [];
  const numbers = new Map<string, number>();
  const places = new Map<string, number[]>();
  const initials = new Map<string, number[]>();
  const put = (map: Map<string, number[]>, key: string, number: number): void => {
    const there = map.get(key);
    if (there) there.push(number);
    else map.set(key, [number]);
  };
  const marks = ({ word, sound, bones }: Heard): ReadonlySet<string> =>
    new Set([...keysOf(word), `~${sound}`, ...(bones.length >= 3 ? [`-${bones}`] : [])]);
  return {
    add: word => {
      const known = numbers.get(word);
      if (known !== undefined) return known;
      const one = heard(word);
      const number = words.push(one) - 1;
      numbers.set(word, number);
      for (const mark of marks(one)) put(places, mark, number);
      if (word.length === 1) put(initials, word, number);
      return number;
    },
    word: number => words[number]?.word ?? '',
    like: word => {
      const found = new Map<number, number>();
      const asked = heard(word);
      const weigh = (number: number): void => {
        if (found.has(number)) return;
        const listed = words[number];
        const degree = listed ? alike(asked, listed) : 0;
        if (degree > 0) found.set(number, degree);
      };
      if (word.length === 1) return found;
      for (const mark of marks(asked)) for (const number of places.get(mark) ?? []) weigh(number);
      for (const number of initials.get(word[0] ?? '') ?? []) weigh(number);
      return found;
    },
  };
}
