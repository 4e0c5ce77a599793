import { useState } from 'react';
import { useServices } from '../services.ts';

/** Takes the next unclaimed case of the view: claims it by starting its check, then opens it. */
export function useClaimNext(): { readonly claimNext: () => Promise<void>; readonly busy: boolean } {
  const { bridge, queue, route, toasts } = useServices();
  const [busy, setBusy] = useState(false);
  async function claimNext(): Promise<void> {
    if (busy) return;
    setBusy(true);
    const customerId = await queue.getState().nextClaimable();
    if (customerId === null) {
      setBusy(false);
      if (queue.getState().problem === undefined) {
        toasts.getState().show({ kind: 'said', text: 'No case of this view is free to claim.' });
      }
      return;
    }
    const started = await bridge['review.start']({ customerId });
    setBusy(false);
    // A case that somebody else took in between is still worth opening: the room says who has it.
    if (!started.ok) toasts.getState().show({ kind: 'problem', problem: started.problem });
    route.getState().go({ screen: 'review', customerId, view: queue.getState().view });
  }
  return { claimNext, busy };
}
