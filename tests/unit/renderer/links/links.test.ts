import { expect, test, vi } from 'vitest';
import { againFor } from '../../../../src/renderer/src/links/again.ts';
import {
  clockLeft,
  expiryWords,
  isRevocable,
  planUse,
} from '../../../../src/renderer/src/links/link-words.ts';
import { createNewLinkStore } from '../../../../src/renderer/src/links/new/store.ts';
import { qrCode, qrSvg } from '../../../../src/renderer/src/links/new/qr.ts';
import { createLinksStore } from '../../../../src/renderer/src/links/store.ts';
import { selectedRow } from '../../../../src/renderer/src/list/index.ts';
import { createSyncStore, serverNow } from '../../../../src/renderer/src/stores/sync.ts';
import type { LinkRow } from '../../../../src/shared/ipc/index.ts';
import { fail, ok } from '../../../../src/shared/result.ts';
import { qrCodeOn } from '../../../support/qr.ts';
import { appState, syncState, windowBridge } from '../../../support/window-bridge.ts';

const row = (id: string, change: Partial<LinkRow> = {}): LinkRow => ({
  id,
  kind: 'individual',
  levelId: 'kyc-basic',
  levelName: 'KYC Basic',
  customerHere: true,
  asksForMore: true,
  state: 'active',
  createdAt: '2026-01-15T09:00:00.000Z',
  expiresAt: '2999-01-16T09:00:00.000Z',
  ...change,
});
const windowOf = (rows: readonly LinkRow[]) =>
  ok({
    rows: [...rows],
    offset: 0,
    total: rows.length,
    counts: { all: rows.length, active: rows.length, opened: 0, completed: 0, expired: 0, revoked: 0 },
  });

test('the QR code that is drawn says exactly the address, however long', async () => {
  for (const host of ['https://v.example', `https://${'verify.'.repeat(12)}example.com:8443`]) {
    const url = `${host}/verify/${'aZ-_09'.repeat(8).slice(0, 43)}`;
    expect(await qrCodeOn(qrSvg(qrCode(url)))).toBe(url);
  }
});

test('a countdown is whole seconds and never below none', () => {
  const ends = '2026-01-16T09:00:00.000Z';
  const before = (milliseconds: number) => Date.parse(ends) - milliseconds;
  expect(clockLeft(ends, before(24 * 3600_000))).toBe('24:00:00');
  expect(clockLeft(ends, before(61_500))).toBe('00:01:01');
  expect(clockLeft(ends, before(-5000))).toBe('00:00:00');
  const link = row('l', { expiresAt: ends });
  expect(expiryWords(link, before(23 * 3600_000 + 5 * 60_000))).toBe('23 h 05 m');
  expect(expiryWords(link, before(65_000))).toBe('1 m 05 s');
  expect(expiryWords(link, before(0))).toBe('');
  expect(expiryWords({ ...link, state: 'completed' }, before(65_000))).toBe('');
});

test('a link can be revoked for as long as its address leads anywhere', () => {
  const ends = '2026-01-16T09:00:00.000Z';
  const revocable = (state: LinkRow['state'], left: number) =>
    isRevocable(row('l', { state, expiresAt: ends }), Date.parse(ends) - left);
  expect((['active', 'opened', 'completed', 'revoked'] as const).map(state => revocable(state, 1))).toEqual([
    true,
    true,
    true,
    false,
  ]);
  expect((['active', 'opened', 'completed'] as const).some(state => revocable(state, 0))).toBe(false);
});

test('what the backend dates ends by its clock: the list is looked at anew when its first link expires', async () => {
  vi.useFakeTimers({ now: Date.parse('2026-01-15T12:00:00.000Z') });
  try {
    const { bridge, inputsOf, emit } = windowBridge({
      'links.window': () => windowOf([row('l-1', { expiresAt: '2026-01-15T09:00:10.000Z' })]),
    });
    const sync = createSyncStore(bridge);
    // This machine is three hours ahead.
    emit('sync.changed', syncState({ serverAheadMs: -3 * 3600_000 }));
    const store = createLinksStore(bridge, () => serverNow(sync));
    store.getState().reload();
    await vi.advanceTimersByTimeAsync(9_000);
    expect(inputsOf('links.window')).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(inputsOf('links.window')).toHaveLength(2);
  } finally {
    vi.useRealTimers();
  }
});

test('levels that could not be read at first are asked for again when something changes, and by nobody who did not ask', async () => {
  const broken = fail({ kind: 'internal', reference: 'r' } as const);
  const { bridge, inputsOf, emit } = windowBridge({
    'links.levels': () => (inputsOf('links.levels').length === 1 ? broken : ok({ levels: [] })),
  });
  const store = createLinksStore(bridge, Date.now);
  emit('links.changed', {});
  expect(inputsOf('links.levels')).toHaveLength(0);
  await store.getState().loadLevels();
  expect(store.getState().levelsProblem).toBeDefined();
  emit('links.changed', {});
  await expect.poll(() => store.getState().levels).toEqual([]);
  expect(store.getState().levelsProblem).toBeUndefined();
});

