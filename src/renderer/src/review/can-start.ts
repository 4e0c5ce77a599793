import { mayMove } from '../../../shared/domain/index.ts';
import type { CaseView } from '../../../shared/ipc/index.ts';

/** Whether a check of a case in this status could end in any decision. */
export const canStart = ({ customer }: Pick<CaseView, 'customer'>): boolean =>
  mayMove(customer.status, 'REJECTED');
