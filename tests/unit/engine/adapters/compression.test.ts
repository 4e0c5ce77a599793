import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compression } from '../../../../src/main/engine/adapters/compression.ts';
import { utf8 } from '../../../../src/shared/bytes.ts';

test('what was packed comes back byte for byte, whatever its size', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100_000, size: 'max' }), bytes => {
      expect(compression.unpack(compression.pack(bytes))).toEqual(bytes);
    }),
    { numRuns: 50 },
  );
});

test('a case takes less than half of its size', () => {
  const line = JSON.stringify(
    Array.from({ length: 20 }, (_, index) => ({ code: `c-${index}`, weight: index })),
  );
  expect(compression.pack(utf8(line)).length).toBeLessThan(line.length / 2);
});

test('bytes that were not packed are refused', () => {
  expect(() => compression.unpack(utf8('{"id":"c-1"}'))).toThrow();
});
