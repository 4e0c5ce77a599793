import {
  putAside,
  watchlistMatch,
  type Customer,
  type ScreeningHit,
} from '../../../../shared/domain/index.ts';

/** What the screening said beside its hits. */
export interface Screened {
  /** Whether it ended and has nothing to say: only then is there no match. */
  readonly isClear: boolean;
  /** Whether it alarms for its hits and has nothing else against the customer: once they are not this person, nothing is left. */
  readonly alarmsForHits: boolean;
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
    alarmsForHits:
      check?.state === 'alert' &&
      check.findings.every(({ code }) => code === watchlistMatch || code === putAside),
    finishedAt: isMade ? (check.finishedAt ?? undefined) : undefined,
    // The hits say it one by one.
    remarks: (check?.findings ?? [])
      .filter(({ code }) => code !== watchlistMatch)
      .map(({ message }) => message),
  };
}

/** What it came to; a hit that is not this person is no match. One that is not made, or was given up, may have hits: of before, or of a list that came since. */
export function screeningTitle(
  hits: readonly Pick<ScreeningHit, 'resolution'>[],
  { isClear, alarmsForHits, finishedAt }: Omit<Screened, 'remarks'>,
): string {
  const isMade = finishedAt !== undefined;
  const open = hits.filter(({ resolution }) => resolution !== 'falsePositive').length;
  if (open > 0) {
    const some = open === 1 ? '1 possible match' : `${open} possible matches`;
    return isMade ? some : `${some} so far`;
  }
  if (isClear && hits.length === 0) return 'No match on any watchlist';
  if (isClear || (alarmsForHits && hits.length > 0)) return 'No match left open';
  return isMade ? 'No match, with something left open' : 'Not screened';
}
