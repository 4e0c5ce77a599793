import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepEqual } from '../../../../src/renderer/src/stores/keep-equal.ts';

describe('plain data that is read again', () => {
  it('is the earlier value itself when nothing has changed', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        expect(keepEqual(value, structuredClone(value))).toBe(value);
      }),
    );
  });

  it('is always equal to what was read', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
        expect(keepEqual(before, after)).toEqual(after);
      }),
    );
  });

  it('keeps the parts that are equal', () => {
    const before = { items: [{ id: 1 }, { id: 2 }], customer: { name: 'Ng' } };
    const after = keepEqual(before, { items: [{ id: 1 }, { id: 3 }], customer: { name: 'Ng' } });
    expect(after.items[0]).toBe(before.items[0]);
    expect(after.items[1]).toEqual({ id: 3 });
    expect(after.customer).toBe(before.customer);
  });

  it('tells an absent name from one that is undefined', () => {
    const before: { name?: string | undefined } = { name: undefined };
    expect(Object.keys(keepEqual(before, {}))).toEqual([]);
  });
});
