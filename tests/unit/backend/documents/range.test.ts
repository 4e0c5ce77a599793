import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRange } from '../../../../src/backend/documents/range.ts';

test('a part lies within the bytes and is what was asked for', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 50 }),
      fc.nat({ max: 60 }),
      fc.integer({ min: 1, max: 50 }),
      (from, more, size) => {
        const to = from + more;
        const range = parseRange(`bytes=${from}-${to}`, size);
        expect(range).toEqual(
          from >= size
            ? { kind: 'unsatisfiable' }
            : { kind: 'part', first: from, last: Math.min(to, size - 1) },
        );
        expect(parseRange(`bytes=-${to + 1}`, size)).toEqual({
          kind: 'part',
          first: Math.max(0, size - to - 1),
          last: size - 1,
        });
      },
    ),
  );
});

test.each([
  [undefined],
  ['bytes=-'],
  ['bytes=3-1'],
  ['items=0-1'],
  ['bytes=0-1,3-4'],
  ['bytes=a-b'],
  [`bytes=${'9'.repeat(40)}-`],
])('%s asks for nothing that can be understood: the whole is sent', header =>
  expect(parseRange(header, 10)).toEqual({ kind: 'whole' }),
);

test('no bytes at the end are no range', () => {
  expect(parseRange('bytes=-0', 10)).toEqual({ kind: 'unsatisfiable' });
});