test('[WIN-9] a plan whose month is over by the backend’s clock is asked for anew', async () => {
  vi.useFakeTimers({ now: Date.parse('2026-01-31T23:59:00.000Z') });
  try {
    const month = (from: string, to: string, used: number) => ({
      period: { from: `${from}T00:00:00.000Z`, to: `${to}T00:00:00.000Z` },
      kyc: { limit: 2, used },
      kyb: { limit: 2, used },
    });
    const months = [month('2026-01-01', '2026-02-01', 2), month('2026-02-01', '2026-03-01', 0)];
    const { bridge, inputsOf, emit } = windowBridge({
      'links.plan': () => ok({ plan: months[inputsOf('links.plan').length - 1] }),
    });
    const store = createLinksStore(bridge, Date.now);
    await store.getState().loadPlan();
    await vi.advanceTimersByTimeAsync(59_000);
    expect(store.getState().plan?.kyc.used).toBe(2);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(store.getState().plan?.kyc.used).toBe(0);
    emit('app.changed', appState({ phase: 'locked' }));
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

test('[WIN-9] a plan whose month ended while the backend was away is asked for until it is had, without a pause where something was told', async () => {
  vi.useFakeTimers({ now: Date.parse('2026-01-31T23:59:00.000Z') });
  try {
    const month = (from: string, to: string) => ({
      period: { from: `${from}T00:00:00.000Z`, to: `${to}T00:00:00.000Z` },
      kyc: { limit: 2, used: 1 },
      kyb: { limit: 2, used: 1 },
    });
    const january = month('2026-01-01', '2026-02-01');
    let answer: ReturnType<typeof month> | undefined = january;
    const { bridge, inputsOf, emit } = windowBridge({ 'links.plan': () => ok({ plan: answer }) });
    const store = createLinksStore(bridge, Date.now);
    // Before anybody looks nothing is asked.
    emit('links.changed', {});
    expect(inputsOf('links.plan')).toHaveLength(0);
    await store.getState().loadPlan();
    answer = undefined;
    await vi.advanceTimersByTimeAsync(61_000);
    expect(store.getState().plan).toBeUndefined();
    const tries = inputsOf('links.plan').length;
    await vi.advanceTimersByTimeAsync(120_000);
    expect(inputsOf('links.plan')).toHaveLength(tries + 2);
    answer = month('2026-02-01', '2026-03-01');
    emit('links.changed', {});
    await vi.advanceTimersByTimeAsync(1);
    expect(store.getState().plan).toEqual(answer);
    // One that is under way when it locks starts nothing again.
    emit('links.changed', {});
    emit('app.changed', appState({ phase: 'locked' }));
    emit('links.changed', {});
    await vi.advanceTimersByTimeAsync(3600_000);
    expect(inputsOf('links.plan')).toHaveLength(tries + 4);
    expect(store.getState().plan).toBeUndefined();
  } finally {
    vi.useRealTimers();
  }
});

test('[WIN-8] a plan is full at its limit, and never without one', () => {
  const period = { from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' };
  const plan = { period, kyc: { limit: 2, used: 2 }, kyb: { used: 900 } };
  expect(planUse(plan, 'individual')).toMatchObject({ kind: 'KYC', used: 2, limit: 2, full: true });
  expect(planUse(plan, 'business')).toMatchObject({ kind: 'KYB', limit: undefined, full: false });
});

test('another link is offered for a customer who is to give something, whatever became of this one', () => {
  const used = row('l', { customerId: 'c1', customerName: 'Ada', state: 'completed' });
  expect(againFor(used)).toMatchObject({ customerId: 'c1', name: 'Ada' });
  expect(againFor({ ...used, asksForMore: false })).toBeUndefined();
  expect(againFor(row('l'))).toBeUndefined();
});

test('the list keeps its selection on a link while others come in above it', async () => {
  let rows = [row('l-2'), row('l-1')];
  const { bridge, emit } = windowBridge({ 'links.window': () => windowOf(rows) });
  const store = createLinksStore(bridge, Date.now);
  store.getState().reload();
  await expect.poll(() => store.getState().total).toBe(2);
  store.getState().select(1);
  rows = [row('l-3'), ...rows];
  emit('links.changed', {});
  await expect.poll(() => store.getState().total).toBe(3);
  expect(selectedRow(store.getState())?.id).toBe('l-1');
  expect(store.getState().selected.index).toBe(2);
});

test('[WIN-2] a lock empties the list and shuts the dialog', async () => {
  const { bridge, emit } = windowBridge({ 'links.window': () => windowOf([row('l-1')]) });
  const list = createLinksStore(bridge, Date.now);
  const dialog = createNewLinkStore(bridge);
  list.getState().reload();
  dialog.getState().open();
  await expect.poll(() => list.getState().total).toBe(1);
  emit('app.changed', appState({ phase: 'locked' }));
  expect([list.getState().window.rows, list.getState().total]).toEqual([[], undefined]);
  expect(dialog.getState().target).toBeUndefined();
});
