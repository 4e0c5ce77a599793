import { expect, test } from 'vitest';
import { createPolicyNote } from '../../../src/main/engine/policy-note.ts';
import { createRecord } from '../../../src/main/engine/review/index.ts';
import type { Policy } from '../../../src/shared/api/index.ts';
import { problem } from '../../../src/shared/ipc/problem.ts';
import { fail } from '../../../src/shared/result.ts';
import { testDesk } from '../../support/desk.ts';

async function noting() {
  const { journal, cache } = await testDesk();
  let full = false;
  const record = createRecord({
    journal: {
      append: bodies => (full ? fail(problem('disk_full')) : journal.append(bodies)),
      entriesAfter: journal.entriesAfter,
    },
    cache,
    touched: () => undefined,
    cacheFailed: why => {
      throw new Error(why.kind, { cause: why });
    },
  });
  return {
    cache,
    full: (now: boolean) => void (full = now),
    note: (latest?: Policy) =>
      createPolicyNote({ record, log: () => undefined, noted: cache.notedPolicy(), latest }),
    written: () =>
      [...journal.entriesAfter(0)].flatMap(({ body }) =>
        body.kind === 'policyChanged' ? [body.policy] : [],
      ),
  };
}

test('[VLT-5] a policy that the journal had no room for is written down when there is, and once', async () => {
  const { note, full, written, cache } = await noting();
  const { arrived, look } = note();
  full(true);
  arrived({ maxOfflineHours: 4 });
  look();
  expect(written()).toEqual([]);
  full(false);
  look();
  look();
  arrived({ maxOfflineHours: 4 });
  expect(written()).toEqual([{ maxOfflineHours: 4 }]);
  expect(cache.notedPolicy()).toEqual({ maxOfflineHours: 4 });
});

test('[VLT-5] a policy that only the copy has is written down by the next start', async () => {
  const { note, written, cache } = await noting();
  note({ maxOfflineHours: 4 }).look();
  note({ maxOfflineHours: 4 }).look();
  expect(written()).toEqual([{ maxOfflineHours: 4 }]);
  cache.forgetProjection();
  expect(cache.notedPolicy()).toBeUndefined();
});
