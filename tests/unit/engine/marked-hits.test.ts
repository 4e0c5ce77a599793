import { afterAll, beforeAll, expect, test } from 'vitest';
import { caseUnderReview, screenedCustomer } from '../../support/backend-customers.ts';
import { startBackend, type TestBackend } from '../../support/backend.ts';
import { temporaryDirectory } from '../../support/directory.ts';
import {
  approveItems,
  drained,
  firstRun,
  plainly,
  shownOf,
  synced,
  workstation,
  type TestWorkstation,
} from '../../support/engine.ts';

let server: TestBackend;
beforeAll(async () => {
  server = await startBackend();
});
afterAll(() => server.close());

async function ready(name: string) {
  const { id } = await screenedCustomer(server, (await caseUnderReview(server, name)).id);
  const desk = await workstation({ directory: temporaryDirectory() });
  await firstRun(desk, server.url, server.tenant.analyst);
  return { desk, id, hitId: `first-hit-${id}` };
}

const mark = async (
  desk: TestWorkstation,
  customerId: string,
  hitId: string,
  resolution: 'falsePositive' | 'match',
) =>
  desk.ask('screening.resolve', {
    customerId,
    version: await shownOf(desk, customerId),
    hitId,
    resolution,
    note: `It is a ${resolution}.`,
  });

const hitsOf = async (desk: TestWorkstation, customerId: string) =>
  (await desk.ask('case.open', { customerId })).hits;

test('[REV-11] a hit that is marked twice offline, and the case approved after, is all applied once back online', async () => {
  const { desk, id, hitId } = await ready('marked offline');
  await desk.ask('review.start', { customerId: id });
  await approveItems(desk, id);
  desk.cable.cut();
  await mark(desk, id, hitId, 'match');
  await mark(desk, id, hitId, 'falsePositive');
  expect((await hitsOf(desk, id))[0]).toMatchObject({
    id: hitId,
    resolution: 'falsePositive',
    waiting: { note: 'It is a falsePositive.', changed: false },
  });
  const version = await shownOf(desk, id);
  await desk.ask('review.finish', { customerId: id, version, outcome: 'approve', ...plainly });
  desk.cable.plug();
  await drained(desk);
  await synced(desk);

  const { totals } = await desk.ask('outbox.list', { group: 'needsYou', limit: 10 });
  expect(totals.needsYou).toBe(0);
  const client = await server.signIn(server.tenant.supervisor);
  const now = await client.customer(id);
  expect(now.status).toBe('ACTIVE');
  expect(now.screening.hits.map(({ resolution }) => resolution ?? null)).toEqual(['falsePositive', null]);
  const { entities } = await client.syncAll();
  const notes = [...entities.values()].filter(({ entity }) => entity === 'note').map(({ data }) => data);
  expect(notes).toContainEqual(expect.objectContaining({ customerId: id, text: 'It is a falsePositive.' }));
});

test('[WIN-13] a mark on a hit that a colleague marked meanwhile is parked, and made again is applied', async () => {
  const { desk, id, hitId } = await ready('marked by two');
  desk.cable.cut();
  const { commandId } = await mark(desk, id, hitId, 'falsePositive');
  const colleague = await server.signIn(server.tenant.analyst2);
  const { version: baseVersion } = await colleague.customer(id);
  const payload = { hitId, resolution: 'match' as const, note: 'I know him.' };
  expect(
    await colleague.command({ type: 'screening.resolve', payload, customerId: id, baseVersion }),
  ).toMatchObject({ result: 'applied' });
  desk.cable.plug();
  await drained(desk);
  await synced(desk);

  expect((await hitsOf(desk, id))[0]).toMatchObject({
    resolution: 'match',
    parked: { commandId, resolution: 'falsePositive', why: { result: 'conflict' } },
  });
  const { comparison } = await desk.ask('outbox.detail', { commandId });
  expect(comparison.filter(({ changed }) => changed)).toMatchObject([
    { label: 'Marked', mine: [{ value: 'Not resolved' }], current: [{ value: 'Match' }] },
  ]);

  await mark(desk, id, hitId, 'falsePositive');
  await drained(desk);
  const { totals } = await desk.ask('outbox.list', { group: 'needsYou', limit: 10 });
  expect(totals.needsYou).toBe(0);
  expect((await colleague.customer(id)).screening.hits[0]?.resolution).toBe('falsePositive');
});
