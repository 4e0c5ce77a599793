import {
  leadStatusOf,
  reviewStatusOf,
  type Customer,
  type VerificationStatus,
} from '../../shared/domain/index.ts';
import { timestampOf } from '../environment.ts';
import { askAgain } from './checks.ts';
import { touchFacts, type Fact, type Guards } from './guards.ts';
import { nameOf } from './name.ts';

/** A customer with what the backend knows beside it. */
export interface CustomerRecord {
  readonly customer: Customer;
  readonly guards: Guards;
  /** Whether a link was opened or anything was given since creation. */
  readonly touched: boolean;
}

export interface CustomerChange {
  /** What becomes different; statuses derived from `status`, the name and the version follow by themselves. */
  readonly set: Partial<
    Omit<Customer, 'id' | 'version' | 'reviewStatus' | 'leadStatus' | 'name' | 'updatedAt'>
  >;
  /** The guarded facts among it. */
  readonly facts: readonly Fact[];
  /** The device whose command it is; null for everybody else. */
  readonly device: string | null;
  readonly at: number;
  readonly touches?: boolean;
}

/** How long a case may wait for its review before it is overdue, from whatever put it under review. */
const dueAfterMs = 48 * 3600 * 1000;

/** Facts on which a decision that waits for its second approval was made: when one changes, the wait is void. */
const decidedOn = /^(fields?|owners|documents?|screening|hit)(:|$)/;

/** The record after a change: one version later. */
export function changed(record: CustomerRecord, change: CustomerChange): CustomerRecord {
  const before = record.customer;
  const version = before.version + 1;
  const touched = record.touched || (change.touches ?? false);
  const voids = before.awaitingSecondApproval && change.facts.some(fact => decidedOn.test(fact));
  const reopens = change.set.status === 'UNDER_REVIEW' && before.status !== 'UNDER_REVIEW';
  const merged = {
    ...before,
    ...(reopens ? { dueAt: timestampOf(change.at + dueAfterMs) } : {}),
    ...(voids ? { awaitingSecondApproval: null } : {}),
    // What was checked of other facts than there are now is to be checked again.
    providers: askAgain(before, change.facts, change.set.status ?? before.status),
    ...change.set,
  };
  const status: VerificationStatus = merged.status;
  const customer: Customer = {
    ...merged,
    // A name that was not drawn from the fields (an import in another order) stays until they change.
    name: nameOf(merged) === nameOf(before) ? before.name : nameOf(merged),
    reviewStatus: reviewStatusOf(status),
    leadStatus: leadStatusOf(status, touched),
    version,
    updatedAt: timestampOf(change.at),
  };
  return { customer, touched, guards: touchFacts(record.guards, change.facts, version, change.device) };
}
