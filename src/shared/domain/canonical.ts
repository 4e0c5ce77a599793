import { utf8, type Bytes } from '../bytes.ts';

/** What may occur in anything that is hashed or signed: no fractions, no undefined, no lone surrogates. */
export type Canonical =
  string | boolean | null | number | readonly Canonical[] | { readonly [key: string]: Canonical };

/**
 * RFC 8785 (JSON Canonicalization Scheme) for the restricted values of a command: strings, booleans, null,
 * safe integers, arrays and objects. Throws on anything outside, so that two sides can never hash differently.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new Error('only safe integers may be hashed');
    return JSON.stringify(value);
  }
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new Error('lone surrogates may not be hashed');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && [Object.prototype, null].includes(Object.getPrototypeOf(value))) {
    // RFC 8785 orders keys by UTF-16 code units, which is what sort() does without a comparator.
    const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${members.map(([key, member]) => `${canonicalJson(key)}:${canonicalJson(member)}`).join(',')}}`;
  }
  throw new Error(`a ${typeof value} may not be hashed`);
}

/** UTF-8 bytes of the canonical form. */
export const canonicalBytes = (value: unknown): Bytes => utf8(canonicalJson(value));
