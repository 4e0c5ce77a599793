import { expect, test } from 'vitest';
import { countLinks, readLinks } from '../../../../src/main/engine/cache/links.ts';
import type { Database, SqlValue } from '../../../../src/main/engine/ports.ts';
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
  expect(cache.linkCounts()).toEqual({
    all: 4,
    active: 1,
    opened: 1,
    expired: 1,
    completed: 1,
    revoked: 0,
  });
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

test('of a hundred thousand links every stretch is the right one, and only its own are read whole', () => {
  const cache = newCache();
  const many = 100_000;
  // One in four of each state; the older half of those that wait has expired by now.
  const now = Date.parse(at);
  cache.applyPage([], 'a', new Date(now).toISOString());
  cache.database
    .prepare(
      `WITH RECURSIVE place(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM place WHERE n < ${many})
       INSERT INTO link
       SELECT 'l-' || n, n, iif(n <= ${many / 2}, 0, ${now + 3600_000}),
         CASE n % 4 WHEN 0 THEN 'active' WHEN 1 THEN 'opened' WHEN 2 THEN 'completed' ELSE 'revoked' END,
         'c-' || n, replace(?, '#', n)
       FROM place`,
    )
    .run(JSON.stringify(linkWith({ id: 'l-#' })));
  expect(cache.linkCounts()).toEqual({
    all: many,
    active: many / 8,
    opened: many / 8,
    completed: many / 4,
    revoked: many / 4,
    expired: many / 4,
  });
  const ids = (offset: number, state?: 'active' | 'expired') =>
    cache.links({ offset, limit: 3, ...(state ? { state } : {}) }).map(({ id }) => id);
  expect(ids(0)).toEqual(['l-100000', 'l-99999', 'l-99998']);
  expect(ids(73_210)).toEqual(['l-26790', 'l-26789', 'l-26788']);
  expect(ids(many - 2)).toEqual(['l-2', 'l-1']);
  expect(ids(many / 8 - 2, 'active')).toEqual(['l-50008', 'l-50004']);
  expect(ids(many / 4 - 2, 'expired')).toEqual(['l-4', 'l-1']);

  const plans: string[] = [];
  const explaining: Pick<Database, 'prepare'> = {
    prepare(sql) {
      const explained = cache.database.prepare(`EXPLAIN QUERY PLAN ${sql}`);
      const explain = (...values: readonly SqlValue[]) => {
        plans.push(...explained.all(...values).map(({ detail }) => String(detail)));
        return [];
      };
      return { ...explained, all: explain, get: (...values) => void explain(...values) };
    },
  };
  readLinks(explaining, { offset: 50_000, limit: 300 }, now);
  readLinks(explaining, { offset: 50, limit: 300, state: 'expired' }, now);
  countLinks(explaining, now);
  // What walks the table does so in the index that holds all it asks, in its order; the rest is looked up by id.
  expect(plans.filter(plan => plan.startsWith('SCAN'))).toEqual(
    Array.from({ length: 3 }, () => 'SCAN link USING COVERING INDEX link_by_time'),
  );
  expect(plans.filter(plan => /TEMP B-TREE/.test(plan))).toHaveLength(2);
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
