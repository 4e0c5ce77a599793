import type { SqlRow } from '../ports.ts';

/** Typed reads of a row; a column of another type is a bug in the query and throws. */
export function text(row: SqlRow, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new Error(`${column} is not text`);
  return value;
}

export function integer(row: SqlRow, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new Error(`${column} is not a number`);
  return value;
}

export function bytes(row: SqlRow, column: string): Uint8Array {
  const value = row[column];
  if (!(value instanceof Uint8Array)) throw new Error(`${column} is not bytes`);
  return value;
}

export const maybeText = (row: SqlRow, column: string): string | undefined =>
  row[column] === null || row[column] === undefined ? undefined : text(row, column);

export const maybeInteger = (row: SqlRow, column: string): number | undefined =>
  row[column] === null || row[column] === undefined ? undefined : integer(row, column);

/** The largest time that a date can hold: stands for "none" where none sorts last. */
export const noTime = 8_640_000_000_000_000;

export const toTime = (timestamp: string | null | undefined): number =>
  timestamp ? Date.parse(timestamp) : noTime;

export const fromTime = (time: number): string | undefined =>
  time === noTime ? undefined : new Date(time).toISOString();
