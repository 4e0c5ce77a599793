import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createCache, openCache, type Cache } from '../../../../src/main/engine/cache/index.ts';
import type { Change } from '../../../../src/shared/api/changes.ts';
import { shippedLevels } from '../../../../src/shared/domain/levels.ts';
import { cacheKey, testCache } from '../../../support/cache.ts';
import { customerWith, removalOf, upsertOf } from '../../../support/customer.ts';
import { temporaryDirectory } from '../../../support/directory.ts';
import { testPorts } from '../../../support/ports.ts';
import { testTime } from '../../../support/time.ts';

const at = '2026-01-15T09:00:00.000Z';
const newCache = (directory = temporaryDirectory()): Cache => testCache(testPorts({ directory }));

const reopen = (directory: string) => {
  const ports = testPorts({ directory });
  const opened = openCache({ databases: ports.databases, files: ports.files, key: cacheKey });
  if (!opened.ok) throw new Error(opened.problem.kind);
  const cache = createCache({
    database: opened.value.database,
    clock: ports.clock,
    compression: ports.compression,
  });
  return { cache, rebuilt: opened.value.rebuilt };
};

describe('a page of the feed', () => {
  test('brings a case whole, and a later version replaces it', () => {
    const cache = newCache();
    const first = customerWith({ id: 'c-1' });
    cache.applyPage([upsertOf(first)], 'cursor-1', at);
    expect(cache.customer('c-1')).toEqual(first);
    const second = { ...first, version: 2, name: 'Anna Berg' };
    cache.applyPage([upsertOf(second, 2)], 'cursor-2', at);
    expect(cache.customer('c-1')).toEqual(second);
    expect(cache.caseCount()).toBe(1);
    expect(cache.cursor()).toBe('cursor-2');
  });

  test('[SYN-1] is applied whole with its cursor, or not at all', () => {
    const cache = newCache();
    cache.applyPage([upsertOf(customerWith({ id: 'c-1' }))], 'cursor-1', at);
    const revision = cache.revision();
    const broken: unknown = { ...upsertOf(customerWith({ id: 'c-3' }), 3), data: { id: 'c-3' } };
    const page = [upsertOf(customerWith({ id: 'c-2' }), 2), broken as Change];
    expect(() => cache.applyPage(page, 'cursor-2', at)).toThrow(TypeError);
    expect([cache.caseCount(), cache.cursor(), cache.customer('c-2')]).toEqual([1, 'cursor-1', undefined]);
    expect(cache.revision()).toBe(revision);
  });

  test('removes what was purged, with everything that could still find it', () => {
    const cache = newCache();
    cache.applyPage(
      [upsertOf(customerWith({ id: 'c-1' })), upsertOf(customerWith({ id: 'c-2' }), 2)],
      'a',
      at,
    );
    const note = { id: 'n-1', customerId: 'c-1', text: 'x', mentions: [], by: 'u-1', at };
    cache.applyPage([{ seq: 3, entity: 'note', id: 'n-1', op: 'upsert', version: 1, data: note }], 'b', at);
    cache.applyPage([removalOf('customer', 'c-1', 4)], 'c', at);
    expect([cache.customer('c-1'), cache.notes('c-1'), cache.caseCount()]).toEqual([undefined, [], 1]);
    const found = cache.database
      .prepare('SELECT rowid FROM search_long WHERE search_long MATCH ?')
      .all('"lindqvist"');
    expect(found).toHaveLength(1);
  });

  test('measures a case that came before its level as soon as the level is there', () => {
    const cache = newCache();
    const level = { ...(shippedLevels[0] ?? expect.fail('no level')), id: 'own', version: 3 };
    const early = customerWith({ id: 'c-1', levelId: 'own', levelVersion: 3, fields: { email: '' } });
    const missing = () => cache.database.prepare('SELECT missing FROM customer').get()?.['missing'];
    cache.applyPage([upsertOf(early)], 'a', at);
    expect(missing()).toBeNull();
    cache.applyPage([{ seq: 2, entity: 'level', id: 'own', op: 'upsert', version: 3, data: level }], 'b', at);
    expect(missing()).toBe(1);
  });

  test('names the cases it touched, until there are too many', () => {
    const cache = newCache();
    const before = cache.revision();
    cache.applyPage([upsertOf(customerWith({ id: 'c-1' }))], 'a', at);
    cache.applyPage([upsertOf(customerWith({ id: 'c-2' }))], 'b', at);
    expect(cache.changedSince(before)).toEqual(new Set(['c-1', 'c-2']));
    const many = Array.from({ length: 501 }, (_, index) => upsertOf(customerWith({ id: `m-${index}` })));
    expect(cache.applyPage(many, 'c', at).customerIds).toBeNull();
    expect(cache.changedSince(before)).toBeNull();
  });
});

