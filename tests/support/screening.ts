import type { ProviderInput } from '../../src/backend/providers/index.ts';
import { screeningProvider, type Watchlist } from '../../src/backend/providers/screening/index.ts';

export interface Asked {
  readonly name: string;
  readonly dateOfBirth?: string;
  readonly country?: string;
}

/** A field as it stands in a case: a value, and nothing read from a document. */
export const value = (text: string | undefined) => ({ value: text ?? null, extracted: [] });
/** All that the screening looks at of a person's case. */
export const person = ({ name, dateOfBirth, country }: Asked) => ({
  id: 'somebody',
  kind: 'individual' as const,
  fields: { firstName: value(name), dateOfBirth: value(dateOfBirth), nationality: value(country) },
  screening: { hits: [] },
  providers: [],
});
/** The same of a company's. */
export const company = (name: string, country?: string) => ({
  id: 'something',
  kind: 'business' as const,
  fields: { legalName: value(name), incorporationCountry: value(country) },
  beneficialOwners: [],
  screening: { hits: [] },
});
/** What the check says: all that it looks at of a case is given. */
export const outcomeOn = (subject: object, list: Watchlist, signal = new AbortController().signal) =>
  screeningProvider(async () => list).run({ customer: subject } as unknown as ProviderInput, signal);
export const screen = async (subject: object, list: Watchlist) => (await outcomeOn(subject, list)).hits ?? [];
/** Those of whom something is so, one after the other. */
export async function those<T>(all: readonly T[], is: (one: T) => Promise<boolean>): Promise<readonly T[]> {
  const found: T[] = [];
  for (const one of all) if (await is(one)) found.push(one);
  return found;
}
