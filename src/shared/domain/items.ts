import { z } from '../zod.ts';

/** What a verdict or a request names: `field:<key>`, `document:<id>`, `owner:<id>` or `documentType:<type>`. */
export const itemSchema = z
  .string()
  .regex(/^(field|document|owner|documentType):[\w.-]{1,100}$/, 'not an item');
export type Item = z.infer<typeof itemSchema>;

export type ItemKind = 'field' | 'document' | 'owner' | 'documentType';

export const itemOf = (kind: ItemKind, key: string): Item => `${kind}:${key}`;

/** All owners of a business together: asked for where some are missing, answered by giving them, even the same. */
export const ownersItem: Item = itemOf('field', 'beneficialOwners');

/** Splits an item into its kind and key; throws on anything that the schema would refuse. */
export function parseItem(item: Item): { readonly kind: ItemKind; readonly key: string } {
  const colon = item.indexOf(':');
  const kind = item.slice(0, colon);
  if (kind !== 'field' && kind !== 'document' && kind !== 'owner' && kind !== 'documentType') {
    throw new Error(`not an item: ${item}`);
  }
  return { kind, key: item.slice(colon + 1) };
}

export const verdictSchema = z.enum(['unreviewed', 'approved', 'pending', 'rejected']);
export type Verdict = z.infer<typeof verdictSchema>;

/** One analyst's verdict on one item. The comment goes to the customer, the note to colleagues; never mixed. */
export const itemVerdictSchema = z.object({
  item: itemSchema,
  verdict: verdictSchema,
  reasons: z.array(z.string().max(100)).max(20),
  customerComment: z.string().max(2000).nullish(),
  note: z.string().max(2000).nullish(),
});
export type ItemVerdict = z.infer<typeof itemVerdictSchema>;

export const requestedItemSchema = z.object({
  item: itemSchema,
  reasons: z.array(z.string().max(100)).min(1).max(20),
  customerComment: z.string().max(2000).nullish(),
});
export type RequestedItem = z.infer<typeof requestedItemSchema>;

export const outcomeSchema = z.enum(['approve', 'reject', 'resubmission']);
export type Outcome = z.infer<typeof outcomeSchema>;
