import fc from 'fast-check';
import type { seededRandom } from '../random.ts';
import type { JsonSchema } from './api-document.ts';

export type Seeded = ReturnType<typeof seededRandom>;

export function pick<T>(random: Seeded, list: readonly T[]): T {
  const chosen = list[random.integer(list.length)];
  if (chosen === undefined) throw new Error('nothing to pick from');
  return chosen;
}

/** Occurs nowhere but where it was sent: in addresses, parameters, headers and bodies of any call. */
export const planted = 'Quillfeather-Zanzibarian';

/** Texts at which others have stumbled, and some that were planted. */
export const nastyTexts: readonly string[] = [
  planted, `${planted}@planted.example`, `sk_${planted}`, `rt_${planted}`,
  '', ' ', '\u0000', 'a\u0000b', "'; drop table customer; --", "' or '1'='1", '%27%20or%201=1', '$1', '../../../etc/passwd', '..%2f..%2fetc', '%2e%2e',
  '..', '.', '\\..\\', 'a\r\nSet-Cookie: a=b', '\r\n\r\n<html>', '${7*7}', '{{7*7}}', '<script>alert(1)</script>', '\u202e', '\ufeff', '\u2028', '田中', '💥', 'a\u0301',
  '-1', '-0', '0', '1', '1e999', '1e400', 'NaN', 'Infinity', '9007199254740993', '99999999999999999999', '0x10', 'null', 'true', 'undefined', '[]', '{}', '[object Object]',
  '__proto__', 'constructor', 'toString', 'x'.repeat(5000), '%', '%ff', '%c0%ae', '%00', '"', '2026-02-30', '0000-00-00', '2026-01-01T00:00:00.000Z', '\ud83d\ude00'.repeat(40),
]; // prettier-ignore

const nastyNumbers = [
  0,
  -0,
  1,
  -1,
  0.5,
  1e21,
  -1e21,
  1e308,
  5e-324,
  2 ** 31,
  2 ** 53,
  2 ** 63,
  -(2 ** 63),
  1e15,
  2_147_483_648,
];

/** Anything that JSON can say. */
export function anything(random: Seeded, depth = 3): unknown {
  switch (random.integer(depth > 0 ? 8 : 6)) {
    case 0:
    case 1:
      return pick(random, nastyTexts);
    case 2:
      return pick(random, nastyNumbers);
    case 3:
      return random.fraction() < 0.5;
    case 4:
      return null;
    case 5:
      return Buffer.from(random.bytes(random.integer(12))).toString('latin1');
    case 6:
      return Array.from({ length: random.integer(4) }, () => anything(random, depth - 1));
    default:
      return Object.fromEntries(
        Array.from({ length: random.integer(4) }, () => [
          // A member of this name is refused for its name; another test has it.
          pick(random, nastyTexts).replace('__proto__', 'proto'),
          anything(random, depth - 1),
        ]),
      );
  }
}

const words = ['Ada', 'Zoë', 'Łukasz', 'O’Brien', '田中', 'van der Berg', 'محمد', 'a b', 'x'];

/** Samples of a pattern are dear: made once. */
const samples = new Map<string, readonly string[]>();
function matching(pattern: string): readonly string[] {
  const known = samples.get(pattern);
  if (known) return known;
  // What a pattern of excluded characters leaves is words.
  const made = pattern.startsWith('^[^')
    ? words
    : fc.sample(fc.stringMatching(new RegExp(pattern)), { seed: 1, numRuns: 40 });
  samples.set(pattern, made);
  return made;
}

const number = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);
const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null;
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function textFor(schema: JsonSchema, random: Seeded): string {
  const [least, most] = [number(schema['minLength'], 0), number(schema['maxLength'], 40)];
  if (schema['format'] === 'date-time') return `2026-0${1 + random.integer(9)}-11T10:00:00.000Z`;
  if (schema['format'] === 'date') return `2026-0${1 + random.integer(9)}-11`;
  if (schema['format'] === 'base64')
    return Buffer.from(random.bytes(Math.ceil((least * 3) / 4)))
      .toString('base64')
      .slice(0, most);
  const { pattern } = schema;
  const drawn = pick(random, typeof pattern === 'string' ? matching(pattern) : words);
  return drawn.slice(0, most).padEnd(least, 'x');
}

/** A value that the schema takes, with some of its optional members. */
export function fitting(schema: JsonSchema, random: Seeded): unknown {
  if ('const' in schema) return schema['const'];
  if (Array.isArray(schema['enum'])) return pick(random, schema['enum']);
  const choices = listOf(schema['anyOf']).filter(isSchema);
  if (choices.length > 0) return fitting(pick(random, choices), random);
  const type = Array.isArray(schema['type']) ? pick(random, schema['type']) : schema['type'];
  switch (type) {
    case 'object': {
      const required = listOf(schema['required']);
      const members = isSchema(schema['properties']) ? Object.entries(schema['properties']) : [];
      return Object.fromEntries(
        members
          .filter(([name]) => required.includes(name) || random.fraction() < 0.4)
          .map(([name, member]) => [name, isSchema(member) ? fitting(member, random) : null]),
      );
    }
    case 'array': {
      const least = number(schema['minItems'], 0);
      const length = Math.min(least + random.integer(3), number(schema['maxItems'], 3));
      const { items } = schema;
      return Array.from({ length }, () => (isSchema(items) ? fitting(items, random) : {}));
    }
    case 'string':
      return textFor(schema, random);
    case 'integer':
    case 'number': {
      const least = number(schema['minimum'], 0);
      const most = Math.min(number(schema['maximum'], 100), least + 100);
      return least + random.integer(most - least + 1);
    }
    case 'boolean':
      return random.fraction() < 0.5;
    case 'null':
      return null;
    default:
      return anything(random);
  }
}

/**
 * The value with one thing wrong with it: a member of a wrong kind, missing, unknown, or nasty. Where a member is by
 * nature anything, that may be right after all.
 */
export function spoilt(value: unknown, random: Seeded): unknown {
  const isBranch = typeof value === 'object' && value !== null;
  const keys = isBranch ? Object.keys(value) : [];
  const key = keys[random.integer(keys.length + 1)];
  if (!isBranch || key === undefined) {
    if (!isBranch || Array.isArray(value) || random.fraction() < 0.2) return anything(random);
    return { ...value, [pick(random, ['unknown', 'constructor', 'tenantId', 'id ', ''])]: anything(random) };
  }
  const member: unknown = Reflect.get(value, key);
  const isGone = random.fraction() < 0.15;
  const goesDeeper = typeof member === 'object' && member !== null && random.fraction() < 0.7;
  const changed = goesDeeper ? spoilt(member, random) : anything(random);
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, place) =>
      String(place) !== key ? [item] : isGone ? [] : [changed],
    );
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) =>
      name !== key ? [[name, item]] : isGone ? [] : [[name, changed]],
    ),
  );
}
