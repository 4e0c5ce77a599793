import { isDeepStrictEqual } from 'node:util';
import type { ScreeningHit } from '../../../shared/domain/index.ts';
import type { Fact } from '../../customers/index.ts';

/** Whether a hit says what it said before, whatever people made of it. */
export const saysTheSame = (one: ScreeningHit | undefined, other: ScreeningHit): boolean =>
  one?.name === other.name &&
  one.listName === other.listName &&
  one.score === other.score &&
  isDeepStrictEqual(one.matched, other.matched);

/** The guarded facts in which the hits of a case differ: each hit that is new, gone or says something else. */
export function hitFacts(before: readonly ScreeningHit[], after: readonly ScreeningHit[]): readonly Fact[] {
  const [known, now] = [before, after].map(hits => new Map(hits.map(hit => [hit.id, hit])));
  const ids = new Set([...before, ...after].map(({ id }) => id));
  return [...ids].filter(id => !isDeepStrictEqual(known?.get(id), now?.get(id))).map(id => `hit:${id}`);
}
