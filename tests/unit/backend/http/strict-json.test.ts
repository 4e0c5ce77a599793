import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseStrictJson } from '../../../../src/backend/http/strict-json.ts';

const parse = (text: string) => parseStrictJson(Buffer.from(text));

const safeKey = fc
  .string({ unit: 'binary' })
  .filter(key => !['__proto__', 'constructor', 'prototype'].includes(key));
const { value } = fc.letrec(tie => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'binary' }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(safeKey, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

test('whatever JSON.stringify writes is read back alike', () => {
  fc.assert(
    fc.property(value, fc.boolean(), (given, pretty) => {
      expect(parse(JSON.stringify(given, null, pretty ? 2 : 0))).toEqual({
        ok: true,
        value: JSON.parse(JSON.stringify(given)),
      });
    }),
  );
});

test('a member that is there twice is refused, however it is written', () => {
  fc.assert(
    fc.property(safeKey, value, (key, inner) => {
      const written = JSON.stringify(key);
      const escaped = `"${[...key].map(sign => (sign.length === 1 ? `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}` : sign)).join('')}"`;
      expect(
        parse(`{"a${written.slice(1)}:1,${written}:${JSON.stringify(inner)},${escaped}:2}`),
      ).toMatchObject({ ok: false });
    }),
  );
});

test.each([
  ['{"a":{"b":1},"b":{"a":1}}', true],
  ['[{"a":1},{"a":1}]', true],
  ['{"a":"b","b":"a"}', true],
  ['{"a":["a","a"],"c":"a"}', true],
  ['{"a":1,"\\u0061":2}', false],
  ['{"x":{"__proto__":1}}', false],
  ['"\\ud83d\\ude00"', true],
  ['"\\ud83d"', false],
  ['{"\\ude00":1}', false],
  [`${'['.repeat(32)}${']'.repeat(32)}`, true],
  [`${'['.repeat(33)}${']'.repeat(33)}`, false],
  ['{"a":1,}', false],
  ['', false],
])('%s: accepted is %s', (text, accepted) => {
  expect(parse(text).ok).toBe(accepted);
});

test.each([
  ['values', `[${'{},'.repeat(5_000_000)}1]`],
  ['members', `{${'"":1,'.repeat(3_000_000)}"":1}`],
  ['levels', '['.repeat(16 << 20)],
])('millions of tiny %s are refused before anything is made of them', (_what, text) => {
  const bytes = Buffer.from(text);
  const { user } = process.threadCpuUsage();
  expect(parseStrictJson(bytes)).toMatchObject({
    ok: false,
    problem: expect.stringMatching(/deeper|too many/),
  });
  // Parsed, each of them takes whole seconds.
  expect(process.threadCpuUsage().user - user).toBeLessThan(1_000_000);
});

test('signs of structure in a string are text', () => {
  const text = '[{,]}\\"'.repeat(200_000);
  expect(parse(JSON.stringify({ text }))).toEqual({ ok: true, value: { text } });
});
