import type { QueueView } from '../../../shared/ipc/index.ts';
import type { Services } from '../services.ts';

/** Opens the case after this one in the view; when there is none, says so and goes back to the queue. */
export async function openNext(
  { bridge, route, toasts }: Pick<Services, 'bridge' | 'route' | 'toasts'>,
  view: QueueView,
  after: string,
): Promise<void> {
  const next = await bridge['queue.next']({ view, after, claimable: true });
  const here = route.getState().route;
  // Who went elsewhere while it was looked for stays there.
  if (here.screen !== 'review' || here.customerId !== after) return;
  if (!next.ok) {
    toasts.getState().show({ kind: 'problem', problem: next.problem });
    return;
  }
  const { customerId } = next.value;
  if (customerId === null) {
    toasts.getState().show({ kind: 'said', text: 'That was the last case of this view.' });
    route.getState().go({ screen: 'queue' });
    return;
  }
  route.getState().go({ screen: 'review', customerId, view });
}
