import { concat, fromUtf8 } from '../../../shared/bytes.ts';

const newline = 0x0a;
/** A customer with every document and finding is tens of kilobytes; beyond this somebody sends us something else. */
const longestLine = 16 * 1024 * 1024;

/** A line as it came and decoded. */
export interface Line {
  readonly bytes: Uint8Array;
  readonly text: string;
}

/** Thrown for a body that is not UTF-8 lines. */
export class NotLines extends Error {}

/** The lines of a body (RFC 8259 texts separated by LF), however its pieces are cut; empty lines are passed over. */
export async function* readLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Line[]> {
  let rest: Uint8Array[] = [];
  let restSize = 0;
  for await (const piece of body) {
    const lines: Line[] = [];
    let start = 0;
    for (let end = piece.indexOf(newline); end >= 0; end = piece.indexOf(newline, start)) {
      rest.push(piece.subarray(start, end));
      pushLine(lines, rest);
      rest = [];
      restSize = 0;
      start = end + 1;
    }
    if (start < piece.length) {
      rest.push(piece.subarray(start));
      restSize += piece.length - start;
      if (restSize > longestLine) throw new NotLines('line_too_long');
    }
    if (lines.length > 0) yield lines;
  }
  const last: Line[] = [];
  pushLine(last, rest);
  if (last.length > 0) yield last;
}

function pushLine(lines: Line[], parts: readonly Uint8Array[]): void {
  const [only, ...others] = parts;
  if (!only) return;
  const bytes = others.length === 0 ? only : concat(...parts);
  const text = decode(bytes);
  if (text.trim() !== '') lines.push({ bytes, text });
}

function decode(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes);
  } catch {
    throw new NotLines('not_utf8');
  }
}
