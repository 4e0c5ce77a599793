import { expect, test } from 'vitest';
import { createRouteStore } from '../../../../src/renderer/src/stores/route.ts';
import type { QueueView } from '../../../../src/shared/ipc/index.ts';

const view: QueueView = { filter: {}, sort: 'sla' };
const review = (customerId: string) => ({ screen: 'review', customerId, view }) as const;

test('a case leads back to where it was opened from, and so does the one that follows it', () => {
  const { getState } = createRouteStore();
  getState().go(review('c-1'));
  expect(getState().origin).toEqual({ screen: 'queue' });
  getState().go({ screen: 'outbox', commandId: 'k-1' });
  getState().go(review('c-2'));
  getState().go(review('c-3'));
  expect(getState().origin).toEqual({ screen: 'outbox', commandId: 'k-1' });
  getState().go({ screen: 'links' });
  getState().go(review('c-2'));
  expect(getState().origin).toEqual({ screen: 'links' });
});
