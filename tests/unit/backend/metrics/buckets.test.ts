import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketOf, bucketsOf, dayMs } from '../../../../src/backend/metrics/buckets.ts';
import { metricBucketSchema } from '../../../../src/shared/api/index.ts';

/** The calendar's own answer: midnight, the Monday before, the first of the month, all in UTC. */
function byCalendar(bucket: string, at: number): number {
  const date = new Date(at);
  date.setUTCHours(0, 0, 0, 0);
  if (bucket === 'month') date.setUTCDate(1);
  while (bucket === 'week' && date.getUTCDay() !== 1) date.setUTCDate(date.getUTCDate() - 1);
  return date.getTime();
}

const buckets = metricBucketSchema.options;
const time = fc.integer({ min: 0, max: Date.UTC(2200, 0) });

test('[MET-4] a day, a week and a month begin when the calendar says, at any time of two centuries', () => {
  fc.assert(
    fc.property(fc.constantFrom(...buckets), time, (bucket, at) => {
      expect(bucketOf(bucket, at)).toBe(byCalendar(bucket, at));
      expect(bucketOf(bucket, bucketOf(bucket, at))).toBe(bucketOf(bucket, at));
    }),
  );
});

test('[MET-4] every turn of a year, a leap day and an hour that clocks jump over lie in the right buckets', () => {
  for (let year = 1970; year < 2100; year += 1) {
    const turn = Date.UTC(year + 1, 0, 1);
    const march = Date.UTC(year, 2, 1);
    for (const at of [turn - dayMs, turn - 1, turn, turn + 3 * dayMs, march - 1, march])
      for (const bucket of buckets) expect([at, bucketOf(bucket, at)]).toEqual([at, byCalendar(bucket, at)]);
  }
});

test('[MET-4] the buckets of a period follow one another without a gap, and hold its first and last moment', () => {
  const length = fc.integer({ min: 1, max: 3660 * dayMs });
  fc.assert(
    fc.property(fc.constantFrom(...buckets), time, length, (bucket, from, ms) => {
      const to = from + ms;
      const starts = bucketsOf(bucket, from, to);
      const expected = new Set<number>();
      for (let at = from; at < to; at += dayMs) expected.add(byCalendar(bucket, at));
      expected.add(byCalendar(bucket, to - 1));
      expect(starts).toEqual([...expected]);
    }),
    { numRuns: 50 },
  );
});

test('[MET-4] the week of ISO 8601 that two years share is one', () => {
  const weeks = bucketsOf('week', Date.UTC(2024, 11, 28), Date.UTC(2025, 0, 7));
  expect(weeks.map(start => new Date(start).toISOString().slice(0, 10))).toEqual([
    '2024-12-23',
    '2024-12-30',
    '2025-01-06',
  ]);
});
