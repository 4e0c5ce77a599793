import { useState } from 'react';
import { useServices } from '../services.ts';

/** Claims the next free case of the view and opens it, or says that there is none. */
export function useClaimNext(): { readonly claimNext: () => Promise<void>; readonly busy: boolean } {
  const { queue, route, toasts } = useServices();
  const [busy, setBusy] = useState(false);
  async function claimNext(): Promise<void> {
    if (busy) return;
    setBusy(true);
    const claim = await queue.getState().claimNext();
    setBusy(false);
    if (claim.problem) toasts.getState().show({ kind: 'problem', problem: claim.problem });
    if (claim.customerId) {
      route.getState().go({ screen: 'review', customerId: claim.customerId, view: queue.getState().view });
    } else if (!claim.problem) {
      toasts.getState().show({ kind: 'said', text: 'No case of this view is free to claim.' });
    }
  }
  return { claimNext, busy };
}
