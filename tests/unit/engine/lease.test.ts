import { expect, test } from 'vitest';
import {
  cacheIsTooOld,
  leaseIsOver,
  leashOf,
  samePolicy,
  strictest,
} from '../../../src/main/engine/lease.ts';
import type { Policy } from '../../../src/shared/api/index.ts';
import { customerWith, upsertOf } from '../../support/customer.ts';
import { temporaryDirectory } from '../../support/directory.ts';
import { firstRun, passphrase, synced, workstation, type TestWorkstation } from '../../support/engine.ts';
import { eventually } from '../../support/eventually.ts';
import { scriptedBackend, sendLines } from '../../support/scripted-backend.ts';
import { sendProblem } from '../../support/scripted-server.ts';

const hour = 3_600_000;
const day = 24 * hour;
const account = { email: 'a@example.test', password: 'right' };
const customerId = 'c-1';

test('the lease and the age of the copy are counted from the last contact, and a clock set back lengthens neither', () => {
  const policy = { maxOfflineHours: 8, maxCacheAgeDays: 2 };
  const at = (now: number) => ({ policy, lastContact: 100 * day, now: 100 * day + now });
  expect([leaseIsOver(at(8 * hour)), leaseIsOver(at(8 * hour + 1))]).toEqual([false, true]);
  expect([leaseIsOver(at(-hour)), leaseIsOver(at(-hour - 1))]).toEqual([false, true]);
  expect([cacheIsTooOld(at(2 * day)), cacheIsTooOld(at(2 * day + 1))]).toEqual([false, true]);
  expect(leaseIsOver({ policy: {}, lastContact: 0, now: 100 * day })).toBe(false);
  expect(leaseIsOver({ policy, lastContact: undefined, now: 100 * day })).toBe(false);
  expect(samePolicy({ watermark: null, idleLockMinutes: 3 }, { idleLockMinutes: 3 })).toBe(true);
  expect(samePolicy(undefined, { maxOfflineHours: 1 })).toBe(false);
});

test('the lease goes by the strictest that the copy, the journal and the session say', () => {
  const says = (copy: Policy | undefined, noted: Policy | undefined, session?: Policy) =>
    leashOf({ policy: () => copy, notedPolicy: () => noted, lastContact: () => undefined }, 0, session)
      .policy;
  expect(says({ maxOfflineHours: 8 }, { maxOfflineHours: 6 }, { maxOfflineHours: 4 })).toEqual({
    maxOfflineHours: 4,
  });
  expect(says({ maxOfflineHours: 8 }, { maxOfflineHours: 6 })).toEqual({ maxOfflineHours: 6 });
  expect(says({ maxOfflineHours: 2 }, undefined, { maxOfflineHours: 4 })).toEqual({ maxOfflineHours: 2 });
});

test('a sign-in counts from when it was, until the next contact', () => {
  const policy = { maxOfflineHours: 8, maxCacheAgeDays: 2 };
  const leash = { policy, lastContact: 100 * day, now: 90 * day };
  const signedIn = { at: 90 * day, after: leash.lastContact };
  expect(leaseIsOver(leash)).toBe(true);
  expect(leaseIsOver(leash, signedIn)).toBe(false);
  expect(leaseIsOver({ ...leash, now: 90 * day + 9 * hour }, signedIn)).toBe(true);
  expect(leaseIsOver({ ...leash, lastContact: 91 * day, now: 91 * day }, signedIn)).toBe(false);
});

test('of several policies the strictest counts, each limit by itself', () => {
  expect(strictest([undefined, {}, { maxOfflineHours: null }])).toEqual({});
  expect(
    strictest([{ maxOfflineHours: 8 }, { maxOfflineHours: 4, maxCacheAgeDays: 9 }, { maxCacheAgeDays: 5 }]),
  ).toEqual({ maxOfflineHours: 4, maxCacheAgeDays: 5 });
});

/** A workstation that looks at its lease every few milliseconds. */
const watchful = () =>
  workstation({
    directory: temporaryDirectory(),
    jitter: 0.02,
    timers: real => ({ ...real, after: (ms, run) => real.after(ms === 60_000 ? 20 : ms, run) }),
  });

