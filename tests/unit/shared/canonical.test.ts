import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../../src/shared/domain/canonical.ts';
import { commandHashInput } from '../../../src/shared/domain/command.ts';
import { fromUtf8 } from '../../../src/shared/bytes.ts';

const text = fc.string({ unit: 'grapheme' });
const hashable = fc.letrec(tie => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.boolean(),
    fc.constant(null),
    fc.maxSafeInteger(),
    fc.array(tie('value')),
    fc.dictionary(text, tie('value')),
  ),
})).value;

test('[CMD-1] the canonical form is that of RFC 8785 for everything a command may hold', () => {
  fc.assert(
    fc.property(hashable, value => {
      expect(canonicalJson(value)).toBe(canonicalize(value));
    }),
  );
});

test('[CMD-1] keys are ordered by UTF-16 code units, not by code points or locale', () => {
  // The example of RFC 8785, section 3.2.3.
  const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6'];
  const ordered = Object.keys(
    JSON.parse(canonicalJson(Object.fromEntries(keys.map(key => [key, 0])))) as object,
  );
  expect(ordered).toEqual(['1', '\r', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33']);
});

test.each([
  ['a fraction', 0.5],
  ['an unsafe integer', 2 ** 53],
  ['NaN', Number.NaN],
  ['undefined', undefined],
  ['a lone surrogate', '\ud800'],
  ['a lone surrogate as a key', { '\udc00': 1 }],
  ['a date', new Date(0)],
  ['a bigint', 1n],
  ['bytes', new Uint8Array(1)],
])('[CMD-1] %s is refused, because two sides could hash it differently', (_name, value) => {
  expect(() => canonicalJson({ value })).toThrow();
});

test('[CMD-1] hash and signature are left out of what is hashed, everything else is in', () => {
  const input = fromUtf8(commandHashInput({ id: 'a', hash: 'x', signature: 'y', extra: [1] }));
  expect(input).toBe('{"extra":[1],"id":"a"}');
});
