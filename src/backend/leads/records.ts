import { parse } from 'csv-parse';
import type { Readable } from 'node:stream';
import { decoded, type Reading } from './decode.ts';

/** One record of a CSV file (RFC 4180), as bytes in Latin-1: what of them is UTF-8 is looked at cell by cell. */
export type CsvRecord =
  | { readonly kind: 'record'; readonly line: number; readonly cells: readonly string[] }
  /** Nothing after it can be read. */
  | { readonly kind: 'end'; readonly line: number; readonly reason: string };

/** The longest row: what is held in memory is never more than this and a piece of the body. */
const longestRow = 1 << 20;

/** How many lines a record takes: its own, and those that its cells go on in. */
const linesOf = (cells: readonly string[]): number =>
  cells.reduce((lines, cell) => lines + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 1);

/** The longest first line that is looked at for what parts its cells. */
const longestHead = 64 << 10;

const separators = [',', ';', '\t'] as const;

/** What parts the cells of a file: none of it is in the name of a column, so the first in the first line is it. */
function separatorOf(begin: string): (typeof separators)[number] {
  const place = begin.search(/[,;\t]/);
  return separators.find(sign => sign === begin[place]) ?? ',';
}

/** Whether the first line that is not blank is whole. */
const holdsLine = (begin: string): boolean => /\S.*[\r\n]/.test(begin);

function parserFor(separator: string) {
  const parser = parse({
    encoding: 'latin1',
    delimiter: separator,
    relax_column_count: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    // A quotation mark in the middle of a cell is part of its text.
    relax_quotes: true,
  });
  // Told by the loop that reads to its end.
  parser.on('error', () => undefined);
  return parser;
}

/** The pieces of a file, the first of them with the whole first line. */
async function* withHead(pieces: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  let begin: Buffer | undefined = Buffer.alloc(0);
  for await (const piece of pieces) {
    if (begin === undefined) {
      yield piece;
      continue;
    }
    begin = Buffer.concat([begin, piece]);
    if (begin.length < longestHead && !holdsLine(begin.toString('latin1'))) continue;
    yield begin;
    begin = undefined;
  }
  if (begin) yield begin;
}

/** The records of a file as it arrives: the next piece is asked for when all of the last one was dealt with. */
export async function* recordsOf(body: Readable, read: Reading): AsyncGenerator<CsvRecord> {
  const found: CsvRecord[] = [];
  let lines = 0;
  const take = (cells: readonly string[]): void => {
    found.push({ kind: 'record', line: lines + 1, cells });
    lines += linesOf(cells);
  };
  const end = (reason: string): CsvRecord => ({ kind: 'end', line: lines + 1, reason });
  let parser: ReturnType<typeof parserFor> | undefined;
  let unended = 0;
  try {
    for await (const chunk of withHead(decoded(body, read))) {
      parser ??= parserFor(separatorOf(chunk.toString('latin1')));
      parser.write(chunk);
      for (let cells: unknown; (cells = parser.read()) !== null;) take(cells as string[]);
      unended = found.length > 0 ? 0 : unended + chunk.length;
      yield* found.splice(0);
      if (unended <= longestRow) continue;
      parser.destroy();
      yield end('A row is longer than 1 MB: a quotation mark may be open.');
      return;
    }
  } catch (error) {
    // What the decoder says of bytes that are no UTF-16; a body that breaks off is told by another error.
    if (!(error instanceof TypeError)) throw error;
    yield end('The file is not UTF-16 from here on.');
    return;
  }
  if (!parser) return;
  parser.end();
  try {
    for await (const cells of parser) take(cells as string[]);
  } catch {
    found.push(end('A quotation mark is open to the end of the file.'));
  }
  yield* found;
}
