import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const numbers = (text: string) => [...text.matchAll(/\[([A-Z]{3,4}-\d+)\]/g)].map(match => match[1] ?? '');

/**
 * What names a test: the first text given to `test`, `it` or `describe`, also behind `.each(…)`, `.skipIf(…)` and the
 * like. A number in a comment, or in any other text, proves nothing.
 */
function titles(source: string): readonly string[] {
  const code = source.replaceAll(/^\s*(\/\/|\*|\/\*).*$/gm, '');
  return [...code.matchAll(/\b(?:test|it|describe)\b/g)].flatMap(({ index, 0: word }) => {
    const title = firstText(code, index + word.length);
    return title === undefined ? [] : [title];
  });
}

/** Follows `.name`, `(…)` and `` `…` `` behind a test's word until a call begins with a text. */
function firstText(code: string, start: number): string | undefined {
  let rest = code.slice(start);
  for (;;) {
    const member = /^\s*\.\w+/.exec(rest)?.[0];
    if (member !== undefined) rest = rest.slice(member.length);
    else {
      const title = /^\s*\(\s*(`(?:[^`\\]|\\.)*`|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\s*,/.exec(rest)?.[1];
      if (title !== undefined) return title;
      const end = /^\s*\(/.test(rest) ? closingBracket(rest) : undefined;
      if (end === undefined) return undefined;
      rest = rest.slice(end + 1);
    }
  }
}

/** Where the first bracket closes; brackets in texts do not count. */
function closingBracket(code: string): number | undefined {
  let depth = 0;
  const parts = /`(?:[^`\\]|\\.)*`|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|[()]/g;
  for (const { index, 0: part } of code.matchAll(parts)) {
    if (part === '(') depth += 1;
    if (part === ')') depth -= 1;
    if (part === ')' && depth === 0) return index;
  }
  return undefined;
}

const rules = numbers(readFileSync(join(root, 'docs/SPEC.md'), 'utf8'));
const testNames = readdirSync(join(root, 'tests'), { recursive: true, encoding: 'utf8' })
  .filter(file => /\.test\.tsx?$/.test(file) && !file.endsWith('spec.test.ts'))
  .flatMap(file => titles(readFileSync(join(root, 'tests', file), 'utf8')))
  .flatMap(numbers);

test('only what names a test counts', () => {
  const source = `
    // test('[AAA-1] in a comment', () => {});
    const text = '[AAA-2]'; work(it, '[AAA-3]');
    test('[AAA-4] plain', () => {});
    it.each([['(', ')']])("[AAA-5] each %s", () => { expect('[AAA-6]') });
    test.skipIf(!real)(\`[AAA-7] gated\`, async () => {});
    describe('[AAA-8] a group', () => {});
  `;
  expect(titles(source).flatMap(numbers)).toEqual(['AAA-4', 'AAA-5', 'AAA-7', 'AAA-8']);
});

test('every rule has a number of its own', () => {
  expect(new Set(rules).size).toBe(rules.length);
  expect(rules.length).toBeGreaterThan(30);
});

test('every rule is proved by a test that names it', () => {
  expect(rules.filter(rule => !testNames.includes(rule))).toEqual([]);
});

test('no test names a rule that is not written down', () => {
  expect([...new Set(testNames)].filter(name => !rules.includes(name))).toEqual([]);
});
