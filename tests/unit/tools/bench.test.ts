import { expect, test } from 'vitest';
import { measure, percentile, table } from '../../../bench/harness.ts';

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

test('the table has a row for each figure', async () => {
  const text = table([
    {
      name: 'a',
      value: 1,
      unit: 'ms',
      baseline: { name: 'b', value: 2 },
      ratio: 0.5,
      runs: 3,
      p50: 1,
      p95: 1,
      p99: 1,
      notes: '',
    },
  ]);
  expect(text.split('\n')).toHaveLength(3);
  expect(text).toContain('| `a` | 1 | 1 | ms | b | 2 | 0.5 | 3 |');
});
