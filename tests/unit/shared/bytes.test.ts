import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concat, fromBase64, fromHex, fromUtf8, toBase64, toHex, utf8 } from '../../../src/shared/bytes.ts';

const bytes = fc.uint8Array({ maxLength: 200 });

test('hex and base64 agree with the platform and come back as they were', () => {
  fc.assert(
    fc.property(bytes, value => {
      expect(toHex(value)).toBe(Buffer.from(value).toString('hex'));
      expect(toBase64(value)).toBe(Buffer.from(value).toString('base64'));
      expect([...fromHex(toHex(value))]).toEqual([...value]);
      expect([...fromBase64(toBase64(value))]).toEqual([...value]);
    }),
  );
});

test.each(['=', 'A', 'AA', 'AAA', 'A===', 'AB==', 'AA=A', 'AA-_', 'AA A', 'AAAA='])(
  'base64 %j is refused: nothing but the one canonical spelling may pass',
  text => {
    expect(() => fromBase64(text)).toThrow();
  },
);

test.each(['a', 'zz', '0x', ' 00'])('hex %j is refused', text => {
  expect(() => fromHex(text)).toThrow();
});

test('parts are joined in order', () => {
  expect([...concat(new Uint8Array([1]), new Uint8Array(), new Uint8Array([2, 3]))]).toEqual([1, 2, 3]);
});

test('broken UTF-8 is refused, not replaced', () => {
  expect(fromUtf8(utf8('Łukasz 田中'))).toBe('Łukasz 田中');
  expect(() => fromUtf8(new Uint8Array([0xc3, 0x28]))).toThrow();
});
