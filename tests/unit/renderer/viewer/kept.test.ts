import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKept } from '../../../../src/renderer/src/viewer/kept.ts';

describe('what is kept for coming back', () => {
  it('gives up the least recently used beyond the budget and frees each exactly once', () => {
    const freed: string[] = [];
    const kept = createKept<string>(10, 100, value => freed.push(value));
    kept.put('a', 'A', 4);
    kept.put('b', 'B', 4);
    kept.get('a');
    kept.put('c', 'C', 4);
    expect(freed).toEqual(['B']);
    expect(kept.get('a')).toBe('A');
    kept.drop(key => key === 'a');
    expect(freed).toEqual(['B', 'A']);
  });

  it('keeps the newest even when it alone is over the budget', () => {
    const kept = createKept<string>(10, 100, () => undefined);
    kept.put('huge', 'H', 5000);
    expect(kept.get('huge')).toBe('H');
  });

  it('stays within budget and count through any use, and every value is either held or freed', () => {
    const step = fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      cost: fc.integer({ min: 1, max: 6 }),
      act: fc.constantFrom('put', 'get', 'take'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), steps => {
        const live = new Map<object, number>();
        const kept = createKept<{ readonly cost: number }>(10, 3, value => {
          expect(live.delete(value)).toBe(true);
        });
        for (const { key, cost, act } of steps) {
          if (act === 'get') kept.get(key);
          else if (act === 'take') {
            const taken = kept.take(key);
            if (taken) live.delete(taken);
          } else {
            const value = { cost };
            live.set(value, cost);
            kept.put(key, value, cost);
          }
          const spent = [...live.values()].reduce((sum, one) => sum + one, 0);
          expect(live.size).toBeLessThanOrEqual(3);
          expect(live.size <= 1 || spent <= 10).toBe(true);
        }
      }),
    );
  });
});
