import { expect, test } from 'vitest';
import { faultsOf, type DemoReport } from '../../../tools/demo/report.ts';

const sound: DemoReport = {
  shell: 'chromium',
  cases: 60,
  documents: 200,
  decidedOffline: 11,
  applied: 13,
  appliedTwice: 0,
  parked: 1,
  plaintextHits: 0,
  journalVerified: true,
  seconds: {},
  screenshots: [],
};

test('a sound run has no faults', () => {
  expect(faultsOf(sound, 14)).toEqual([]);
});

test.each([
  [{ decidedOffline: 9 }],
  [{ applied: 12 }],
  [{ applied: 14 }],
  [{ appliedTwice: 1 }],
  [{ parked: 0, applied: 14 }],
  [{ plaintextHits: 1 }],
  [{ journalVerified: false }],
])('a run with %j has exactly one', change => {
  expect(faultsOf({ ...sound, ...change }, 14)).toHaveLength(1);
});
