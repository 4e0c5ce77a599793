import { timestampSchema } from '../domain/customer.ts';
import { z } from '../zod.ts';

/** One thing that was done to a case, for people to read. */
export const historyEntrySchema = z.object({
  /** Place in the tenant's audit log. */
  index: z.int().nonnegative(),
  at: timestampSchema,
  actor: z.object({
    kind: z.enum(['user', 'integrator', 'applicant', 'system']),
    id: z.string().nullish(),
    /** As it is called today. */
    name: z.string(),
  }),
  action: z.string(),
  /** In words. */
  text: z.string(),
  /** What the audit log holds of it. */
  data: z.record(z.string(), z.unknown()),
  /** What a command asked for. */
  payload: z.record(z.string(), z.unknown()).nullish(),
});
export type HistoryEntry = z.infer<typeof historyEntrySchema>;
