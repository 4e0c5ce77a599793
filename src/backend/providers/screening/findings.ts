import { putAside, watchlistMatch, type Customer, type ScreeningHit } from '../../../shared/domain/index.ts';
import type { Finding } from '../provider.ts';
import { isComparable } from './letters.ts';
import type { Matched } from './screening.ts';
import { subjectsOf, type Case } from './subjects.ts';
import { mostWords, soundsLikeCompany, wordsOf } from './words.ts';

/** So many hits that nobody has looked at are told: nobody looks at more, and thousands are too much for a case. */
export const mostHits = 100;

const manyCode = 'screening.manyMatches';

export function findingsOf(hits: readonly ScreeningHit[]): readonly Finding[] {
  const open = hits.filter(({ resolution }) => resolution !== 'falsePositive');
  if (open.length === 0) return [];
  const count = open.length === 1 ? '1 possible match' : `${open.length} possible matches`;
  const best = Math.max(...open.map(({ score }) => score));
  return [{ code: watchlistMatch, message: `${count} on a watchlist, the best with a score of ${best}.` }];
}

/** Names that were given of more words than are compared: what is left out could be the one that is listed. */
export const tooLong = (customer: Case): readonly Finding[] =>
  subjectsOf(customer).some(({ name, via }) => !via.includes('document') && wordsOf(name).length > mostWords)
    ? [
        {
          code: 'screening.longName',
          message: `A name has more than ${mostWords} words, of which the first were compared with the watchlist.`,
        },
      ]
    : [];

/** More than are told: those that are left out could be the ones that matter. */
export const tooMany = (more: number): readonly Finding[] =>
  more === 0
    ? []
    : [
        {
          code: manyCode,
          count: more,
          message: `At least ${more} more possible matches are not listed: the best ${mostHits} are.`,
        },
      ];

/** How many more were said to match; a finding that was stored without its number is as none, and stands until there is one. */
const moreSaid = (findings: readonly Finding[]): number =>
  findings.find(({ code }) => code === manyCode)?.count ?? 0;

/** Whether a screening was made that does not say that more match than are told. */
export const namesAll = ({ providers }: Pick<Customer, 'providers'>): boolean =>
  providers.some(
    ({ name, state, findings }) =>
      name === 'screening' && state !== 'error' && findings.every(({ code }) => code !== manyCode),
  );

/** Names in none of whose forms there are only letters that lists are compared in. */
export function notCompared(customer: Case): readonly Finding[] {
  const subjects = subjectsOf(customer);
  // Every owner is looked for as a company too, which may have digits in its words: that says nothing of a person.
  const counts = subjects.filter(
    ({ kind, via, name }) => kind === 'person' || !via.includes('owner') || soundsLikeCompany(name),
  );
  const compared = new Set(counts.filter(one => isComparable(one.name, one.kind)).map(one => one.of));
  return subjects.every(one => compared.has(one.of))
    ? []
    : [
        {
          code: 'screening.notCompared',
          message: 'A name is in letters that no watchlist is compared in; a person has to compare it.',
        },
      ];
}

/** So many are told: who shares a name with more of a list has a name that tells nothing. */
const mostTold = 5;

/** Whose name is that of somebody listed, and whose date of birth or country speaks against it. */
export const remarksOf = (
  strangers: readonly Pick<ScreeningHit, 'id' | 'name' | 'score'>[],
): readonly Finding[] =>
  strangers.slice(0, mostTold).map(({ id, name, score }) => ({
    code: putAside,
    hitId: id,
    message: `The name is that of ${name} on a watchlist; with another date of birth or country the score is ${score}, which is no match.`,
  }));

/** What a screening said, once entries that changed add hits: what they say nothing of stands. */
export function findingsWith(before: readonly Finding[], { hits, more }: Matched): readonly Finding[] {
  const ids = new Set<string | null | undefined>(hits.map(({ id }) => id));
  const now = [...findingsOf(hits), ...tooMany(Math.max(more, moreSaid(before)))];
  const stands = ({ code, hitId }: Finding): boolean =>
    code !== watchlistMatch &&
    now.every(one => one.code !== code) &&
    // Whose name was put aside and who is a hit now is no stranger any more.
    !(code === putAside && ids.has(hitId));
  return [...now, ...before.filter(stands)];
}
