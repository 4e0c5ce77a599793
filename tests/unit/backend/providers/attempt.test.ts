import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { guarded, type Attempt } from '../../../../src/backend/providers/checks/attempt.ts';
import type { Provider, ProviderInput, ProviderOutcome } from '../../../../src/backend/providers/index.ts';
import { shippedLevels, type Customer } from '../../../../src/shared/domain/index.ts';

const [level] = shippedLevels;
if (!level) throw new Error('no level');

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const clear: ProviderOutcome = { state: 'clear', findings: [] };
const customer: Customer = {
  id: 'c',
  kind: 'individual',
  levelId: level.id,
  levelVersion: 1,
  name: 'Somebody',
  status: 'UNDER_REVIEW',
  reviewStatus: 'Pending',
  leadStatus: 'under_review',
  version: 1,
  fields: {},
  documents: [],
  providers: [],
  screening: { hits: [] },
  risk: { score: 0, band: 'low', factors: [] },
  createdAt: '2026-11-21T12:00:00.000Z',
  updatedAt: '2026-11-21T12:00:00.000Z',
};
const input: ProviderInput = {
  tenantId: 't',
  customer,
  level: { ...level, version: 1 },
  at: 0,
  readDocument: () => Promise.reject(new Error('none')),
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A provider of 20 s that does what it is told, and how long each of its attempts lasted until it was left. */
function watched(answer: (attempt: number) => Promise<ProviderOutcome>) {
  const lasted: number[] = [];
  const provider: Provider = {
    name: 'watched',
    timeoutMs: 20_000,
    run: (_, signal) => {
      const began = Date.now();
      const at = lasted.push(NaN) - 1;
      signal.addEventListener('abort', () => (lasted[at] = Date.now() - began), { once: true });
      return answer(at);
    },
  };
  const run = guarded(provider, log);
  const attempt = async (remainingMs = 600_000, signal = new AbortController().signal): Promise<Attempt> => {
    const ended = run(input, { remainingMs, signal });
    ended.catch(() => {});
    await vi.advanceTimersByTimeAsync(60_000);
    return ended;
  };
  return { attempt, lasted };
}

const never = () => new Promise<ProviderOutcome>(() => {});
const fails = () => Promise.reject(new Error('down'));

describe('[PRV-6] an attempt at a check', () => {
  test('ends with its time, is aborted then, and made once more', async () => {
    const { attempt, lasted } = watched(never);
    expect(await attempt()).toEqual({ kind: 'down' });
    expect(lasted).toEqual([20_000, 20_000]);
  });

  test('that fails is made a second time, and what that says counts', async () => {
    const { attempt, lasted } = watched(n => (n === 0 ? fails() : Promise.resolve(clear)));
    expect(await attempt()).toEqual({ kind: 'ended', outcome: clear });
    expect(lasted).toHaveLength(2);
  });

  test('that ends well is made once', async () => {
    const { attempt, lasted } = watched(() => Promise.resolve(clear));
    expect(await attempt()).toEqual({ kind: 'ended', outcome: clear });
    expect(lasted).toHaveLength(1);
  });

  test('has its whole time when the checks are late already, and is not made a second time', async () => {
    const { attempt, lasted } = watched(never);
    expect(await attempt(-60_000)).toEqual({ kind: 'down' });
    expect(lasted).toEqual([20_000]);
    const slow = watched(() => new Promise(resolve => setTimeout(() => resolve(clear), 19_000)));
    expect(await slow.attempt(0)).toEqual({ kind: 'ended', outcome: clear });
  });

  test('made a second time has what is left of the time of all', async () => {
    const { attempt, lasted } = watched(never);
    await attempt(25_000);
    expect(lasted).toHaveLength(2);
    expect(lasted[0]).toBe(20_000);
    expect(lasted[1]).toBeLessThanOrEqual(5000);
    expect(lasted[1]).toBeGreaterThan(3500);
  });

  test('is thrown away, and no failure, when the backend ends', async () => {
    const ending = new AbortController();
    const { attempt } = watched(never);
    const ended = attempt(600_000, ending.signal);
    ending.abort(new Error('the backend ends'));
    await expect(ended).rejects.toThrow('the backend ends');
  });
});

describe('[PRV-6] a provider that failed five times in a row', () => {
  test('is left alone for ten seconds, whoever asks, and then asked once to see', async () => {
    let isDown = true;
    const asked: number[] = [];
    const began = Date.now();
    const run = guarded(
      {
        name: 'watched',
        run: () => {
          asked.push(Date.now() - began);
          return isDown ? fails() : Promise.resolve(clear);
        },
      },
      log,
    );
    const attempt = async (ms: number): Promise<Attempt> => {
      const ended = run(input, { remainingMs: 600_000, signal: new AbortController().signal });
      await vi.advanceTimersByTimeAsync(ms);
      return ended;
    };
    for (let n = 0; n < 3; n += 1) expect(await attempt(1000)).toEqual({ kind: 'down' });
    // Of the third case's two attempts only the first was made.
    expect(asked).toHaveLength(5);
    expect(await attempt(1000)).toEqual({ kind: 'down' });
    expect(asked).toHaveLength(5);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await attempt(1000)).toEqual({ kind: 'down' });
    // Still down: one look, and it is left alone again.
    expect(asked).toHaveLength(6);
    await vi.advanceTimersByTimeAsync(10_000);
    isDown = false;
    for (let n = 0; n < 3; n += 1) expect(await attempt(10)).toEqual({ kind: 'ended', outcome: clear });
    expect(asked).toHaveLength(9);
  });

  test('is asked on where a success came between its failures', async () => {
    const { attempt, lasted } = watched(n => (n % 4 === 3 ? Promise.resolve(clear) : fails()));
    for (let n = 0; n < 6; n += 1) await attempt();
    expect(lasted).toHaveLength(12);
  });
});
