import { expect, test } from 'vitest';
import { cacheIsTooOld, leaseIsOver, samePolicy } from '../../../src/main/engine/lease.ts';
import type { Policy } from '../../../src/shared/api/index.ts';
import { customerWith } from '../../support/customer.ts';
import { temporaryDirectory } from '../../support/directory.ts';
import { firstRun, passphrase, synced, workstation, type TestWorkstation } from '../../support/engine.ts';
import { eventually } from '../../support/eventually.ts';
import { scriptedBackend } from '../../support/scripted-backend.ts';
import { sendProblem } from '../../support/scripted-server.ts';

const hour = 3_600_000;
const day = 24 * hour;
const account = { email: 'a@example.test', password: 'right' };
const customerId = 'c-1';

test('the lease and the age of the copy are counted from the last contact, and a clock set back lengthens neither', () => {
  const policy = { maxOfflineHours: 8, maxCacheAgeDays: 2 };
  const at = (now: number) => ({ policy, lastContact: 100 * day, now: 100 * day + now });
  expect([at(8 * hour), at(8 * hour + 1)].map(leaseIsOver)).toEqual([false, true]);
  expect([at(-hour), at(-hour - 1)].map(leaseIsOver)).toEqual([false, true]);
  expect([at(2 * day), at(2 * day + 1)].map(cacheIsTooOld)).toEqual([false, true]);
  expect(leaseIsOver({ policy: {}, lastContact: 0, now: 100 * day })).toBe(false);
  expect(leaseIsOver({ policy, lastContact: undefined, now: 100 * day })).toBe(false);
  expect(samePolicy({ watermark: null, idleLockMinutes: 3 }, { idleLockMinutes: 3 })).toBe(true);
  expect(samePolicy(undefined, { maxOfflineHours: 1 })).toBe(false);
});

/** A workstation with one case and an unsent note, under this policy; it looks at its lease every few milliseconds. */
async function office(policy: Policy) {
  const backend = await scriptedBackend([customerWith({ id: customerId })]);
  backend.policy(policy);
  const desk = await workstation({
    directory: temporaryDirectory(),
    jitter: 0.02,
    timers: real => ({ ...real, after: (ms, run) => real.after(ms === 60_000 ? 20 : ms, run) }),
  });
  await firstRun(desk, backend.url, account);
  desk.cable.cut();
  const note = await desk.ask('note.add', { customerId, text: 'decided offline', mentions: [] });
  return { desk, backend, note };
}

const locked = (desk: TestWorkstation) => eventually(() => desk.engine.state().phase === 'locked', 10_000);
const kept = (desk: TestWorkstation, commandId: string) => desk.ask('outbox.detail', { commandId });

test('[VLT-5] too long offline locks the cases until a sign-in at the backend, and keeps what was decided', async () => {
  const { desk, backend, note } = await office({ maxOfflineHours: 8 });
  desk.passes(7 * hour);
  expect(await desk.ask('case.open', { customerId })).toMatchObject({ customer: { id: customerId } });
  desk.passes(2 * hour);
  await locked(desk);
  expect(desk.engine.state().problem).toMatchObject({ kind: 'offline_too_long' });

  expect(await desk.refused('vault.unlock', { passphrase })).toBe('offline_too_long');
  const signIn = { password: account.password };
  expect(await desk.refused('vault.unlock', { passphrase, signIn })).toBe('backend_unreachable');
  desk.cable.plug();
  backend.trouble((_, response) => sendProblem(response, 401, 'unauthenticated'), ['/v1/sessions']);
  expect(await desk.refused('vault.unlock', { passphrase, signIn })).toBe('credentials_wrong');
  expect(desk.engine.state()).toMatchObject({ phase: 'locked', problem: { kind: 'offline_too_long' } });

  backend.trouble();
  await desk.ask('vault.unlock', { passphrase, signIn });
  expect(desk.engine.state()).toMatchObject({ phase: 'ready' });
  expect(await desk.ask('case.open', { customerId })).toMatchObject({ customer: { id: customerId } });
  expect(await kept(desk, note.commandId)).toMatchObject({ item: { commandId: note.commandId } });
  await synced(desk);
  await desk.engine.lock('test');
  await desk.ask('vault.unlock', { passphrase });
});

test('[VLT-5] a copy older than policy allows is thrown away and said so, and what was decided stays', async () => {
  const { desk, note } = await office({ maxCacheAgeDays: 2 });
  desk.passes(2 * day + hour);
  await locked(desk);
  await desk.ask('vault.unlock', { passphrase });
  expect(desk.engine.state().notices).toMatchObject([{ kind: 'policy' }]);
  expect(await desk.refused('case.open', { customerId })).toBe('not_found');
  expect(await kept(desk, note.commandId)).toMatchObject({ item: { commandId: note.commandId } });
  desk.cable.plug();
  await desk.ask('sync.now', {});
  await synced(desk);
  expect(await desk.ask('case.open', { customerId })).toMatchObject({ customer: { id: customerId } });
});

test('[VLT-5] a policy is written down when it changes, and only then', async () => {
  const { desk, backend } = await office({ maxOfflineHours: 8 });
  const entries = async () => (await desk.ask('outbox.list', { group: 'done', limit: 1 })).journal.entries;
  const before = await entries();
  desk.cable.plug();
  backend.trouble(() => undefined, ['/v1/me', '/v1/commands', '/v1/changes']);
  await desk.ask('session.signIn', { password: account.password });
  expect(await entries()).toBe(before);
  backend.policy({ maxOfflineHours: 4 });
  await desk.ask('session.signIn', { password: account.password });
  expect(await entries()).toBe(before + 1);
});
