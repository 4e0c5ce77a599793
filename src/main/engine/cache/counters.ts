import type { Database } from '../ports.ts';
import { integer, text } from './columns.ts';

type Dimension = 'all' | 'status' | 'level' | 'country';

/** What of a case is counted. */
export interface Counted {
  readonly status: string;
  readonly levelId: string;
  readonly country: string | null;
}

/** Gathers the differences of one transaction, so that a page of the feed costs one write per counter. */
export function createTally() {
  const differences = new Map<string, { dimension: Dimension; value: string; by: number }>();
  const bump = (dimension: Dimension, value: string, by: number): void => {
    const key = `${dimension} ${value}`;
    const known = differences.get(key);
    if (known) known.by += by;
    else differences.set(key, { dimension, value, by });
  };
  return {
    count(customer: Counted, by: 1 | -1): void {
      bump('all', '', by);
      bump('status', customer.status, by);
      bump('level', customer.levelId, by);
      if (customer.country !== null) bump('country', customer.country, by);
    },
    write(database: Database): void {
      const add = database.prepare(
        `INSERT INTO counter (dimension, value, count) VALUES (?, ?, ?)
         ON CONFLICT (dimension, value) DO UPDATE SET count = count + excluded.count`,
      );
      for (const { dimension, value, by } of differences.values()) {
        if (by !== 0) add.run(dimension, value, by);
      }
    },
  };
}
export type Tally = ReturnType<typeof createTally>;

/** Counts of one dimension by value, without those at zero. */
export const countsOf = (database: Database, dimension: Dimension): ReadonlyMap<string, number> =>
  new Map(
    database
      .prepare('SELECT value, count FROM counter WHERE dimension = ? AND count > 0 ORDER BY value')
      .all(dimension)
      .map(row => [text(row, 'value'), integer(row, 'count')]),
  );
