import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NotLines, readLines } from '../../../../src/main/engine/sync/lines.ts';
import { concat, utf8 } from '../../../../src/shared/bytes.ts';

async function linesOf(pieces: readonly Uint8Array[]): Promise<readonly string[]> {
  async function* body() {
    yield* pieces;
  }
  const all: string[] = [];
  for await (const lines of readLines(body())) {
    for (const { text, bytes } of lines) {
      expect(bytes).toEqual(utf8(text));
      all.push(text);
    }
  }
  return all;
}

test('lines come out whole however the body is cut, also inside a character', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc
          .string({ unit: 'grapheme', minLength: 1 })
          .filter(text => text.trim() !== '' && !/[\n]/.test(text)),
      ),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
      fc.boolean(),
      async (lines, cuts, closed) => {
        const whole = utf8(lines.join('\n') + (closed ? '\n' : ''));
        const pieces: Uint8Array[] = [];
        for (let offset = 0, cut = 0; offset < whole.length; cut += 1) {
          const size = cuts[cut % cuts.length] ?? 1;
          pieces.push(whole.subarray(offset, offset + size));
          offset += size;
        }
        expect(await linesOf(pieces)).toEqual(lines);
      },
    ),
  );
});

test('what is not UTF-8 is no line', async () => {
  await expect(linesOf([concat(utf8('{"a":'), new Uint8Array([0xff, 0xfe]), utf8('}\n'))])).rejects.toThrow(
    NotLines,
  );
});

test('a line without end is given up before it fills the memory', async () => {
  const piece = new Uint8Array(1024 * 1024).fill(0x61);
  await expect(linesOf(Array.from({ length: 20 }, () => piece))).rejects.toThrow('line_too_long');
});
