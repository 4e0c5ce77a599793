import { createHash } from 'node:crypto';
import type { ListEntry } from '../screening/index.ts';

/** What names an entry over all versions of a watchlist. */
export const keyOf = (list: string, entryId: string): string => JSON.stringify([list, entryId]);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Everything that a match with the entry depends on. */
const saidBy = ({ kind, name, aliases, datesOfBirth, countries }: ListEntry): string =>
  JSON.stringify([kind, name, aliases, datesOfBirth, countries]);

/** What each entry says, as a hash, by its key; rows of the same list and id count as one entry, in whatever order. */
export function hashesOf(entries: readonly ListEntry[]): ReadonlyMap<string, string> {
  const rows = Map.groupBy(entries, ({ list, id }) => keyOf(list, id));
  return new Map(
    [...rows].map(([key, all]) => [
      key,
      all
        .map(saidBy)
        .toSorted()
        .reduce((hash, said) => sha256(`${hash}${said}`), ''),
    ]),
  );
}

/** Names what a watchlist says, whatever the order of its rows. */
export const digestOf = (hashes: ReadonlyMap<string, string>): string =>
  sha256(JSON.stringify([...hashes].toSorted(([a], [b]) => (a < b ? -1 : 1))));
