import type { z } from 'zod';
import { newCustomerSchema, type LeadRefusal } from '../../shared/api/index.ts';
import { fieldDefinitions } from '../../shared/domain/index.ts';
import { fail, ok, type Result } from '../../shared/result.ts';

/** What a row asks to be made. */
export type Lead = z.output<typeof newCustomerSchema>;

export type RowFault = Omit<LeadRefusal, 'line'>;

const headings = ['kind', 'levelId', 'externalId'] as const;
const needed: readonly string[] = ['kind', 'levelId'];
/** Every column that there is, by its name in small letters: spreadsheets and people write them as they like. */
const knownColumns: ReadonlyMap<string, string> = new Map(
  [...headings, ...fieldDefinitions.map(({ key }) => key)].map(name => [name.toLowerCase(), name]),
);

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The text of a cell that was read byte by byte; undefined where its bytes are no UTF-8. */
function textOf(cell: string): string | undefined {
  // oxlint-disable-next-line no-control-regex -- all of ASCII is what is looked for
  if (/^[\x00-\x7f]*$/.test(cell)) return cell.trim();
  try {
    return utf8.decode(Buffer.from(cell, 'latin1')).trim();
  } catch {
    return undefined;
  }
}

/** The columns that the first line names. */
export function columnsOf(cells: readonly string[]): Result<readonly string[], readonly RowFault[]> {
  const last = cells.findLastIndex(cell => cell.trim() !== '');
  const named = cells.slice(0, last + 1).map(cell => textOf(cell) ?? '');
  const columns = named.map(name => knownColumns.get(name.toLowerCase()) ?? name);
  const faults: RowFault[] = [];
  for (const [place, column] of columns.entries()) {
    const name = column.slice(0, 100);
    if (knownColumns.get(column.toLowerCase()) !== column)
      faults.push({ column: name, reason: 'There is no such column.' });
    else if (columns.indexOf(column) !== place) faults.push({ column: name, reason: 'It is named twice.' });
  }
  for (const column of needed)
    if (!columns.includes(column)) faults.push({ column, reason: 'The column is missing.' });
  return faults.length > 0 ? fail(faults) : ok(columns);
}

/** A line without anything in its cells is no row. */
export const isBlank = (cells: readonly string[]): boolean => cells.every(cell => cell.trim() === '');

/** Excel's own note, in the first line of all, of what parts the cells. */
export const isSeparatorNote = ([first = '', ...rest]: readonly string[]): boolean =>
  /^sep=$/i.test(first.trim()) && isBlank(rest);

/** Without the empty cells at its end that are not below any column: spreadsheets write them where something once was. */
const within = (cells: readonly string[], columns: number): readonly string[] =>
  isBlank(cells.slice(columns)) ? cells.slice(0, columns) : cells;

const rowPath = (path: readonly PropertyKey[]): string =>
  path[0] === 'fields' ? String(path[1] ?? 'fields') : String(path[0] ?? '');

/** The lead of a row. An empty cell is nothing given; anything else is text, whatever it would be to a spreadsheet. */
export function leadOf(columns: readonly string[], row: readonly string[]): Result<Lead, RowFault> {
  const cells = within(row, columns.length);
  if (cells.length !== columns.length) {
    // Named is the first column that the row has no cell for.
    const reason = `The row has ${cells.length} cells, the first line ${columns.length}.`;
    return fail({ column: columns[cells.length] ?? null, reason });
  }
  const head: Record<string, string> = {};
  const fields: Record<string, string> = {};
  for (const [place, column] of columns.entries()) {
    const text = textOf(cells[place] ?? '');
    if (text === undefined) return fail({ column, reason: 'The cell is not UTF-8.' });
    if (text === '') continue;
    if ((headings as readonly string[]).includes(column)) head[column] = text;
    else fields[column] = text;
  }
  const lead = newCustomerSchema.safeParse({ ...head, fields });
  if (lead.success) return ok(lead.data);
  const [issue] = lead.error.issues;
  const column = rowPath(issue?.path ?? []);
  return fail({
    column,
    reason:
      needed.includes(column) && !head[column]
        ? 'It is empty.'
        : column === 'kind'
          ? 'It is neither individual nor business.'
          : (issue?.message ?? ''),
  });
}
