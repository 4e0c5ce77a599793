import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
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
    cacheFailed: error => {
      throw error;
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
      cacheFailed: error => failed.push(error.fault.kind),
    });
    const note = (number: number) => valueOf(record([decidedBody(number)]));
    note(1);
    const filler = join(disk, 'filler');
    expect(() => writeFileSync(filler, new Uint8Array(16_000_000))).toThrow('ENOSPC');
    for (let number = 2; failed.length === 0 && number < 2000; number += 1) note(number);
    expect(failed).toEqual(['disk_full']);
    expect(cache.projectedSeq()).toBeLessThan(journal.head().size);
    rmSync(filler);
    valueOf(record([]));
    expect(cache.projectedSeq()).toBe(journal.head().size);
    expect(cache.outboxCounts().waiting).toBe(journal.head().size);
  },
);
