import { idSchema, timestampSchema } from '../domain/customer.ts';
import { z } from '../zod.ts';

/** The largest file of leads, in bytes: its 500,000 rows of some 500 bytes each. */
export const maxLeadFileBytes = 256 << 20;

/** The most rows of a file of leads, in a dry run too. */
export const maxLeadRows = 500_000;

/** One row that made no customer. */
export const leadRefusalSchema = z.object({
  /** Of the file, from 1; the line in which the row begins. */
  line: z.int(),
  /** Name of the column, where one is to blame. */
  column: z.string().nullish(),
  reason: z.string(),
});
export type LeadRefusal = z.infer<typeof leadRefusalSchema>;

/** `interrupted`: what was taken in stays, and the same file sent again makes the rest. `failed`: so does a mended one. */
export const leadImportStateSchema = z.enum(['running', 'finished', 'interrupted', 'failed']);

/** A file of leads, and how far it was taken in. */
export const leadImportSchema = z.object({
  id: idSchema,
  state: leadImportStateSchema,
  /** Everything is checked as if it were so, and nothing is made. */
  dryRun: z.boolean(),
  /** Rows read; each is accepted, repeated or refused. */
  rows: z.int(),
  accepted: z.int(),
  /** Rows that made a customer before. */
  repeated: z.int(),
  refused: z.int(),
  /** The first 100 of them. */
  refusals: z.array(leadRefusalSchema),
  /** An earlier import that was finished with the same bytes. */
  sameAs: idSchema.nullish(),
  startedAt: timestampSchema,
  finishedAt: timestampSchema.nullish(),
});
export type LeadImport = z.infer<typeof leadImportSchema>;
