import { idSchema, timestampSchema } from '../domain/customer.ts';
import { itemSchema } from '../domain/items.ts';
import { customerKindSchema } from '../domain/status.ts';
import { z } from '../zod.ts';

/** `expired` is derived: an active or opened link is expired from its `expiresAt` on. */
export const linkStateSchema = z.enum(['active', 'opened', 'completed', 'expired', 'revoked']);
export type LinkState = z.infer<typeof linkStateSchema>;

/** Languages of the page that a link leads to. */
export const locales = ['en', 'de', 'fr', 'es', 'ar'] as const;
export const localeSchema = z.enum(locales);
export type Locale = z.infer<typeof localeSchema>;

/** A verification link as it is listed and in the feed; the feed's `state` is never `expired`. */
export const linkSchema = z.object({
  id: idSchema,
  kind: customerKindSchema,
  levelId: z.string(),
  customerId: idSchema.nullish(),
  state: linkStateSchema,
  /** What the link asks for; absent: all that the level needs, or all that an open request names. */
  items: z.array(itemSchema).nullish(),
  locale: localeSchema.nullish(),
  createdAt: timestampSchema,
  expiresAt: timestampSchema,
  openedAt: timestampSchema.nullish(),
  completedAt: timestampSchema.nullish(),
  /** Who made it: a user's id, or `integrator`. */
  createdBy: z.string().nullish(),
});
export type Link = z.infer<typeof linkSchema>;

/** The state at a time (epoch milliseconds): what was not completed or revoked is expired from `expiresAt` on. */
export const linkStateAt = (
  { state, expiresAt }: Pick<Link, 'state' | 'expiresAt'>,
  at: number,
): LinkState =>
  (state === 'active' || state === 'opened') && Date.parse(expiresAt) <= at ? 'expired' : state;

/** The answer that makes a link is the only one with its address. */
export const newLinkAnswerSchema = linkSchema.extend({ url: z.string() });

const useSchema = z.object({ limit: z.int().nonnegative().nullish(), used: z.int().nonnegative() });

/** What the tenant may use and has used in the current period: a calendar month, UTC; `to` is its end, not in it. */
export const planSchema = z.object({
  period: z.object({ from: timestampSchema, to: timestampSchema }),
  kyc: useSchema,
  kyb: useSchema,
});
export type Plan = z.infer<typeof planSchema>;
