import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordsOf, type CsvRecord } from '../../../../src/backend/leads/records.ts';

const encodings = {
  'UTF-8': text => Buffer.from(text),
  'UTF-8 with a mark': text => Buffer.from(`\uFEFF${text}`),
  'UTF-16LE': text => Buffer.from(text, 'utf16le'),
  'UTF-16LE with a mark': text => Buffer.from(`\uFEFF${text}`, 'utf16le'),
  'UTF-16BE': text => Buffer.from(text, 'utf16le').swap16(),
  'UTF-16BE with a mark': text => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
} satisfies Record<string, (text: string) => Buffer>;

function* pieces(bytes: Buffer, sizes: readonly number[]): Generator<Buffer> {
  let from = 0;
  for (let n = 0; from < bytes.length; n += 1) {
    const size = sizes.length > 0 ? (sizes[n % sizes.length] ?? 1) : bytes.length;
    yield bytes.subarray(from, from + size);
    from += size;
  }
}

async function read(bytes: Buffer, sizes: readonly number[] = []): Promise<readonly CsvRecord[]> {
  const found: CsvRecord[] = [];
  const hash = createHash('sha256');
  for await (const record of recordsOf(Readable.from(pieces(bytes, sizes)), {
    hash,
    mostBytes: bytes.length,
  }))
    found.push(record);
  expect(hash.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
  return found.map(one =>
    one.kind === 'end'
      ? one
      : { ...one, cells: one.cells.map(cell => Buffer.from(cell, 'latin1').toString('utf8')) },
  );
}

const cell = fc.oneof(
  fc.constantFrom('', 'a', 'Zoë "Zed" Łukasz', 'x\ny', 'x\r\ny', '\r', 'a,b;c\td', '=1+1', '𝒳東', ' s '),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);

test('[LEAD-1] cells are the same and lines are counted right, however a spreadsheet wrote the file and however it arrives', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(',', ';', '\t'),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.constantFrom(...Object.values(encodings)),
      fc.array(fc.tuple(cell, cell, cell), { maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 6 }),
      fc.boolean(),
      async (separator, lineEnd, encode, rows, sizes, isEnded) => {
        const table = [['kind', 'levelId', 'firstName'], ...rows];
        const quoted = (text: string) =>
          /[",;\t\r\n]|^$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
        const text = table.map(cells => cells.map(quoted).join(separator)).join(lineEnd);
        let line = 1;
        const expected = table.map(cells => {
          const record = { kind: 'record', line, cells: [...cells] };
          line += 1 + (cells.join('\u0001').match(/\r\n|\r|\n/g)?.length ?? 0);
          return record;
        });
        const found = await read(encode(isEnded ? `${text}${lineEnd}` : text), sizes);
        expect(found).toEqual(expected);
      },
    ),
    { numRuns: 300 },
  );
});

test.each(Object.entries(encodings))(
  '[LEAD-1] %s is read also where it has nothing in it',
  async (_name, encode) => {
    expect((await read(encode(''))).filter(({ kind }) => kind === 'end')).toEqual([]);
    expect(await read(encode('\n \nkind;levelId\n'), [1])).toMatchObject([
      { line: 1 },
      { line: 2 },
      { line: 3, cells: ['kind', 'levelId'] },
    ]);
  },
);

test('[LEAD-1] what is no UTF-16 inside ends the file at the first row that was not read whole', async () => {
  const rows = Buffer.from('\uFEFFkind,levelId\na,b\nc,d\n', 'utf16le');
  const found = await read(Buffer.concat([rows, Buffer.from([0x00, 0xdc, 0x41, 0x00])]), [rows.length]);
  expect(found.at(-1)).toEqual({
    kind: 'end',
    line: found.length,
    reason: 'The file is not UTF-16 from here on.',
  });
  expect(found.slice(0, 2)).toMatchObject([{ cells: ['kind', 'levelId'] }, { cells: ['a', 'b'] }]);
  // Half a sign at the end.
  expect((await read(Buffer.concat([rows, Buffer.from([0x41])]))).at(-1)).toMatchObject({ kind: 'end' });
});
