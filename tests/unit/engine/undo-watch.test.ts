import { expect, onTestFinished, test } from 'vitest';
import { createUndoWatch } from '../../../src/main/engine/undo-watch.ts';
import { customerWith } from '../../support/customer.ts';
import { approveEverything, deskStart, testDesk, valueOf } from '../../support/desk.ts';

test('each undo window is told when it ends, also those that overlap', async () => {
  const desk = await testDesk();
  const { cache, time, review } = desk;
  const ended: number[] = [];
  const watch = createUndoWatch({
    cache,
    clock: time.clock,
    timers: time.timers,
    ended: () => ended.push(Math.floor((time.clock.now() - deskStart) / 1000)),
  });
  onTestFinished(() => watch.stop());
  for (const customerId of ['c-1', 'c-2']) {
    desk.sync(customerWith({ id: customerId }));
    valueOf(review.start({ customerId }));
    approveEverything(desk, customerId);
    const version = desk.shown(customerId);
    valueOf(review.finish({ customerId, version, outcome: 'approve', reasons: [], request: [], tags: [] }));
    watch.look();
    await time.advance(4_000);
  }
  await time.advance(60_000);
  expect(ended).toEqual([10, 14]);
});
