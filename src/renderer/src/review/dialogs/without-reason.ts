import type { CaseView } from '../../../../shared/ipc/index.ts';
import { itemName } from '../words.ts';

/** The names of what is pending or rejected without a reason; a check can't end before each has one. */
export const withoutReason = (view: Pick<CaseView, 'items' | 'documents'>): readonly string[] =>
  view.items
    .filter(
      ({ verdict: { verdict, reasons } }) =>
        (verdict === 'pending' || verdict === 'rejected') && reasons.length === 0,
    )
    .map(item => itemName(view, item));
