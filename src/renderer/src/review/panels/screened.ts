import type { Customer, ScreeningHit } from '../../../../shared/domain/index.ts';

/** What the screening said beside its hits. */
export interface Screened {
  /** Whether it ended and has nothing to say: only then is there no match. */
  readonly isClear: boolean;
  /** When it ended; undefined while it is not made, and where it was given up. */
  readonly finishedAt: string | undefined;
  /** Names that were not compared, of people put aside, that it could not be made: sentences for analysts. */
  readonly remarks: readonly string[];
}

export function screenedOf({ providers }: Pick<Customer, 'providers'>): Screened {
  const check = providers.find(({ name }) => name === 'screening');
  const isMade = check !== undefined && check.state !== 'pending' && check.state !== 'error';
  return {
    isClear: check?.state === 'clear',
    finishedAt: isMade ? (check.finishedAt ?? undefined) : undefined,
    // The hits say it one by one.
    remarks: (check?.findings ?? [])
      .filter(({ code }) => code !== 'compliance.watchlistMatch')
      .map(({ message }) => message),
  };
}

/** What it came to; a hit that is not this person is no match. One that is not made, or was given up, may have hits: of before, or of a list that came since. */
export function screeningTitle(
  hits: readonly Pick<ScreeningHit, 'resolution'>[],
  { isClear, finishedAt }: Pick<Screened, 'isClear' | 'finishedAt'>,
): string {
  const isMade = finishedAt !== undefined;
  const open = hits.filter(({ resolution }) => resolution !== 'falsePositive').length;
  if (open > 0) {
    const some = open === 1 ? '1 possible match' : `${open} possible matches`;
    return isMade ? some : `${some} so far`;
  }
  if (isClear) return hits.length === 0 ? 'No match on any watchlist' : 'No match left open';
  return isMade ? 'No match, with something left open' : 'Not screened';
}
