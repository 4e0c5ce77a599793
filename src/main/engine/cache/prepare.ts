import type { Change } from '../../../shared/api/changes.ts';
import type { Customer } from '../../../shared/domain/customer.ts';
import type { Level } from '../../../shared/domain/levels.ts';
import { indexText, type IndexText } from '../search/index.ts';
import type { Levels } from './levels.ts';
import { findable, summarise, type Summary } from './summary.ts';

/** A case of the feed with all that storing it takes computed, and nothing else of it held. */
export interface PreparedCase {
  readonly entity: 'customer';
  readonly op: 'prepared';
  readonly id: string;
  /** What it was measured against. */
  readonly level: Level | undefined;
  readonly summary: Summary;
  readonly text: IndexText;
  /** The JSON of the change, UTF-8. */
  readonly line: Uint8Array;
  readonly tags: readonly string[];
  readonly reviewedAt: string | undefined;
}

/** What a page of the feed brings: changes as they came, or cases prepared. */
export type Incoming = Change | PreparedCase;

/** Takes in the changes of one page in their order; `line` is the JSON that the change came in, UTF-8. */
export type Intake = (change: Change, line: Uint8Array) => Incoming;

export const prepareCase = (
  customer: Customer,
  level: Level | undefined,
  line: Uint8Array,
): PreparedCase => ({
  entity: 'customer',
  op: 'prepared',
  id: customer.id,
  level,
  summary: summarise(customer, level),
  text: indexText(findable(customer)),
  line,
  tags: customer.lastReview?.tags ?? [],
  reviewedAt: customer.lastReview?.at,
});

/**
 * Prepares each case as it is read: parsed, it can be collected at once instead of being held until the transaction of
 * its page, and the transaction, during which nothing else of the engine runs, has only to write.
 */
export function createIntake(levels: Pick<Levels, 'get'>): Intake {
  const arrived = new Map<string, Level>();
  return (change, line) => {
    if (change.op !== 'upsert') return change;
    if (change.entity === 'level') arrived.set(`${change.data.id} ${change.data.version}`, change.data);
    if (change.entity !== 'customer') return change;
    const { levelId, levelVersion } = change.data;
    const level = arrived.get(`${levelId} ${levelVersion}`) ?? levels.get(levelId, levelVersion);
    return prepareCase(change.data, level, line);
  };
}
