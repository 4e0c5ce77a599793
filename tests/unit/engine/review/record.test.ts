import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { StorageError } from '../../../../src/main/engine/ports.ts';
import { createRecord } from '../../../../src/main/engine/review/index.ts';
import { testCache } from '../../../support/cache.ts';
import { customerWith } from '../../../support/customer.ts';
import { testDesk, valueOf } from '../../../support/desk.ts';
import { decidedBody } from '../../../support/journal.ts';
import { testPorts } from '../../../support/ports.ts';
import { smallDisk } from '../../../support/small-disk.ts';

const customerId = 'c-1';

test('[JRN-3] a decision is in the journal before anything that paints hears of it', async () => {
  const { journal, cache } = await testDesk();
  const heard: number[] = [];
  const record = createRecord({
    journal,
    cache,
    touched: () => heard.push([...journal.entriesAfter(0)].length),
    cacheFailed: why => {
      throw new Error(why.kind);
    },
  });
  valueOf(record([{ kind: 'exported', what: 'a' }]));
  valueOf(
    record([
      { kind: 'exported', what: 'b' },
      { kind: 'exported', what: 'c' },
    ]),
  );
  expect(heard).toEqual([1, 3]);
});

test.skipIf(!smallDisk.available)(
  '[JRN-3] a decision that a full disk keeps out of the journal is refused and never painted (needs mount)',
  async () => {
    const desk = await testDesk({ journalDirectory: smallDisk.mount('512k') });
    desk.sync(customerWith({ id: customerId }));
    const text = 'x'.repeat(4000);
    let acknowledged = 0;
    let refusal: string | undefined;
    while (refusal === undefined && acknowledged < 1000) {
      const answer = desk.review.addNote({ customerId, text, mentions: [] });
      if (answer.ok) acknowledged += 1;
      else refusal = answer.problem.kind;
    }
    expect(refusal).toBe('disk_full');
    expect(acknowledged).toBeGreaterThan(0);
    expect(desk.cache.outboxOfCustomer(customerId)).toHaveLength(acknowledged);
  },
);

test.skipIf(!smallDisk.available)(
  'what the journal has taken is decided even when the cache can not follow, and the cache catches up (needs mount)',
  async () => {
    const { journal } = await testDesk();
    const disk = smallDisk.mount('8m');
    const cache = testCache(testPorts({ directory: disk }));
    const failed: string[] = [];
    const record = createRecord({
      journal,
      cache,
      touched: () => undefined,
      cacheFailed: why => failed.push(why.kind),
    });
    const note = (number: number) => valueOf(record([decidedBody(number)]));
    note(1);
    const filler = join(disk, 'filler');
    expect(() => writeFileSync(filler, new Uint8Array(16_000_000))).toThrow('ENOSPC');
    for (let number = 2; failed.length === 0 && number < 2000; number += 1) note(number);
    expect(failed).toEqual(['disk_full']);
    expect(cache.projectedSeq()).toBeLessThan(journal.head().size);
    expect(record.behind()).toMatchObject({ kind: 'disk_full' });
    rmSync(filler);
    expect(record.behind()).toBeUndefined();
    expect(cache.projectedSeq()).toBe(journal.head().size);
    expect(cache.outboxCounts().waiting).toBe(journal.head().size);
  },
);

test('[CCH-2] whatever kept an entry out of the cache, none is passed over by what follows it', async () => {
  const { journal, cache } = await testDesk();
  let broken = false;
  const told: unknown[] = [];
  const failed: (string | undefined)[] = [];
  const record = createRecord({
    journal,
    cache: {
      projectedSeq: cache.projectedSeq,
      project: entries => {
        if (broken) throw new Error('a bug');
        return cache.project(entries);
      },
    },
    touched: change => told.push(change),
    cacheFailed: why => failed.push(`${why.kind}: ${why.detail}`),
  });
  broken = true;
  valueOf(record([decidedBody(1)]));
  expect(failed).toEqual(['internal: a bug']);
  expect(record.behind()).toMatchObject({ kind: 'internal' });
  broken = false;
  valueOf(record([decidedBody(2)]));
  expect(record.behind()).toBeUndefined();
  expect(cache.outboxCounts().waiting).toBe(2);
  expect(told).toEqual([{ customerIds: null, outbox: true }]);

  // Written past this record, as the end of a device is.
  valueOf(journal.append([decidedBody(3)]));
  valueOf(record([decidedBody(4)]));
  expect(cache.outboxCounts().waiting).toBe(4);
});

test('the cache counts as behind also when only telling of a decision failed, and all is told of again', async () => {
  const { journal, cache } = await testDesk();
  let deaf = true;
  const told: unknown[] = [];
  const record = createRecord({
    journal,
    cache,
    touched: change => {
      if (deaf) throw new StorageError({ kind: 'failed', detail: 'no counts' });
      told.push(change);
    },
    cacheFailed: () => undefined,
  });
  valueOf(record([decidedBody(1)]));
  deaf = false;
  expect(record.behind()).toBeUndefined();
  expect(told).toEqual([{ customerIds: null, outbox: true }]);
});
