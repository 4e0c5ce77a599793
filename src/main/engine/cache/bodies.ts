import { fromUtf8, utf8, type Bytes } from '../../../shared/bytes.ts';
import { customerSchema, type Customer } from '../../../shared/domain/customer.ts';
import { z } from '../../../shared/zod.ts';
import type { Compression } from '../ports.ts';

/** Whole cases as they are kept: the feed's own line, compressed. Writing the case anew would take as long as reading it. */
export interface Bodies {
  /** The JSON of a change of the feed about a case. */
  pack(line: string): Bytes;
  read(packed: Uint8Array): Customer;
}

const lineSchema = z.object({ data: customerSchema });

export const createBodies = (compression: Compression): Bodies => ({
  pack: line => compression.pack(utf8(line)),
  read: packed => lineSchema.parse(JSON.parse(fromUtf8(compression.unpack(packed)))).data,
});
