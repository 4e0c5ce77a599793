import { customerSchema, idSchema, timestampSchema } from '../domain/customer.ts';
import { levelSchema } from '../domain/levels.ts';
import { z } from '../zod.ts';
import { linkSchema, planSchema } from './links.ts';
import { policySchema, userSchema } from './session.ts';
import { transactionSchema } from './transactions.ts';
import { noticeSchema } from './webhooks.ts';

export const noteSchema = z.object({
  id: idSchema,
  customerId: idSchema,
  text: z.string(),
  mentions: z.array(idSchema),
  by: idSchema,
  at: timestampSchema,
});
export type Note = z.infer<typeof noteSchema>;

const upsert = <N extends string, D extends z.ZodType>(entity: N, data: D) =>
  z.object({
    seq: z.int(),
    entity: z.literal(entity),
    id: z.string(),
    op: z.literal('upsert'),
    version: z.int(),
    data,
  });

const removal = z.object({
  seq: z.int(),
  entity: z.string(),
  id: z.string(),
  op: z.literal('delete'),
  version: z.int(),
});

export const customerChangeSchema = upsert('customer', customerSchema);

/** One change of the feed. Entities that a client does not know parse as `unknownChangeSchema` and are passed over. */
export const changeSchema = z.union([
  customerChangeSchema,
  upsert('level', levelSchema),
  upsert('user', userSchema),
  upsert('policy', policySchema),
  upsert('note', noteSchema),
  upsert('link', linkSchema),
  upsert('plan', planSchema),
  upsert('transaction', transactionSchema),
  upsert('notice', noticeSchema),
  upsert('wipe', z.object({ deviceId: idSchema })),
  removal,
]);
export type Change = z.infer<typeof changeSchema>;

export const unknownChangeSchema = z.object({
  seq: z.int(),
  entity: z.string(),
  id: z.string(),
  op: z.string(),
});

/** The last line of a page of the feed. */
export const feedEndSchema = z.object({
  cursor: z.string(),
  hasMore: z.boolean(),
  serverTime: timestampSchema,
  /** How many changes are still to come after this page, where the backend knows. */
  remaining: z.int().nonnegative().nullish(),
});
export type FeedEnd = z.infer<typeof feedEndSchema>;
