import type { ListEntry } from './list.ts';

/** Who is looked for. */
export interface Subject {
  readonly name: string;
  readonly kind: 'person' | 'organisation';
  /** YYYY-MM-DD. */
  readonly dateOfBirth?: string | undefined;
  /** Whether a document says that date too: what somebody typed alone does not clear a name. */
  readonly isBornSo?: boolean;
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

/** Another date that nobody but the customer says leaves a name that is the same a hit. */
const birth = { same: 10, near: 6, unknown: 0, otherSaid: -15, other: -30 } as const;
const country = { same: 5, unknown: 0, other: -5 } as const;

/** Another day of the same year, or the same day of the year before or after: lists are put together from hearsay and from other calendars. */
function isNear(listed: string, given: string): boolean {
  const [year = 0, month = 0, day = 0] = given.split('-').map(Number);
  const [otherYear = 0, otherMonth = 0, otherDay = 0] = listed.split('-').map(Number);
  if (listed.length === 4) return Math.abs(otherYear - year) <= 1;
  if (otherYear === year) return true;
  return Math.abs(otherYear - year) === 1 && otherMonth === month && otherDay === day;
}

function birthOf(listed: readonly string[], { dateOfBirth, isBornSo = false }: Subject): keyof typeof birth {
  if (dateOfBirth === undefined || listed.length === 0) return 'unknown';
  if (listed.includes(dateOfBirth)) return 'same';
  if (listed.some(date => isNear(date, dateOfBirth))) return 'near';
  return isBornSo ? 'other' : 'otherSaid';
}

function countryOf(listed: readonly string[], given: readonly string[]): keyof typeof country {
  if (listed.length === 0 || given.length === 0) return 'unknown';
  return given.some(code => listed.includes(code)) ? 'same' : 'other';
}

/** How likely the listed one is who was looked for: the name first, date of birth and country for it or against it. */
export function scoreOf(entry: ListEntry, likeness: number, subject: Subject): Scored {
  const born = birthOf(entry.datesOfBirth, subject);
  const from = countryOf(entry.countries, subject.countries);
  // Nor does another country beside that date: nobody is cleared by what was only typed.
  const besides = Math.max(birth[born] + country[from], born === 'otherSaid' ? birth.otherSaid : -Infinity);
  const score = Math.round(nameWeight * likeness + besides);
  return {
    score: Math.max(0, Math.min(100, score)),
    matched: [
      'name',
      ...(born === 'same' || born === 'near' ? ['dateOfBirth'] : []),
      ...(from === 'same' ? ['country'] : []),
    ],
  };
}
