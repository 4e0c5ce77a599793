import { isAsked, mayBeChecked, mayMove, statusAfter } from '../../../shared/domain/index.ts';
import type { Outcome, VerificationStatus } from '../../../shared/domain/index.ts';
import type { CaseView } from '../../../shared/ipc/index.ts';

/** Whether a check could end in any decision: by the case's status, and only with the level that says what to check. */
export const canStart = ({ customer, level }: Pick<CaseView, 'customer' | 'level'>): boolean =>
  level !== undefined && mayBeChecked(customer.status);

/** Whether a link for the customer would ask for anything. */
export const canLink = ({ customer: { status }, items }: Pick<CaseView, 'customer' | 'items'>): boolean =>
  isAsked(status, items.filter(({ missing, required }) => missing && required).length);

/** Whether a check of a case in this status may end so: while the customer is asked, it can only be rejected. */
export const mayEnd = (status: VerificationStatus, outcome: Outcome): boolean =>
  mayMove(status, statusAfter(outcome));
