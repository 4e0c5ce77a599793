import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const numbers = (text: string) => [...text.matchAll(/\[([A-Z]{3}-\d+)\]/g)].map(match => match[1] ?? '');

const rules = numbers(readFileSync(join(root, 'docs/SPEC.md'), 'utf8'));
const testNames = readdirSync(join(root, 'tests'), { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.test.ts') && !file.endsWith('spec.test.ts'))
  .flatMap(file => numbers(readFileSync(join(root, 'tests', file), 'utf8')));

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
