import type { Customer } from '../../../../shared/domain/index.ts';

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
