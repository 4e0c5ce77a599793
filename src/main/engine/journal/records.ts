import { utf8 } from '../../../shared/bytes.ts';
import { timestampSchema } from '../../../shared/domain/customer.ts';
import { z } from '../../../shared/zod.ts';
import type { Crypto, Database, SqlRow } from '../ports.ts';
import { journalBodySchema, type JournalEntry } from './entries.ts';
import { decodeFrontier, emptyFrontier, encodePeaks, grow, leafHash, type Frontier } from './merkle.ts';

const entrySchema = z.object({ seq: z.int().min(1), at: timestampSchema, body: journalBodySchema });

/** Rows a query reads at a time: a walk holds no statement open, so entries may be appended while it runs. */
const pageSize = 500;

/** The text that is stored and hashed. Throws on a body that is not one of ours: that is a bug, found before it is kept. */
export const encodeEntry = (entry: JournalEntry): string => JSON.stringify(entrySchema.parse(entry));

/** Undefined when the text is not an entry that this version knows. */
export function decodeEntry(record: string): JournalEntry | undefined {
  try {
    return entrySchema.safeParse(JSON.parse(record)).data;
  } catch {
    return undefined;
  }
}

export const insertRecord = (database: Database, seq: number, record: string): void => {
  database.prepare('INSERT INTO entry (seq, record) VALUES (?, ?)').run(seq, record);
};

export interface State {
  readonly frontier: Frontier;
  readonly witnessed: number;
  /** When the last full check was, in milliseconds since 1970. */
  readonly checkedAt: number;
}

const stateRow = z.object({
  size: z.int(),
  peaks: z.instanceof(Uint8Array),
  witnessed: z.int(),
  checked_at: z.int(),
});

/** Undefined when the stored frontier is not one, or the entries do not reach as far as it says. */
export function readState(database: Database): State | undefined {
  const row = stateRow.safeParse(database.prepare('SELECT * FROM state').get()).data;
  const frontier = row && decodeFrontier(row.size, row.peaks);
  if (!row || !frontier || lastSeq(database) !== row.size) return undefined;
  return { frontier, witnessed: row.witnessed, checkedAt: row.checked_at };
}

export const lastSeq = (database: Database): number =>
  z.object({ last: z.int() }).parse(database.prepare('SELECT coalesce(max(seq), 0) AS last FROM entry').get())
    .last;

const firstRow = z.object({ first: z.int().nullable() });

/**
 * The first entry after `start` that sealed this place of a device's sequence or a later one. The index is named: left to
 * itself SQLite goes through the sealed entries from the oldest on and parses each of them for its place.
 */
export const firstSealedFrom = (database: Database, start: number, place: number): number | undefined =>
  firstRow.parse(
    database
      .prepare(
        `SELECT min(seq) AS first FROM entry INDEXED BY entry_by_place
         WHERE device_seq IS NOT NULL AND device_seq >= ? AND seq > ?`,
      )
      .get(place, start),
  ).first ?? undefined;

export const writeFrontier = (database: Database, frontier: Frontier): void => {
  database.prepare('UPDATE state SET size = ?, peaks = ?').run(frontier.size, encodePeaks(frontier));
};

/** Takes back entries that were committed but that nobody was told of. */
export function truncate(database: Database, frontier: Frontier): void {
  database.transaction(() => {
    writeFrontier(database, frontier);
    database.prepare('DELETE FROM entry WHERE seq > ?').run(frontier.size);
  });
}

const recordRow = z.object({ seq: z.int(), record: z.string() });

export interface Found {
  readonly seq: number;
  /** Undefined when it can't be read. */
  readonly entry: JournalEntry | undefined;
}

export function readRow(row: SqlRow): Found {
  const { seq, record } = recordRow.parse(row);
  return { seq, entry: decodeEntry(record) };
}

/** Entries after `seq`, in order. */
export function* walk(database: Database, seq: number): Generator<Found> {
  const page = database.prepare(`SELECT seq, record FROM entry WHERE seq > ? ORDER BY seq LIMIT ${pageSize}`);
  for (let after = seq; ;) {
    const rows = page.all(after);
    for (const row of rows) {
      const found = readRow(row);
      after = found.seq;
      yield found;
    }
    if (rows.length < pageSize) return;
  }
}

/** The tree over the first `size` entries, from their text. Fewer when there are fewer. */
export function recompute(database: Database, crypto: Crypto, size: number): Frontier {
  const page = database.prepare(
    `SELECT seq, CAST(record AS BLOB) AS bytes FROM entry WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ${pageSize}`,
  );
  let frontier = emptyFrontier;
  for (;;) {
    const rows = page.all(frontier.size, size);
    // A hole shows as a shorter tree: what comes after it is not at its place.
    const inOrder = rows.filter((row, index) => row['seq'] === frontier.size + index + 1);
    frontier = grow(
      crypto,
      frontier,
      inOrder.map(row => leafHash(crypto, bytesIn(row))),
    );
    if (rows.length < pageSize || inOrder.length < rows.length) return frontier;
  }
}

function bytesIn(row: SqlRow): Uint8Array {
  const bytes = row['bytes'];
  if (!(bytes instanceof Uint8Array)) throw new Error('a record is read as bytes');
  return bytes;
}

export const leafOf = (crypto: Crypto, record: string) => leafHash(crypto, utf8(record));