describe('a reset', () => {
  test('forgets what the backend said and keeps what follows from the journal', () => {
    const cache = newCache();
    cache.applyPage([upsertOf(customerWith({ id: 'c-1' }))], 'a', at);
    cache.markSynced(at, at);
    cache.project([
      {
        seq: 1,
        at,
        body: {
          kind: 'marked',
          customerId: 'c-1',
          verdict: { item: 'field:email', verdict: 'approved', reasons: [] },
        },
      },
    ]);
    cache.reset();
    expect([cache.cursor(), cache.caseCount(), cache.syncMark().complete]).toEqual([undefined, 0, false]);
    expect(cache.draft('c-1')).toHaveLength(1);
    expect(cache.projectedSeq()).toBe(1);
  });

  test('[VLT-5] keeps what the lease goes by: the policy and when the last page came', async () => {
    const time = testTime(Date.parse(at));
    const cache = testCache(testPorts({ directory: temporaryDirectory(), time }));
    const policy = { maxOfflineHours: 8, maxCacheAgeDays: 2 };
    cache.applyPage(
      [{ seq: 1, entity: 'policy', id: 'policy', op: 'upsert', version: 1, data: policy }],
      'a',
      at,
    );
    const first = new Date(time.clock.now()).toISOString();
    expect([cache.policy(), cache.lastContact()]).toEqual([policy, first]);
    await time.advance(60_000);
    cache.reset();
    expect([cache.policy(), cache.lastContact()]).toEqual([policy, first]);
    cache.applyPage([upsertOf(customerWith({ id: 'c-1' }))], 'b', at);
    expect(cache.lastContact()).toBe(new Date(time.clock.now()).toISOString());
  });
});

describe('[CCH-1] a cache that can not be used', () => {
  const filled = (): string => {
    const directory = temporaryDirectory();
    const { cache } = reopen(directory);
    cache.applyPage([upsertOf(customerWith({ id: 'c-1' }))], 'a', at);
    cache.close();
    return directory;
  };

  test('is kept when it is sound', () => {
    const { cache, rebuilt } = reopen(filled());
    expect([rebuilt, cache.caseCount()]).toEqual([undefined, 1]);
    cache.close();
  });

  test('is made anew when it is no database, and the file of the damage is gone', () => {
    const directory = filled();
    writeFileSync(join(directory, 'cache.db'), 'garbage '.repeat(1000));
    const { cache, rebuilt } = reopen(directory);
    expect([rebuilt, cache.caseCount(), cache.cursor()]).toEqual(['damaged', 0, undefined]);
    cache.close();
    expect(readdirSync(directory).filter(name => name.startsWith('cache.db'))).toEqual(['cache.db']);
  });

  test('is made anew when a newer version wrote it', () => {
    const directory = filled();
    const { cache } = reopen(directory);
    cache.database.setSchemaVersion(999);
    cache.close();
    const again = reopen(directory);
    expect([again.rebuilt, again.cache.caseCount()]).toEqual(['from_future', 0]);
    again.cache.close();
  });
});
