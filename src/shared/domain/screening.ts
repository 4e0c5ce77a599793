import type { Customer } from './customer.ts';

/** The finding that counts the hits of a screening: they say it one by one. */
export const watchlistMatch = 'compliance.watchlistMatch';
/** A remark of a screening: whose name is listed and who is no hit. */
export const putAside = 'screening.putAside';

/** What a screening has against a case beside its hits, as one text; one that is not made yet, or was given up, has nothing. */
export const saidBesideHits = ({ providers }: Pick<Customer, 'providers'>): string =>
  JSON.stringify(
    providers
      .filter(({ name, state }) => name === 'screening' && (state === 'alert' || state === 'rfi'))
      .flatMap(({ findings }) => findings)
      .filter(({ code }) => code !== watchlistMatch && code !== putAside)
      .map(({ code, count }) => JSON.stringify([code, count ?? null]))
      .toSorted(),
  );
