import { fail, ok, type Result } from '../../shared/result.ts';

/** Far above any message of the contract; keeps recursive readers of the value off the end of the stack. */
const maxDepth = 32;

/** What a batch of a hundred full commands stays far below; millions of tiny values would hold up everybody for seconds. */
const mostValues = 500_000;

/** Keys by which a merged object would reach its prototype. */
const poisonous = new Set(['__proto__', 'constructor', 'prototype']);

const quote = 0x22;
const backslash = 0x5c;

/** What would take long to parse: seen on the bytes alone, before anything is made of them. */
function shapeFault(bytes: Uint8Array): string | undefined {
  let depth = 0;
  let values = 0;
  let inString = false;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    if (inString) {
      if (byte === backslash) index += 1;
      else if (byte === quote) inString = false;
      continue;
    }
    switch (byte) {
      case quote:
        inString = true;
        break;
      case 0x7b: // {
      case 0x5b: // [
        depth += 1;
        values += 1;
        break;
      case 0x7d: // }
      case 0x5d: // ]
        depth -= 1;
        break;
      case 0x2c: // ,
        values += 1;
        break;
      default:
        continue;
    }
    if (depth > maxDepth) return `The JSON is nested deeper than ${maxDepth} levels.`;
    if (values > mostValues) return 'The JSON holds too many values.';
  }
  return undefined;
}

/** The index after the closing quote of the string that opens at `start`; the text is valid JSON. */
function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (text.charCodeAt(index) !== quote) index += text.charCodeAt(index) === backslash ? 2 : 1;
  return index + 1;
}

/** What RFC 8259 leaves open and two readers could take differently; the text is known to be valid JSON. */
function structuralFault(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  let expectsKey = false;
  for (let index = 0; index < text.length; index += 1) {
    switch (text.charCodeAt(index)) {
      case 0x7b: // {
        open.push(new Set());
        expectsKey = true;
        break;
      case 0x5b: // [
        open.push(undefined);
        expectsKey = false;
        break;
      case 0x7d: // }
      case 0x5d: // ]
        open.pop();
        expectsKey = false;
        break;
      case 0x2c: // ,
        expectsKey = open.at(-1) !== undefined;
        break;
      case quote: {
        const end = endOfString(text, index);
        const raw = text.slice(index, end);
        const value = raw.includes('\\') ? String(JSON.parse(raw)) : raw.slice(1, -1);
        if (!value.isWellFormed()) return 'A string holds half a surrogate pair.';
        const keys = open.at(-1);
        if (expectsKey && keys) {
          if (keys.has(value)) return 'An object names the same member twice.';
          if (poisonous.has(value)) return 'A member has a name that is not allowed.';
          keys.add(value);
        }
        expectsKey = false;
        index = end - 1;
        break;
      }
    }
  }
  return undefined;
}

/**
 * Parses JSON that means the same to every reader: valid UTF-8, no duplicate keys, no lone surrogates, no
 * prototype keys, bounded depth and number of values. The problem is one sentence that quotes nothing of the text.
 */
export function parseStrictJson(bytes: Uint8Array): Result<unknown, string> {
  const shape = shapeFault(bytes);
  if (shape !== undefined) return fail(shape);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return fail('The body is not valid UTF-8.');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail('The body is not valid JSON.');
  }
  const fault = structuralFault(text);
  return fault === undefined ? ok(value) : fail(fault);
}
