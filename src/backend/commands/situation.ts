import type { Command, Level, Role } from '../../shared/domain/index.ts';
import type { CustomerRecord } from '../customers/index.ts';

/** A finish that waits for its second approval, as it was received. */
export type AwaitedFinish = Extract<Command, { type: 'review.finish' }>;

/** Everything a command is judged by, gathered beforehand: what follows is pure. */
export interface Situation {
  readonly record: CustomerRecord;
  readonly level: Level;
  readonly roles: readonly Role[];
  /** Users of the tenant that the payload names and that exist, with their roles. */
  readonly users: ReadonlyMap<string, readonly Role[]>;
  readonly awaited: AwaitedFinish | undefined;
  readonly at: number;
  readonly newId: () => string;
}
