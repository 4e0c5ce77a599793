import type { Random } from '../random.ts';

const day = 86_400_000;
const dateAt = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);

/** When a photo ID was issued and until when it is valid; ISO 8601 dates. */
export interface Validity {
  readonly issuedOn: string;
  readonly expiresOn: string;
}

/** Valid for ten years; an expired one ended between a month and two years before `now`, others have a year or more left. */
export function validityOf(random: Random, now: number, expired: boolean): Validity {
  const end = expired ? now - random.int(30, 720) * day : now + random.int(366, 3300) * day;
  return { issuedOn: dateAt(end - 3652 * day), expiresOn: dateAt(end) };
}

/** The day so many days before `now`. */
export const daysBefore = (now: number, days: number): string => dateAt(now - days * day);
