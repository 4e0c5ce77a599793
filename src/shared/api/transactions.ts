import { idSchema, timestampSchema } from '../domain/customer.ts';
import { z } from '../zod.ts';

export const transactionDirectionSchema = z.enum(['in', 'out']);

/** Money that a verified customer paid in or was paid out. */
export const transactionSchema = z.object({
  id: idSchema,
  customerId: idSchema,
  /** A decimal string with as many decimals as the currency has (ISO 4217). */
  amount: z.string(),
  currency: z.string(),
  direction: transactionDirectionSchema,
  counterparty: z.string().nullish(),
  reference: z.string().nullish(),
  at: timestampSchema,
});
export type Transaction = z.infer<typeof transactionSchema>;
