import type { ScreeningHit } from './customer.ts';

/** What a person makes of a hit. */
export type HitResolution = NonNullable<ScreeningHit['resolution']>;

/** The analyst's word for it. */
export const resolutionLabels = {
  falsePositive: 'Not this person',
  match: 'Match',
  inconclusive: 'Inconclusive',
} as const satisfies Record<HitResolution, string>;

/** How alike the names are, in whole percent; some lists give a share of one. */
export const similarityOf = ({ score }: Pick<ScreeningHit, 'score'>): number =>
  Math.round(score <= 1 ? score * 100 : score);

/** Whether a hit says of the same one the same as before, whatever people made of it. */
export const isSameHit = (one: ScreeningHit | undefined, other: ScreeningHit): boolean =>
  one?.id === other.id &&
  one.listName === other.listName &&
  one.name === other.name &&
  one.score === other.score &&
  JSON.stringify(one.matched) === JSON.stringify(other.matched);
