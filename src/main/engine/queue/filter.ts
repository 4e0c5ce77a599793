import type { QueueFilter } from '../../../shared/ipc/queue.ts';
import { assertNever } from '../../../shared/result.ts';
import type { Database, SqlValue } from '../ports.ts';
import { searchTerms } from '../search/index.ts';
import type { Cell } from './cells.ts';
import { rowsOf } from './row-list.ts';

type CellTest = (cell: Cell) => boolean;

const oneOf = (
  values: readonly string[] | undefined,
  of: (cell: Cell) => string | undefined,
): CellTest | undefined => {
  if (values === undefined || values.length === 0) return undefined;
  const wanted = new Set<string | undefined>(values);
  return cell => wanted.has(of(cell));
};

function assignment(assignee: QueueFilter['assignee'], userId: string): CellTest | undefined {
  switch (assignee) {
    case undefined:
      return undefined;
    case 'me':
      return cell => cell.assignee === userId || cell.claimedBy === userId;
    case 'nobody':
      return cell => cell.assignee === undefined;
    case 'others':
      return cell => cell.assignee !== undefined && cell.assignee !== userId;
    default:
      return assertNever(assignee);
  }
}

/** What a filter asks of a cell; undefined when it asks nothing. `userId` is whom "me" means. */
export function cellTest(filter: QueueFilter, userId: string): CellTest | undefined {
  const tests = [
    oneOf(filter.kinds, cell => cell.kind),
    oneOf(filter.levels, cell => cell.level),
    oneOf(filter.statuses, cell => cell.status),
    oneOf(filter.risks, cell => cell.risk),
    oneOf(filter.countries, cell => cell.country),
    assignment(filter.assignee, userId),
    filter.missing === undefined ? undefined : (cell: Cell) => cell.missing === filter.missing,
  ].filter(test => test !== undefined);
  return tests.length === 0 ? undefined : cell => tests.every(test => test(cell));
}

/** Decisions of this workstation that are not part of the case yet. */
const undelivered = `SELECT row FROM customer WHERE id IN (SELECT customer_id FROM command
  WHERE type = 'review.finish' AND state IN ('queued', 'sealed', 'parked'))`;

/**
 * Which rows a filter leaves, as far as it asks for more than cells: by row, 1 for one that stays; undefined when it
 * asks for no more. `size`: above every row.
 */
export function rowMask(database: Database, filter: QueueFilter, size: number): Uint8Array | undefined {
  const masks = [textMask(database, filter.text, size), decidedMask(database, filter.decided, size)].filter(
    mask => mask !== undefined,
  );
  return masks.length === 0 ? undefined : masks.reduce(both);
}

function decidedMask(database: Database, decided: boolean | undefined, size: number): Uint8Array | undefined {
  if (decided === undefined) return undefined;
  const mask = maskOf(rowsOf(database, undelivered, []), size);
  return decided ? mask : mask.map(one => 1 - one);
}

/** The rows whose indexed text has every term, or whose id begins with the text. */
function textMask(database: Database, typed: string | undefined, size: number): Uint8Array | undefined {
  if (typed === undefined || typed.trim() === '') return undefined;
  const terms = searchTerms(typed);
  // Only punctuation was typed: nothing has that in its folded text.
  if (!terms) return new Uint8Array(size);
  const found = (sql: string, ...values: readonly SqlValue[]): Uint8Array =>
    maskOf(rowsOf(database, sql, values), size);
  const matched = [
    terms.long === undefined
      ? undefined
      : found('SELECT rowid AS row FROM search_long WHERE search_long MATCH ?', terms.long),
    terms.short === undefined
      ? undefined
      : found('SELECT rowid AS row FROM search_short WHERE search_short MATCH ?', terms.short),
  ]
    .filter(mask => mask !== undefined)
    .reduce(both);
  const prefix = terms.idPrefix;
  if (prefix === undefined) return matched;
  const named = found('SELECT row FROM customer WHERE id >= ? AND id < ?', prefix, `${prefix}\u{10ffff}`);
  return matched.map((one, row) => one | (named[row] ?? 0));
}

function maskOf(rows: Int32Array, size: number): Uint8Array {
  const mask = new Uint8Array(size);
  for (const row of rows) mask[row] = 1;
  return mask;
}

const both = (a: Uint8Array, b: Uint8Array): Uint8Array => a.map((one, row) => one & (b[row] ?? 0));
