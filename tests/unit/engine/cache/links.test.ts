import { expect, test } from 'vitest';
import { linkRow } from '../../../../src/main/engine/links/rows.ts';
import { readFeedLine } from '../../../../src/main/engine/sync/change.ts';
import type { Link } from '../../../../src/shared/api/index.ts';
import type { Change } from '../../../../src/shared/api/changes.ts';
import { testCache } from '../../../support/cache.ts';
import { customerWith, upsertOf } from '../../../support/customer.ts';
import { temporaryDirectory } from '../../../support/directory.ts';
import { testPorts } from '../../../support/ports.ts';

const at = '2026-01-15T09:00:00.000Z';
const newCache = () => testCache(testPorts({ directory: temporaryDirectory() }));

const linkWith = (change: Partial<Link> & Pick<Link, 'id'>): Link => ({
  kind: 'individual',
  levelId: 'kyc-basic',
  customerId: 'c-1',
  state: 'active',
  createdAt: at,
  expiresAt: '2999-01-16T09:00:00.000Z',
  ...change,
});
const told = (data: Link & { readonly url?: string }, seq = 1): Change => {
  const read = readFeedLine(
    JSON.stringify({ seq, entity: 'link', id: data.id, op: 'upsert', version: seq, data }),
  );
  if (!read.ok || read.value.kind !== 'change') throw new Error('not a change');
  return read.value.change;
};

test('[WIN-7] an address that a feed tells of against the contract is not kept', () => {
  const cache = newCache();
  const secret = 'a-token-that-opens-the-page';
  const page = [told({ ...linkWith({ id: 'l-1' }), url: `https://verify.example.com/verify/${secret}` })];
  cache.applyPage(page, 'a', at);
  const tables = cache.database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all();
  const kept = tables.map(({ name }) => cache.database.prepare(`SELECT * FROM "${String(name)}"`).all());
  expect(JSON.stringify(kept)).toContain('l-1');
  expect(JSON.stringify(kept)).not.toContain(secret);
});

test('[WIN-9] links are paged the newest first, each state by itself, and a purged one is gone', () => {
  const cache = newCache();
  const minute = (number: number): string => `2026-01-15T09:0${number}:00.000Z`;
  const links = [
    linkWith({ id: 'l-1', createdAt: minute(1) }),
    linkWith({ id: 'l-2', createdAt: minute(2), state: 'opened' }),
    linkWith({ id: 'l-3', createdAt: minute(3), expiresAt: minute(4) }),
    linkWith({
      id: 'l-4',
      createdAt: minute(3),
      state: 'completed',
      expiresAt: minute(4),
      customerId: 'c-2',
    }),
  ];
  cache.applyPage(links.map(told), 'a', minute(5));
  const ids = (query: Partial<Parameters<typeof cache.links>[0]>) =>
    cache.links({ offset: 0, limit: 10, ...query }).map(({ id }) => id);
  expect(ids({})).toEqual(['l-4', 'l-3', 'l-2', 'l-1']);
  expect(ids({ offset: 1, limit: 2 })).toEqual(['l-3', 'l-2']);
  expect([ids({ state: 'active' }), ids({ state: 'opened' }), ids({ state: 'expired' })]).toEqual([
    ['l-1'],
    ['l-2'],
    ['l-3'],
  ]);
  expect(Object.fromEntries(cache.linkCounts())).toEqual({ active: 1, opened: 1, expired: 1, completed: 1 });
  expect(cache.linksOf('c-2').map(({ id }) => id)).toEqual(['l-4']);
  // The backend's clock counts: by it four minutes passed since, by this machine's none.
  cache.applyPage([], 'a', minute(2));
  expect([ids({ state: 'active' }), ids({ state: 'expired' })]).toEqual([['l-3', 'l-1'], []]);
  const removal = { seq: 9, entity: 'link', id: 'l-4', op: 'delete', version: 2 } as const;
  expect(cache.applyPage([removal], 'b', at).customerIds).toEqual(['c-2']);
  expect(ids({ state: 'completed' })).toEqual([]);
  cache.reset();
  expect([ids({}), cache.plan()]).toEqual([[], undefined]);
});

test('a link touches its customer alone, and does not have every row read again', () => {
  const cache = newCache();
  cache.applyPage([upsertOf(customerWith({ id: 'c-1' }))], 'a', at);
  const revision = cache.revision();
  expect(cache.applyPage([told(linkWith({ id: 'l-1' }), 2)], 'b', at).customerIds).toEqual(['c-1']);
  expect(cache.changedSince(revision)).toEqual(new Set(['c-1']));
});

test.each([
  ['CREATED', true],
  ['NEEDS_ADDITIONAL_INFORMATION', true],
  ['UNDER_REVIEW', false],
  ['ACTIVE', false],
  ['REJECTED', false],
] as const)(
  'a link that was used leads to another one for a customer who is %s: %s',
  (status, asksForMore) => {
    const cache = newCache();
    cache.applyPage([upsertOf(customerWith({ id: 'c-1', status }))], 'a', at);
    expect(linkRow(cache, linkWith({ id: 'l-1', state: 'completed' })).asksForMore).toBe(asksForMore);
  },
);

test('a link leads to another one while something required is missing, and of a customer not here until it is used', () => {
  const cache = newCache();
  const without = (status: 'UNDER_REVIEW' | 'REJECTED') =>
    upsertOf(customerWith({ id: 'c-1', status, fields: { lastName: '' } }));
  const asks = (change: Partial<Link> = {}) =>
    linkRow(cache, linkWith({ id: 'l-1', state: 'completed', ...change })).asksForMore;
  cache.applyPage([without('UNDER_REVIEW')], 'a', at);
  expect(asks()).toBe(true);
  cache.applyPage([{ ...without('REJECTED'), version: 2 }], 'b', at);
  expect(asks()).toBe(false);
  expect([asks({ customerId: 'c-2' }), asks({ customerId: 'c-2', state: 'opened' })]).toEqual([false, true]);
});
