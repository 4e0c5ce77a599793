import { expect, test } from 'vitest';
import type { Cache } from '../../../../src/main/engine/cache/index.ts';
import { utf8 } from '../../../../src/shared/bytes.ts';
import { migrate } from '../../../../src/main/engine/cache/migrations/index.ts';
import { integer } from '../../../../src/main/engine/cache/columns.ts';
import type { Change } from '../../../../src/shared/api/changes.ts';
import type { ItemVerdict } from '../../../../src/shared/domain/items.ts';
import { shippedLevels, type Level } from '../../../../src/shared/domain/levels.ts';
import { testCache } from '../../../support/cache.ts';
import { customerWith, upsertOf } from '../../../support/customer.ts';
import { temporaryDirectory } from '../../../support/directory.ts';
import { testPorts } from '../../../support/ports.ts';

const at = '2026-01-15T09:00:00.000Z';
const newCache = (): Cache => testCache(testPorts({ directory: temporaryDirectory() }));

const basic = shippedLevels.find(level => level.id === 'kyc-basic');
if (!basic) throw new Error('the basic level is shipped');
/** Demands one thing more than the customer of these tests has. */
const stricter: Level = {
  ...basic,
  version: 2,
  fields: [...basic.fields, { key: 'taxId', label: 'Tax ID', type: 'text', required: true }],
};
const levelChange: Change = {
  seq: 1,
  entity: 'level',
  id: basic.id,
  op: 'upsert',
  version: 2,
  data: stricter,
};
const customer = customerWith({ id: 'c-1', levelVersion: 2 });

const missing = (cache: Cache): number | null => {
  const row = cache.database.prepare('SELECT missing FROM customer').get();
  return row && row['missing'] !== null ? integer(row, 'missing') : null;
};
const prepared = (cache: Cache, changes: readonly Change[]) => {
  const take = cache.intake();
  return changes.map(change => take(change, utf8(JSON.stringify(change))));
};

test('a case that was prepared as it was read is the case that came', () => {
  const cache = newCache();
  const touched = cache.applyPage(prepared(cache, [upsertOf(customerWith({ id: 'c-1' }))]), 'a', at);
  expect(cache.customer('c-1')).toEqual(customerWith({ id: 'c-1' }));
  expect(touched.customerIds).toEqual(['c-1']);
});

test('a case is measured against the level that came before it in its page', () => {
  const cache = newCache();
  cache.applyPage(prepared(cache, [levelChange, upsertOf(customer)]), 'a', at);
  expect(missing(cache)).toBe(1);
});

test('a case is measured against the level that came after it in its page', () => {
  const cache = newCache();
  cache.applyPage(prepared(cache, [upsertOf(customer), levelChange]), 'a', at);
  expect(missing(cache)).toBe(1);
});

test('a case that was prepared before its level was replaced is measured against the new one', () => {
  const cache = newCache();
  cache.applyPage([levelChange], 'a', at);
  const page = prepared(cache, [upsertOf(customer)]);
  cache.applyPage([{ ...levelChange, data: { ...stricter, fields: basic.fields } }], 'b', at);
  cache.applyPage(page, 'c', at);
  expect(missing(cache)).toBe(0);
});

test('a case whose level is not known waits for it', () => {
  const cache = newCache();
  cache.applyPage(prepared(cache, [upsertOf(customer)]), 'a', at);
  expect(missing(cache)).toBeNull();
  cache.applyPage(prepared(cache, [levelChange]), 'b', at);
  expect(missing(cache)).toBe(1);
  expect(cache.customer('c-1')).toEqual(customer);
});

test('a cache from before cases were packed together is fetched afresh, and its drafts stay', () => {
  const cache = newCache();
  const { database } = cache;
  cache.applyPage([upsertOf(customerWith({ id: 'c-1' }))], 'a', at);
  cache.markSynced(at, at);
  const verdict: ItemVerdict = { item: 'field:email', verdict: 'approved', reasons: [] };
  cache.project([{ seq: 1, at, body: { kind: 'marked', customerId: 'c-1', verdict } }]);
  database.exec(
    `DROP TABLE link; DROP TABLE customer_block; CREATE TABLE customer_body (row INTEGER PRIMARY KEY, packed BLOB);
     ALTER TABLE command DROP COLUMN marks; ALTER TABLE viewed_page DROP COLUMN last_review`,
  );
  database.setSchemaVersion(6);
  migrate(database);
  expect([cache.cursor(), cache.caseCount(), cache.syncMark().complete]).toEqual([undefined, 0, false]);
  cache.applyPage([upsertOf(customerWith({ id: 'c-1' }))], 'b', at);
  cache.markSynced(at, at);
  expect(cache.customer('c-1')).toEqual(customerWith({ id: 'c-1' }));
  expect(cache.draft('c-1')).toEqual([verdict]);
});

test('a cache that passed links over is fetched afresh: the feed tells of each only once', () => {
  const cache = newCache();
  cache.applyPage([upsertOf(customerWith({ id: 'c-1' }))], 'a', at);
  cache.markSynced(at, at);
  cache.database.exec('DROP TABLE link');
  cache.database.setSchemaVersion(9);
  migrate(cache.database);
  expect([cache.cursor(), cache.caseCount(), cache.syncMark().complete]).toEqual([undefined, 0, false]);
});
