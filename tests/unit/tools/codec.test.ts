import { runInThisContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCodec } from '../../../tools/chromium-shell/page/codec.ts';

const codec = createCodec();

/** Through the form that travels: JSON for the value, the bytes beside it. */
function carried(value: unknown): unknown {
  const encoded = codec.encode(value);
  return codec.decode({ value: JSON.parse(JSON.stringify(encoded.value)), bytes: encoded.bytes });
}

/** Everything that the stand-in promises to carry, nested in any way. */
const carriable = fc.anything({
  key: fc.oneof(fc.string(), fc.constantFrom('$', '__proto__', 'v', 't')),
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withNullPrototype: false,
  withSparseArray: false,
});

describe("the stand-in's codec", () => {
  it('carries every value as structured clone would', () => {
    fc.assert(
      fc.property(carriable, value => {
        expect(carried(value)).toStrictEqual(structuredClone(value));
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps an error’s name, message and stack', () => {
    const error = new RangeError('too far');
    expect(carried(error)).toMatchObject({ name: 'RangeError', message: 'too far', stack: error.stack });
  });

  it('takes the part of a buffer that a view shows, and makes of Node’s Buffer the Uint8Array it is', () => {
    const view = new Uint8Array(new Uint8Array([1, 2, 3, 4]).buffer, 1, 2);
    expect(carried({ view, buffer: Buffer.from('ab') })).toStrictEqual({
      view: new Uint8Array([2, 3]),
      buffer: new Uint8Array([97, 98]),
    });
  });

  it.each([
    ['a function', () => undefined],
    ['a symbol', Symbol('s')],
    ['a promise', Promise.resolve()],
    ['a weak map', new WeakMap()],
  ])('refuses %s, wherever it is, in the words of Electron', (_what, value) => {
    expect(() => codec.encode([{ deep: value }])).toThrow('An object could not be cloned.');
  });

  it('refuses a value that holds itself, rather than never to end', () => {
    const value: { self?: unknown } = {};
    value.self = [value];
    expect(() => codec.encode(value)).toThrow('cyclic');
  });

  it('uses nothing outside its own text, since its text is what runs in the page', () => {
    const rebuilt: typeof createCodec = runInThisContext(`(${createCodec.toString()})`);
    expect(rebuilt().decode(rebuilt().encode({ a: [1n, undefined] }))).toStrictEqual({ a: [1n, undefined] });
  });
});
