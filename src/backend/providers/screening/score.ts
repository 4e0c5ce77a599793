import type { ListEntry } from './list.ts';

/** Who is looked for. */
export interface Subject {
  readonly name: string;
  readonly kind: 'person' | 'organisation';
  /** YYYY-MM-DD. */
  readonly dateOfBirth?: string | undefined;
  /** ISO 3166-1 alpha-3. */
  readonly countries: readonly string[];
}

export interface Scored {
  /** 0 to 100. */
  readonly score: number;
  /** What agrees: `name`, `dateOfBirth`, `country`. */
  readonly matched: readonly string[];
}

/** What the name alone can reach; the rest is for what supports it. */
const nameWeight = 85;

/** From here on it is a hit that a person looks at. */
export const leastScore = 70;

const birth = { same: 10, sameYear: 6, unknown: 0, other: -30 } as const;
const country = { same: 5, unknown: 0, other: -5 } as const;

function birthOf(listed: readonly string[], given: string | undefined): keyof typeof birth {
  if (given === undefined || listed.length === 0) return 'unknown';
  if (listed.includes(given)) return 'same';
  // Lists are often a year off, or hold the year alone.
  const year = Number(given.slice(0, 4));
  const near = listed.some(date =>
    date.length === 4 ? Math.abs(Number(date) - year) <= 1 : Number(date.slice(0, 4)) === year,
  );
  return near ? 'sameYear' : 'other';
}

function countryOf(listed: readonly string[], given: readonly string[]): keyof typeof country {
  if (listed.length === 0 || given.length === 0) return 'unknown';
  return given.some(code => listed.includes(code)) ? 'same' : 'other';
}

/** How likely the listed one is who was looked for: the name first, date of birth and country for it or against it. */
export function scoreOf(entry: ListEntry, likeness: number, subject: Subject): Scored {
  const born = birthOf(entry.datesOfBirth, subject.dateOfBirth);
  const from = countryOf(entry.countries, subject.countries);
  const score = Math.round(nameWeight * likeness + birth[born] + country[from]);
  return {
    score: Math.max(0, Math.min(100, score)),
    matched: [
      'name',
      ...(born === 'same' || born === 'sameYear' ? ['dateOfBirth'] : []),
      ...(from === 'same' ? ['country'] : []),
    ],
  };
}
