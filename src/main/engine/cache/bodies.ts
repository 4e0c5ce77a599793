import { concat, fromUtf8, utf8, type Bytes } from '../../../shared/bytes.ts';
import { customerSchema, type Customer } from '../../../shared/domain/customer.ts';
import { z } from '../../../shared/zod.ts';
import type { Compression, Database } from '../ports.ts';
import { bytes } from './columns.ts';

/**
 * Rows of `customer` whose cases lie together in one block. Packed alone a case takes 1,700 bytes and 75 µs, of
 * sixteen each takes 950 bytes and 19 µs; more gain little and make reading one case dearer (here 0.1 ms).
 */
const rowsPerBlock = 16;
const newline = 0x0a;
const noLine: Bytes = new Uint8Array();

const blockOf = (row: number): number => Math.floor(row / rowsPerBlock);
const placeOf = (row: number): number => row % rowsPerBlock;

/**
 * Whole cases as they are kept: the feed's own line (writing the case anew would take as long as reading it), sixteen
 * to a block, each at the place that its row says, an empty line where there is none.
 */
export interface Bodies {
  /** The line of the case in this row. */
  line(row: number): Uint8Array | undefined;
  /** The case in a line of the feed. */
  parse(line: Uint8Array): Customer;
  /** One line by itself, for keeping it elsewhere. */
  pack(line: Uint8Array): Bytes;
  unpack(packed: Uint8Array): Bytes;
  /** Gathers what one transaction changes, so that a block is packed once however many of its cases came. */
  writer(): BodyWriter;
}

export interface BodyWriter {
  put(row: number, line: Uint8Array): void;
  remove(row: number): void;
  /** Writes all that was gathered. */
  write(): void;
}

const lineSchema = z.object({ data: customerSchema });

export function createBodies(database: Database, compression: Compression): Bodies {
  const readBlock = (block: number): readonly Uint8Array[] | undefined => {
    const found = database.prepare('SELECT packed FROM customer_block WHERE block = ?').get(block);
    return found && splitLines(compression.unpack(bytes(found, 'packed')));
  };

  const writeBlock = (block: number, lines: readonly Uint8Array[]): void => {
    if (lines.every(line => line.length === 0)) {
      database.prepare('DELETE FROM customer_block WHERE block = ?').run(block);
      return;
    }
    database
      .prepare('INSERT OR REPLACE INTO customer_block (block, packed) VALUES (?, ?)')
      .run(block, compression.pack(joinLines(lines)));
  };

  return {
    line(row) {
      const line = readBlock(blockOf(row))?.[placeOf(row)];
      return line && line.length > 0 ? line : undefined;
    },
    parse: line => lineSchema.parse(JSON.parse(fromUtf8(line))).data,
    pack: line => compression.pack(line),
    unpack: packed => compression.unpack(packed),
    writer() {
      const blocks = new Map<number, (Uint8Array | undefined)[]>();
      const set = (row: number, line: Uint8Array): void => {
        const block = blockOf(row);
        const changed = blocks.get(block) ?? Array.from({ length: rowsPerBlock });
        changed[placeOf(row)] = line;
        blocks.set(block, changed);
      };
      return {
        put: set,
        remove: row => set(row, noLine),
        write() {
          for (const [block, changed] of blocks) {
            const before = changed.includes(undefined) ? readBlock(block) : undefined;
            writeBlock(
              block,
              changed.map((line, place) => line ?? before?.[place] ?? noLine),
            );
          }
          blocks.clear();
        },
      };
    },
  };
}

const lineEnd: Bytes = new Uint8Array([newline]);

const joinLines = (lines: readonly Uint8Array[]): Bytes => concat(...lines.flatMap(line => [line, lineEnd]));

function splitLines(block: Uint8Array): readonly Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let start = 0; start < block.length;) {
    const end = block.indexOf(newline, start);
    lines.push(block.subarray(start, end));
    start = end + 1;
  }
  return lines;
}

/** The line of the feed for a case that came without one. */
export const lineOf = (change: unknown): Bytes => utf8(JSON.stringify(change));
