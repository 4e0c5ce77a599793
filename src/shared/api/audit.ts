import { timestampSchema } from '../domain/customer.ts';
import { z } from '../zod.ts';

/** An entry of the audit log: what was done is bound by `dataHash`, the entry itself by `leafHash` (lowercase hex). */
export const auditEntrySchema = z.object({
  index: z.int().nonnegative(),
  at: timestampSchema,
  /** `user:<id>`, `key:<id>` or `system`. */
  actor: z.string(),
  action: z.string(),
  customerId: z.string().nullish(),
  dataHash: z.string(),
  leafHash: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** RFC 9162, 2.1.3: that a leaf is in the tree of `size` leaves. */
export const inclusionProofSchema = z.object({
  index: z.int().nonnegative(),
  size: z.int().positive(),
  leafHash: z.string(),
  hashes: z.array(z.base64()),
});

/** RFC 9162, 2.1.4: that the tree of `first` leaves begins the tree of `second`. */
export const consistencyProofSchema = z.object({
  first: z.int().positive(),
  second: z.int().positive(),
  hashes: z.array(z.base64()),
});
