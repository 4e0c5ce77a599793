import { createBackdrops } from '../src/backend/sample/draw/backdrops.ts';
import type { DrawnDocument } from '../src/backend/sample/draw/documents.ts';
import { drawIdCard } from '../src/backend/sample/draw/id-card.ts';
import { mrzHolderOf, type Identity } from '../src/backend/sample/draw/identity.ts';
import { drawPassport } from '../src/backend/sample/draw/passport.ts';
import { validityOf } from '../src/backend/sample/cases/issue.ts';
import { td1Lines, td3Lines } from '../src/backend/sample/mrz/index.ts';
import { countries, personOf } from '../src/backend/sample/people/index.ts';
import { randomOf } from '../src/backend/sample/random.ts';

export interface DrawnIdentity {
  readonly identity: Identity;
  readonly format: 'TD1' | 'TD3';
  /** The one with the zone first. */
  readonly documents: readonly DrawnDocument[];
  /** The lines of the zone as they were drawn, but for a falsified check digit. */
  readonly lines: readonly string[];
}

export interface Drawing {
  readonly seed: string;
  readonly index: number;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly expired?: boolean;
  readonly badCheckDigit?: boolean;
  readonly turned?: boolean;
  /** Radius in pixels. */
  readonly blur?: number;
}

const backdrops = createBackdrops();

/** Draws a passport, or every third time an identity card, of a person of each country in turn, and tells the truth about it. */
export function drawIdentity({ seed, index, now, ...how }: Drawing): DrawnIdentity {
  const country = countries[index % countries.length];
  if (!country) throw new Error('there are countries');
  const random = randomOf(seed, 'identity', index);
  const person = personOf(country, random, now, index < 60 ? index : undefined);
  const identity: Identity = {
    person,
    ...validityOf(random, now, how.expired ?? false),
    badCheckDigit: how.badCheckDigit ?? false,
    picture: {
      format: random.chance(0.12) ? 'png' : 'jpeg',
      turned: how.turned ?? false,
      blur: how.blur ?? 0,
    },
  };
  const holder = mrzHolderOf(identity);
  return index % 3 === 1
    ? {
        identity,
        format: 'TD1',
        documents: drawIdCard(identity, backdrops).toReversed(),
        lines: td1Lines(holder),
      }
    : { identity, format: 'TD3', documents: [drawPassport(identity, backdrops)], lines: td3Lines(holder) };
}