/** One with one case and an unsent note, under this policy. */
async function office(policy: Policy) {
  const backend = await scriptedBackend([customerWith({ id: customerId })]);
  backend.policy(policy);
  const desk = await watchful();
  await firstRun(desk, backend.url, account);
  desk.cable.cut();
  const note = await desk.ask('note.add', { customerId, text: 'decided offline', mentions: [] });
  return { desk, backend, note };
}

const locked = (desk: TestWorkstation) => eventually(() => desk.engine.state().phase === 'locked');
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

/** One whose first copy stops after its first page; the page does not say what the policy is. */
async function halfCopied(policy: Policy) {
  const backend = await scriptedBackend();
  backend.policy(policy);
  const page = [upsertOf(customerWith({ id: customerId })), { cursor: 'half', hasMore: true, serverTime }];
  backend.trouble(
    (request, response) => (request.query.has('cursor') ? undefined : sendLines(response, page)),
    feed,
  );
  const desk = await watchful();
  await desk.ask('setup.signIn', { url: backend.url, ...account, deviceName: 'Test desk' });
  await desk.ask('setup.finish', { passphrase });
  await eventually(async () => (await desk.ask('sync.state', {})).cases === 1);
  desk.cable.cut();
  return desk;
}

const feed = ['/v1/changes'];
const serverTime = '2026-01-15T09:30:00.000Z';

test('[VLT-5] a first copy that is not complete is under the lease, by the policy of the session', async () => {
  const desk = await halfCopied({ maxOfflineHours: 8 });
  desk.passes(7 * hour);
  await desk.engine.lock('test');
  await desk.ask('vault.unlock', { passphrase });
  desk.passes(2 * hour);
  await locked(desk);
  expect(await desk.refused('vault.unlock', { passphrase })).toBe('offline_too_long');
});

test('[VLT-5] a first copy that is not complete is thrown away when it is too old', async () => {
  const desk = await halfCopied({ maxCacheAgeDays: 2 });
  desk.passes(2 * day + hour);
  await locked(desk);
  await desk.ask('vault.unlock', { passphrase });
  expect(desk.engine.state().notices).toMatchObject([{ kind: 'policy' }]);
  expect(await desk.refused('case.open', { customerId })).toBe('not_found');
});

test('[VLT-5] a copy that begins afresh is under the lease that it was under before', async () => {
  const { desk, backend } = await office({ maxOfflineHours: 8 });
  backend.trouble((request, response) => {
    if (request.query.has('cursor')) sendProblem(response, 410, 'cursor_reset');
  }, feed);
  desk.cable.plug();
  await desk.ask('sync.now', {});
  await eventually(async () => (await desk.ask('sync.state', {})).cases === 0);
  desk.cable.cut();
  await desk.engine.lock('test');
  desk.passes(9 * hour);
  expect(await desk.refused('vault.unlock', { passphrase })).toBe('offline_too_long');
});

test('[VLT-5] a stricter policy counts from when the session says it, whatever the copy says', async () => {
  const { desk, backend } = await office({ maxOfflineHours: 8 });
  backend.trouble(() => undefined, ['/v1/me', '/v1/commands', ...feed]);
  backend.policy({ maxOfflineHours: 2 });
  desk.cable.plug();
  await desk.ask('session.signIn', { password: account.password });
  desk.cable.cut();
  desk.passes(3 * hour);
  await locked(desk);
  expect(await desk.refused('vault.unlock', { passphrase })).toBe('offline_too_long');
});

test('[VLT-5] after a sign-in the lease is a new one, also when the clock was ahead at the last contact', async () => {
  const backend = await scriptedBackend([customerWith({ id: customerId })]);
  backend.policy({ maxOfflineHours: 8 });
  const desk = await watchful();
  desk.passes(2 * day);
  await firstRun(desk, backend.url, account);
  backend.trouble(() => undefined, feed);
  desk.passes(-2 * day);
  await locked(desk);
  await desk.ask('vault.unlock', { passphrase, signIn: { password: account.password } });
  // Many looks at the lease.
  await new Promise(resolve => setTimeout(resolve, 300));
  expect(desk.engine.state().phase).toBe('ready');
  desk.passes(9 * hour);
  await locked(desk);
});
