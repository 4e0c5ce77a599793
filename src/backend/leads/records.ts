import type { Hash } from 'node:crypto';
import { parse } from 'csv-parse';
import type { Readable } from 'node:stream';

/** One record of a CSV file (RFC 4180), as bytes in Latin-1: what of them is UTF-8 is looked at cell by cell. */
export type CsvRecord =
  | { readonly kind: 'record'; readonly line: number; readonly cells: readonly string[] }
  /** Nothing after it can be read. */
  | { readonly kind: 'end'; readonly line: number; readonly reason: string };

/** The longest row: what is held in memory is never more than this and a piece of the body. */
const longestRow = 1 << 20;

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** How many lines a record takes: its own, and those that its cells go on in. */
const linesOf = (cells: readonly string[]): number =>
  cells.reduce((lines, cell) => (cell.includes('\n') ? lines + cell.split('\n').length - 1 : lines), 1);

/** The beginning of a file comes in pieces of any size; a byte order mark is no part of its first cell. */
async function* withoutMark(body: Readable): AsyncGenerator<Buffer> {
  let begin: Buffer | undefined = Buffer.alloc(0);
  // Whoever stops early still wants to answer: the request goes on to be read by others.
  for await (const chunk of body.iterator({ destroyOnReturn: false })) {
    if (begin === undefined) {
      yield chunk as Buffer;
      continue;
    }
    begin = Buffer.concat([begin, chunk as Buffer]);
    if (begin.length < byteOrderMark.length) continue;
    yield begin.subarray(begin.indexOf(byteOrderMark) === 0 ? byteOrderMark.length : 0);
    begin = undefined;
  }
  if (begin) yield begin;
}

/** The records of a file as it arrives: the next piece is asked for when all of the last one was dealt with. */
export async function* recordsOf(body: Readable, read: { readonly hash: Hash }): AsyncGenerator<CsvRecord> {
  const found: CsvRecord[] = [];
  let lines = 0;
  const parser = parse({
    encoding: 'latin1',
    relax_column_count: true,
    record_delimiter: ['\r\n', '\n'],
    // A quotation mark in the middle of a cell is part of its text.
    relax_quotes: true,
  });
  // Told by the loop that reads to its end.
  parser.on('error', () => undefined);
  const take = (cells: readonly string[]): void => {
    found.push({ kind: 'record', line: lines + 1, cells });
    lines += linesOf(cells);
  };
  let unended = 0;
  for await (const chunk of withoutMark(body)) {
    read.hash.update(chunk);
    parser.write(chunk);
    for (let cells: unknown; (cells = parser.read()) !== null;) take(cells as string[]);
    unended = found.length > 0 ? 0 : unended + chunk.length;
    yield* found.splice(0);
    if (unended > longestRow) {
      parser.destroy();
      yield {
        kind: 'end',
        line: lines + 1,
        reason: 'A row is longer than 1 MB: a quotation mark may be open.',
      };
      return;
    }
  }
  parser.end();
  try {
    for await (const cells of parser) take(cells as string[]);
  } catch {
    found.push({ kind: 'end', line: lines + 1, reason: 'A quotation mark is open to the end of the file.' });
  }
  yield* found;
}
