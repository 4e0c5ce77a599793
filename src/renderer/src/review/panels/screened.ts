import type { Customer } from '../../../../shared/domain/index.ts';

/** What the screening said beside its hits. */
export interface Screened {
  /** Whether it ended and has nothing to say: only then is there no match. */
  readonly isClear: boolean;
  readonly finishedAt: string | undefined;
  /** Names that were not compared, of people put aside, that it could not be made: sentences for analysts. */
  readonly remarks: readonly string[];
}

export function screenedOf({ providers }: Pick<Customer, 'providers'>): Screened {
  const check = providers.find(({ name }) => name === 'screening');
  return {
    isClear: check?.state === 'clear',
    finishedAt: check?.finishedAt ?? undefined,
    // The hits say it one by one.
    remarks: (check?.findings ?? [])
      .filter(({ code }) => code !== 'compliance.watchlistMatch')
      .map(({ message }) => message),
  };
}
