import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { caseUnderReview } from '../../support/backend-customers.ts';
import { startBackend, type TestBackend } from '../../support/backend.ts';
import { temporaryDirectory } from '../../support/directory.ts';
import {
  approveItems,
  shownOf,
  drained,
  firstRun,
  passphrase,
  plainly,
  workstation,
} from '../../support/engine.ts';
import { eventually } from '../../support/eventually.ts';
import type { TestWorkstation } from '../../support/engine.ts';

let server: TestBackend;
beforeAll(async () => {
  server = await startBackend();
});
afterAll(() => server.close());

const note = (desk: TestWorkstation, customerId: string, text: string) =>
  desk.ask('note.add', { customerId, text, mentions: [] });
const problemOf = async (desk: TestWorkstation) => (await desk.ask('sync.state', {})).problem;

/** What the backend has of each device, in the order of its sequence. */
function streams(): ReadonlyMap<string, readonly number[]> {
  const store = new Sqlite(join(server.directory, 'backend.db'), { readonly: true });
  const rows = store
    .prepare<[], { deviceId: string; deviceSeq: number }>(
      'SELECT deviceId, deviceSeq FROM command ORDER BY deviceSeq',
    )
    .all();
  store.close();
  const found = new Map<string, number[]>();
  for (const { deviceId, deviceSeq } of rows)
    found.set(deviceId, [...(found.get(deviceId) ?? []), deviceSeq]);
  return found;
}

/**
 * A workstation whose profile is an old copy: one decision was applied before the copy and one was waiting, which was
 * sent afterwards with two more that only the backend knows of.
 */
async function restoredFromOldCopy(name: string) {
  const { id: customerId } = await caseUnderReview(server, name);
  const directory = temporaryDirectory();
  const copy = temporaryDirectory();
  const first = await workstation({ directory });
  await firstRun(first, server.url, server.tenant.analyst);
  await note(first, customerId, `${name}: before the copy`);
  await drained(first);
  first.cable.cut();
  await first.ask('review.start', { customerId });
  await note(first, customerId, `${name}: waiting in the copy`);
  await first.engine.stop();
  cpSync(directory, copy, { recursive: true });

  const later = await workstation({ directory, keychain: first.keychain });
  await later.ask('vault.unlock', { passphrase });
  await note(later, customerId, `${name}: after the copy`);
  await note(later, customerId, `${name}: after the copy too`);
  await drained(later);
  await later.engine.stop();
  rmSync(directory, { recursive: true });
  cpSync(copy, directory, { recursive: true });

  const desk = await workstation({ directory, keychain: first.keychain });
  await desk.ask('vault.unlock', { passphrase });
  return { desk, customerId, directory };
}

const again = (over: object = {}) => ({ passphrase, password: server.tenant.analyst.password, ...over });

test('[DEV-1] after a rollback nothing is sent in the device’s name, and registering it anew is the way on', async () => {
  const { desk, customerId, directory } = await restoredFromOldCopy('rolled back');
  const old = desk.engine.state().deviceId ?? '';
  expect(desk.engine.state().notices).toMatchObject([
    { kind: 'rollback', text: expect.stringMatching(/\d+ that were known before are missing/) },
  ]);
  await eventually(async () => (await problemOf(desk))?.kind === 'journal_behind');
  const { counts } = (await problemOf(desk)) ?? {};
  expect(counts).toMatchObject({ backend: 5 });
  expect(counts?.['journal']).toBeLessThan(5);
  // What the backend has already had is answered as it was then; what is new would take a place that is taken.
  await eventually(async () => (await desk.ask('sync.state', {})).waiting === 0);
  const { commandId } = await note(desk, customerId, 'rolled back: in the old copy');
  desk.passes(11_000);
  await desk.ask('sync.now', {});
  await eventually(async () => {
    const { history } = await desk.ask('outbox.detail', { commandId });
    return history.some(({ text }) => text === 'Signed for sending as number 4');
  });
  expect(streams().get(old)).toEqual([1, 2, 3, 4, 5]);

  // Only whoever has the passphrase and the password can do it; a wrong one changes nothing.
  expect(await desk.refused('device.registerAnew', again({ passphrase: 'not the right one' }))).toBe(
    'wrong_passphrase',
  );
  desk.passes(2_000);
  expect(await desk.refused('device.registerAnew', again({ password: 'not the right one' }))).toBe(
    'credentials_wrong',
  );
  expect(desk.engine.state()).toMatchObject({ phase: 'ready', deviceId: old });
  await desk.ask('device.registerAnew', again());
  await eventually(() => desk.engine.state().phase === 'locked');
  // Whoever looks at the locked window is told that it worked, and no longer of what it settled.
  const told = () => desk.engine.state().notices.map(({ kind, text }) => [kind, text]);
  expect(told()).toEqual([['device', 'This device is registered anew. Unlock to go on.']]);

  await desk.ask('vault.unlock', { passphrase });
  const { deviceId = '', notices } = desk.engine.state();
  expect(deviceId).not.toBe(old);
  expect(notices).toMatchObject([
    { kind: 'device', text: expect.stringMatching(/registered anew.*1 decision /) },
  ]);
  const { items: waiting, totals } = await desk.ask('outbox.list', { group: 'needsYou', limit: 50 });
  expect(waiting.map(({ parked }) => parked?.code)).toEqual(['device_replaced']);
  expect(totals.done).toBe(2);

  // Work goes on, on the case that the old device had claimed too.
  await eventually(async () => (await desk.ask('case.open', { customerId })).check.state === 'open');
  await approveItems(desk, customerId);
  await desk.ask('review.finish', {
    customerId,
    version: await shownOf(desk, customerId),
    outcome: 'approve',
    ...plainly,
  });
  await note(desk, customerId, 'rolled back: with the new device');
  await drained(desk);
  expect(await problemOf(desk)).toBeUndefined();
  expect(streams().get(old)).toEqual([1, 2, 3, 4, 5]);
  expect(streams().get(deviceId)).toEqual([1, 2]);
  const client = await server.signIn(server.tenant.supervisor);
  expect((await client.customer(customerId)).status).toBe('ACTIVE');
  expect((await desk.ask('outbox.list', { group: 'done', limit: 50 })).journal.verified).toBe(true);

  // A restart goes on in the same sequence.
  await desk.engine.stop();
  const next = await workstation({ directory, keychain: desk.keychain });
  await next.ask('vault.unlock', { passphrase });
  await note(next, customerId, 'rolled back: after a restart');
  await drained(next);
  expect(streams().get(deviceId)).toEqual([1, 2, 3]);
});

test('[DEV-2] a device with which nothing is amiss is not registered anew', async () => {
  const desk = await workstation({ directory: temporaryDirectory() });
  await firstRun(desk, server.url, server.tenant.analyst2);
  const { deviceId } = desk.engine.state();
  const answer = await desk.engine.call('device.registerAnew', {
    passphrase,
    password: server.tenant.analyst2.password,
  });
  expect(answer).toMatchObject({ problem: { kind: 'wrong_phase' } });
  expect(desk.engine.state()).toMatchObject({ phase: 'ready', deviceId });
});
