import { concat, fromUtf8 } from '../../../shared/bytes.ts';
import { z } from '../../../shared/zod.ts';
import type { IntactPages } from '../ports.ts';

// sqlite.org/fileformat2.html, 1.6: a leaf of a table's tree, its header of 8 bytes and its array of cell offsets.
const tableLeaf = 0x0d;
const leafHeaderLength = 8;
const fileHeaderLength = 100;
/** Serial type 0: NULL, which is what a row holds for the column that is its number. */
const nullType = 0;
const firstTextType = 13;

const recordSchema = z.object({ seq: z.int().min(1), at: z.string(), body: z.object({ kind: z.string() }) });

/**
 * Journal records by number, found on every intact page of a damaged database, whether or not SQLite still finds its way
 * there. A cell counts only when it holds a record that names the row's own number.
 */
export function carveRecords(pages: IntactPages): ReadonlyMap<number, string> {
  const records = new Map<number, string>();
  for (const number of pages.numbers) {
    const page = pages.page(number);
    if (page) cellsOf(pages, page, number === 1 ? fileHeaderLength : 0, records);
  }
  return records;
}

function cellsOf(pages: IntactPages, page: Uint8Array, start: number, records: Map<number, string>): void {
  if (page[start] !== tableLeaf) return;
  const view = new DataView(page.buffer, page.byteOffset, page.length);
  const count = view.getUint16(start + 3);
  for (let cell = 0; cell < count; cell += 1) {
    const pointer = start + leafHeaderLength + 2 * cell;
    if (pointer + 2 > page.length) return;
    const row = rowAt(pages, page, view.getUint16(pointer));
    if (row) records.set(row.seq, row.record);
  }
}

function rowAt(
  pages: IntactPages,
  page: Uint8Array,
  offset: number,
): { readonly seq: number; readonly record: string } | undefined {
  const length = varint(page, offset);
  const rowId = length && varint(page, length.next);
  if (!length || !rowId) return undefined;
  const payload = payloadAt(pages, page, rowId.next, length.value);
  const record = payload && textOf(payload);
  return record !== undefined && names(record, rowId.value) ? { seq: rowId.value, record } : undefined;
}

/** A cell's payload, whose end may lie on a chain of overflow pages (fileformat2, 1.6). */
function payloadAt(
  pages: IntactPages,
  page: Uint8Array,
  offset: number,
  length: number,
): Uint8Array | undefined {
  const { usable } = pages;
  const longestLocal = usable - 35;
  const shortestLocal = Math.floor(((usable - 12) * 32) / 255) - 23;
  const preferred = shortestLocal + ((length - shortestLocal) % (usable - 4));
  const split = preferred <= longestLocal ? preferred : shortestLocal;
  const local = length <= longestLocal ? length : split;
  if (length > pages.numbers.length * usable || offset + local > page.length) return undefined;
  const parts = [page.subarray(offset, offset + local)];
  let left = length - local;
  let next = left > 0 ? numberAt(page, offset + local) : 0;
  while (left > 0) {
    const overflow = next === undefined || next === 0 ? undefined : pages.page(next);
    if (!overflow) return undefined;
    const taken = Math.min(left, usable - 4);
    parts.push(overflow.subarray(4, 4 + taken));
    left -= taken;
    next = numberAt(overflow, 0);
  }
  return concat(...parts);
}

/** The text of a row of two columns, of which the first is the row's number. */
function textOf(payload: Uint8Array): string | undefined {
  const header = varint(payload, 0);
  const first = header && varint(payload, header.next);
  const second = first && varint(payload, first.next);
  if (!header || !first || !second || second.next !== header.value) return undefined;
  const isText = second.value >= firstTextType && second.value % 2 === 1;
  const end = header.value + (second.value - firstTextType) / 2;
  if (first.value !== nullType || !isText || end !== payload.length) return undefined;
  try {
    return fromUtf8(payload.subarray(header.value, end));
  } catch {
    // Not text after all: not a record.
    return undefined;
  }
}

function names(record: string, seq: number): boolean {
  try {
    return recordSchema.safeParse(JSON.parse(record)).data?.seq === seq;
  } catch {
    return false;
  }
}

function numberAt(page: Uint8Array, offset: number): number | undefined {
  if (offset + 4 > page.length) return undefined;
  return new DataView(page.buffer, page.byteOffset, page.length).getUint32(offset);
}

/** SQLite's big-endian base-128 integer; nine bytes at most, of which the journal needs fewer. */
function varint(
  bytes: Uint8Array,
  offset: number,
): { readonly value: number; readonly next: number } | undefined {
  let value = 0;
  for (let index = 0; index < 7; index += 1) {
    const byte = bytes[offset + index];
    if (byte === undefined) return undefined;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, next: offset + index + 1 };
  }
  return undefined;
}
