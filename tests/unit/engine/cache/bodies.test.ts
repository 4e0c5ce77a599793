import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Change } from '../../../../src/shared/api/changes.ts';
import { integer } from '../../../../src/main/engine/cache/columns.ts';
import { fromUtf8 } from '../../../../src/shared/bytes.ts';
import { testCache } from '../../../support/cache.ts';
import { customerWith, removalOf, upsertOf } from '../../../support/customer.ts';
import { temporaryDirectory } from '../../../support/directory.ts';
import { testPorts } from '../../../support/ports.ts';

const at = '2026-01-15T09:00:00.000Z';

test('whatever comes, changes and goes, in pages of any size, each case reads as it came last', () => {
  const step = fc.record({ id: fc.integer({ min: 0, max: 60 }), goes: fc.boolean(), version: fc.nat(1000) });
  fc.assert(
    fc.property(fc.array(fc.array(step, { maxLength: 40 }), { maxLength: 6 }), pages => {
      const cache = testCache(testPorts({ directory: temporaryDirectory() }));
      const expected = new Map<string, ReturnType<typeof customerWith>>();
      pages.forEach((page, number) => {
        const changes = page.map(({ id, goes, version }): Change => {
          if (goes) {
            expected.delete(`c-${id}`);
            return removalOf('customer', `c-${id}`);
          }
          const customer = customerWith({ id: `c-${id}`, version: version + 1, name: `田中 ${version}` });
          expected.set(customer.id, customer);
          return upsertOf(customer);
        });
        cache.applyPage(changes, `cursor-${number}`, at);
      });
      for (let id = 0; id <= 60; id += 1) expect(cache.customer(`c-${id}`)).toEqual(expected.get(`c-${id}`));
      expect(cache.caseCount()).toBe(expected.size);
    }),
    { numRuns: 15 },
  );
});

test('of a case that was purged or replaced no word stays in its block', () => {
  const ports = testPorts({ directory: temporaryDirectory() });
  const cache = testCache(ports);
  const blocks = (): string =>
    cache.database
      .prepare('SELECT packed FROM customer_block')
      .all()
      .map(({ packed }) =>
        fromUtf8(ports.compression.unpack(packed instanceof Uint8Array ? packed : new Uint8Array())),
      )
      .join('');
  const named = (id: string, name: string) => upsertOf(customerWith({ id, name }));
  cache.applyPage([named('c-1', 'Alpha'), named('c-2', 'Beta'), named('c-3', 'Gamma')], 'a', at);
  cache.applyPage([named('c-1', 'Delta'), removalOf('customer', 'c-2')], 'b', at);
  expect(['Alpha', 'Beta', 'Gamma', 'Delta'].filter(name => blocks().includes(name))).toEqual([
    'Gamma',
    'Delta',
  ]);
  cache.applyPage([removalOf('customer', 'c-1'), removalOf('customer', 'c-3')], 'c', at);
  const left = cache.database.prepare('SELECT count(*) AS number FROM customer_block').get();
  expect(left && integer(left, 'number')).toBe(0);
});
