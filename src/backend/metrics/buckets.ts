import type { MetricBucket } from '../../shared/api/index.ts';

export const dayMs = 24 * 3600 * 1000;

/** The first Monday after the epoch, 5 January 1970: weeks are those of ISO 8601. */
const firstMonday = 4 * dayMs;

/** When the bucket began that holds a time, in UTC. */
export function bucketOf(bucket: MetricBucket, at: number): number {
  switch (bucket) {
    case 'day':
      return Math.floor(at / dayMs) * dayMs;
    case 'week':
      return Math.floor((at - firstMonday) / (7 * dayMs)) * 7 * dayMs + firstMonday;
    case 'month': {
      const date = new Date(at);
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
    }
  }
}

/** When the bucket after the one that begins at `start` begins. */
function nextBucket(bucket: MetricBucket, start: number): number {
  switch (bucket) {
    case 'day':
      return start + dayMs;
    case 'week':
      return start + 7 * dayMs;
    case 'month': {
      const date = new Date(start);
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
    }
  }
}

/** Every bucket that a period (its end is not in it) touches, in order. */
export function bucketsOf(bucket: MetricBucket, from: number, to: number): readonly number[] {
  const starts: number[] = [];
  for (let start = bucketOf(bucket, from); start < to; start = nextBucket(bucket, start)) starts.push(start);
  return starts;
}
