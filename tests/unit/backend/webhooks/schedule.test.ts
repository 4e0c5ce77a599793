import { describe, expect, test } from 'vitest';
import {
  attemptLimitMs,
  failingLimitMs,
  outcomeOf,
  quietMs,
  retryPausesMs,
  type Attempted,
} from '../../../../src/backend/webhooks/schedule.ts';

const minute = 60_000;
const hour = 60 * minute;
const refused: Attempted = { kind: 'answered', status: 500 };
const fresh = { attempts: 0, tries: 0 };
const well = { failingSince: null, lastFailedAt: null };

describe('[HOOK-3] a delivery', () => {
  test('is tried ten times, each after the pause of the contract, and then has failed', () => {
    expect(retryPausesMs).toEqual([
      5000,
      5 * minute,
      30 * minute,
      2 * hour,
      5 * hour,
      10 * hour,
      14 * hour,
      20 * hour,
      24 * hour,
    ]);
    let at = 1_000_000;
    let tries = 0;
    const pauses: number[] = [];
    for (;;) {
      const { delivery } = outcomeOf({ attempts: tries, tries }, well, refused, at);
      tries = delivery.tries;
      if (delivery.nextAttemptAt === null) {
        expect(delivery).toMatchObject({
          state: 'failed',
          attempts: 10,
          failure: 'status',
          responseStatus: 500,
        });
        break;
      }
      expect(delivery.state).toBe('pending');
      pauses.push(delivery.nextAttemptAt - at);
      at = delivery.nextAttemptAt;
    }
    expect(pauses).toEqual(retryPausesMs);
  });

  test('is delivered by any 2xx and by nothing else', () => {
    const stateAt = (status: number) => outcomeOf(fresh, well, { kind: 'answered', status }, 0).delivery;
    for (const status of [200, 201, 204, 299]) expect(stateAt(status).state).toBe('delivered');
    for (const status of [300, 301, 302, 307, 308, 304])
      expect(stateAt(status)).toMatchObject({ state: 'pending', failure: 'redirect' });
    for (const status of [400, 401, 404, 429, 500, 503, 0])
      expect(stateAt(status)).toMatchObject({ state: 'pending', failure: 'status' });
    const timedOut = outcomeOf(fresh, well, { kind: 'failed', failure: 'timeout' }, 0).delivery;
    expect(timedOut).toMatchObject({ state: 'pending', failure: 'timeout', responseStatus: null });
  });

  test('that was asked for again is counted on, and retried from the beginning', () => {
    const { delivery } = outcomeOf({ attempts: 10, tries: 0 }, well, refused, 0);
    expect(delivery).toMatchObject({ state: 'pending', attempts: 11, tries: 1, nextAttemptAt: 5000 });
  });
});

test('[HOOK-4] an attempt takes ten seconds at the most', () => {
  expect(attemptLimitMs).toBe(10_000);
});

describe('[HOOK-5] a subscription', () => {
  test('is disabled by an attempt that fails when none succeeded for five days, and not before', () => {
    const failing = { failingSince: 1000, lastFailedAt: failingLimitMs - hour };
    const first = outcomeOf(fresh, well, refused, 1000);
    expect(first).toMatchObject({ failingSince: 1000, lastFailedAt: 1000, disables: undefined });
    expect(outcomeOf(fresh, failing, refused, 1000 + failingLimitMs - 1).disables).toBeUndefined();
    const last = outcomeOf(fresh, failing, refused, 1000 + failingLimitMs);
    expect(last).toMatchObject({ disables: 'failing', delivery: { state: 'failed', nextAttemptAt: null } });
    expect(failingLimitMs).toBe(5 * 24 * hour);
  });

  test('is not disabled by what failed before a quiet time, which no pause of the schedule is', () => {
    const failed = { failingSince: 1000, lastFailedAt: 3 * 24 * hour + 1000 };
    const late = failed.lastFailedAt + quietMs + 1;
    expect(outcomeOf(fresh, failed, refused, late + failingLimitMs)).toMatchObject({
      failingSince: late + failingLimitMs,
      disables: undefined,
      delivery: { state: 'pending', tries: 1 },
    });
    expect(outcomeOf(fresh, failed, refused, failed.lastFailedAt + quietMs)).toMatchObject({
      failingSince: 1000,
      disables: 'failing',
    });
    expect(quietMs).toBe(2 * 24 * hour);
    expect(Math.max(...retryPausesMs)).toBeLessThan(quietMs);
  });

  test('is well again after one success, and disabled at once by 410', () => {
    const failing = { failingSince: 1000, lastFailedAt: failingLimitMs * 2 - hour };
    const answer = (status: number) =>
      outcomeOf(fresh, failing, { kind: 'answered', status }, failingLimitMs * 2);
    const again = { failingSince: null, lastFailedAt: null, disables: undefined };
    expect(answer(200)).toMatchObject(again);
    expect(outcomeOf(fresh, well, { kind: 'answered', status: 410 }, 5)).toMatchObject({
      disables: 'gone',
      delivery: { state: 'failed', responseStatus: 410 },
    });
  });

  test('is judged by its present address alone: how one that it left has answered decides about the delivery, and nothing else', () => {
    const states = [well, { failingSince: 1000, lastFailedAt: 2000 }];
    for (const [status, state] of [
      [410, 'pending'],
      [500, 'pending'],
      [200, 'delivered'],
    ] as const) {
      for (const webhook of states) {
        const left = { kind: 'answered', status, isMoved: true } as const;
        const outcome = outcomeOf(fresh, webhook, left, 1000 + failingLimitMs);
        expect(outcome).toMatchObject({ ...webhook, disables: undefined, delivery: { state, attempts: 1 } });
      }
    }
  });
});
