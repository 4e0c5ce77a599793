import { isDeepStrictEqual } from 'node:util';
import type { CustomerStep } from '../store/index.ts';

/**
 * Whether a step of a case ended in a decision. A second review within one millisecond (a device delivers what it gathered
 * at once) may read like the first; that it ended shows in the status then.
 */
export function endsReview({ before, after }: CustomerStep): boolean {
  if (!after.lastReview) return false;
  if (!isDeepStrictEqual(before?.lastReview ?? null, after.lastReview)) return true;
  return after.status === 'REJECTED' && before?.status !== 'REJECTED';
}
