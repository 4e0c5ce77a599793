import { expect, test } from 'vitest';
import { createArrivals } from '../../../../src/backend/documents/index.ts';
import type { Document } from '../../../../src/shared/domain/index.ts';

const mb = 1024 * 1024;
const by = (uploadedBy: string, size: number) => ({ uploadedBy, size }) as Document;
const kept = (count: number) => Array.from({ length: count }, () => by('applicant', 1000));

test('[LINK-11] what is on its way to a case takes its room, until it has ended', () => {
  const arrivals = createArrivals();
  const begin = (id: string, size: number) => arrivals.begin({ id, documents: [] }, by('applicant', size));
  const ends = Array.from({ length: 10 }, () => begin('one', 50 * mb));
  expect(ends).not.toContain(undefined);
  expect(begin('one', 1)).toBeUndefined();
  // Another case has its own.
  expect(begin('other', 50 * mb)).toBeDefined();
  ends[3]?.();
  expect(begin('one', 50 * mb)).toBeDefined();
  expect(begin('one', 1)).toBeUndefined();
});

test('[LINK-11] what is on its way is counted beside what is there', () => {
  const arrivals = createArrivals();
  const begin = () => arrivals.begin({ id: 'one', documents: kept(97) }, by('applicant', 1));
  expect([begin(), begin(), begin(), begin()].map(end => end !== undefined)).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

test('[LINK-5] [LINK-11] to a full case one is let in at a time: it may be what is there, sent once more as an answer', () => {
  const arrivals = createArrivals();
  const begin = () => arrivals.begin({ id: 'full', documents: kept(100) }, by('applicant', 1000));
  const end = begin();
  expect([end === undefined, begin()]).toEqual([false, undefined]);
  end?.();
  expect(begin()).toBeDefined();
});
