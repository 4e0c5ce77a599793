import { isDeepStrictEqual } from 'node:util';
import { saidBesideHits, type Customer, type ScreeningHit } from '../../../shared/domain/index.ts';
import type { Fact } from '../../customers/index.ts';

/** Each hit that is new, gone or says something else. */
function hitFacts(before: readonly ScreeningHit[], after: readonly ScreeningHit[]): readonly Fact[] {
  const [known, now] = [before, after].map(hits => new Map(hits.map(hit => [hit.id, hit])));
  const ids = new Set([...before, ...after].map(({ id }) => id));
  return [...ids].filter(id => !isDeepStrictEqual(known?.get(id), now?.get(id))).map(id => `hit:${id}`);
}

type Screened = Pick<Customer, 'screening' | 'providers'>;

/** The guarded facts in which a case differs in what its screening says: hit by hit, and whatever else it has against it. */
export const screeningFacts = (before: Screened, after: Screened): readonly Fact[] => [
  ...hitFacts(before.screening.hits, after.screening.hits),
  ...(saidBesideHits(before) === saidBesideHits(after) ? [] : ['screening']),
];
