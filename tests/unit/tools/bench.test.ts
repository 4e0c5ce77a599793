import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { measure, percentile } from '../../../bench/harness.ts';
import { keptStore, runFolder } from '../../../bench/kept-store.ts';
import { limitWords, standing } from '../../../bench/limits.ts';
import { page } from '../../../bench/report.ts';
import { longestOf, stallWords } from '../../../bench/stalls.ts';
import { temporaryDirectory } from '../../support/directory.ts';

test('percentiles are nearest-rank', () => {
  const values = [5, 1, 4, 2, 3];
  expect([0.5, 0.95, 0.99].map(share => percentile(values, share))).toEqual([3, 5, 5]);
});

test('value and baseline alternate, and the world is closed even when one throws', async () => {
  const order: string[] = [];
  const prepared = {
    value: async () => {
      order.push('value');
      return order.length > 2 ? Promise.reject(new Error('broken')) : 10;
    },
    baseline: async () => {
      order.push('baseline');
      return 5;
    },
    close: async () => {
      order.push('close');
    },
  };
  const benchmark = {
    name: 'x',
    what: '',
    unit: 'ms' as const,
    baseline: 'y',
    prepare: async () => prepared,
  };
  expect(await measure({ ...benchmark, runs: 1 })).toMatchObject({
    value: 10,
    ratio: 2,
    baseline: { value: 5 },
  });
  await expect(measure({ ...benchmark, runs: 2 })).rejects.toThrow('broken');
  expect(order).toEqual(['value', 'baseline', 'close', 'value', 'close']);
});

const figure = {
  name: 'decide',
  what: 'a key → painted',
  value: 8,
  unit: 'ms',
  baseline: { name: 'an insert', value: 4 },
  ratio: 2,
  runs: 3,
  p50: 8,
  p95: 12,
  p99: 14,
  notes: 'of it transport 2 ms',
};

test('a figure stands where its worst limit puts it', () => {
  expect(standing({ ...figure, p95: 12 })).toBe('beyond');
  expect(standing({ ...figure, p95: 17 })).toBe('reached');
  expect(standing({ ...figure, p95: 51 })).toBe('not reached');
  const rate = { ...figure, name: 'replay', unit: 'per s' };
  expect(standing({ ...rate, p50: 2_500, ratio: 0.6 })).toBe('beyond');
  expect(standing({ ...rate, p50: 2_500, ratio: 0.4 })).toBe('not reached');
  expect(standing({ ...rate, p50: 499, ratio: 0.6 })).toBe('not reached');
  expect(standing({ ...figure, name: 'nobody set a limit' })).toBe('');
});

test('of a rate the worst run is the slowest', async () => {
  const rates = [300, 100, 200];
  const found = await measure({
    name: 'rate',
    what: '',
    unit: 'per s',
    baseline: 'as fast',
    runs: rates.length,
    prepare: async () => ({
      value: async () => rates.shift() ?? Number.NaN,
      baseline: async () => 100,
      close: async () => undefined,
    }),
  });
  expect(found).toMatchObject({ p50: 200, p95: 100, p99: 100, ratio: 2 });
});

test('the page has a row for each figure, explains it, and names what failed', () => {
  const text = page([figure], {
    date: new Date(0),
    cases: 100_000,
    minutes: 12,
    version: '1.0.0',
    browser: 'Chrome 150',
    failed: [{ name: 'next', error: 'Error: no case' }],
  });
  expect(text).toContain('- Measured: 1970-01-01, 100,000 cases, 12 minutes');
  expect(text).toContain('| `decide` | 8 | 12 | 14 | ms | 4 | 2 | 3 | p95 ≤ 50 ms (16 ms) | beyond |');
  expect(text).toContain('| name | median | p95 | p99 | unit |');
  expect(text).toContain(
    '- `decide`: a key → painted. Baseline: an insert. Beside it: of it transport 2 ms.',
  );
  expect(text).toContain('- `next` could not be measured: Error: no case');
});

test('what is called the 99th percentile is one', () => {
  expect(limitWords({ name: 'sync.jank', unit: 'ms' })).toBe('p99 ≤ 50 ms (16 ms)');
});

test('beside a stall stands how late a timer came, also where the stall counts less', () => {
  const window = {
    longest: 50,
    timerLate: 83.4,
    longTasks: [],
    frameGap: 90,
    frames: 10,
    blank: 0,
    fetching: 0,
    input: 0,
  };
  const process = { longest: 12, processor: 5 };
  const stalls = { window, shell: process, engine: process };
  expect(longestOf(stalls)).toBe(50);
  expect(stallWords([stalls])).toContain('window 50 ms; a timer in it up to 83 ms late; shell 12 ms');
});

test('a store whose filling is broken off does not count: the next run fills it anew, once', async () => {
  const kept = temporaryDirectory();
  const name = { kind: 'backend-5', version: 'one' };
  runFolder(kept);
  const half = keptStore(kept, name, async folder => {
    writeFileSync(join(folder, 'backend.db'), 'half');
    throw new Error('broken off');
  });
  await expect(half).rejects.toThrow('broken off');
  expect(readdirSync(kept)).toEqual([`run-${process.pid}`]);

  let filled = 0;
  const fill = async (folder: string): Promise<void> => {
    filled += 1;
    expect(readdirSync(folder)).toEqual([]);
    writeFileSync(join(folder, 'backend.db'), 'whole');
  };
  const store = await keptStore(kept, name, fill);
  expect(readdirSync(store)).toEqual(['backend.db']);
  expect(await keptStore(kept, name, fill)).toBe(store);
  expect(filled).toBe(1);
  await keptStore(kept, { ...name, version: 'two' }, fill);
  expect(existsSync(store)).toBe(false);
});
