import { documentTypeSchema } from '../domain/documents.ts';
import { outcomeSchema } from '../domain/items.ts';
import { idSchema, sha256Schema, timestampSchema } from '../domain/customer.ts';
import { reviewStatusSchema, verificationStatusSchema } from '../domain/status.ts';
import { z } from '../zod.ts';

const ofCustomer = {
  customerId: idSchema,
  /** The customer's, after the step: it orders events, which come in any order. */
  version: z.int(),
};

/** What each event says, by its type. */
export const webhookDataSchemas = {
  'kyc.status_updated': z.object({
    ...ofCustomer,
    externalId: z.string().nullish(),
    from: verificationStatusSchema,
    to: verificationStatusSchema,
    reviewStatus: reviewStatusSchema,
    reasons: z.array(z.string()).nullish(),
  }),
  'kyc.document_received': z.object({
    ...ofCustomer,
    documentId: idSchema,
    type: documentTypeSchema,
    sha256: sha256Schema,
  }),
  'kyc.review_completed': z.object({
    ...ofCustomer,
    outcome: outcomeSchema,
    reasons: z.array(z.string()),
    tags: z.array(z.string()),
    at: timestampSchema,
  }),
  'kyc.compliance_alert': z.object({
    ...ofCustomer,
    /** The provider that raised it. */
    source: z.string(),
    code: z.string(),
    score: z.number().nullish(),
  }),
} as const;

export const webhookEvents = [
  'kyc.status_updated',
  'kyc.document_received',
  'kyc.review_completed',
  'kyc.compliance_alert',
] as const satisfies readonly (keyof typeof webhookDataSchemas)[];
export const webhookEventSchema = z.enum(webhookEvents);
export type WebhookEvent = z.infer<typeof webhookEventSchema>;

/** An event before it is written for a subscription. */
export type WebhookMessage = {
  [T in WebhookEvent]: { readonly type: T; readonly data: z.infer<(typeof webhookDataSchemas)[T]> };
}[WebhookEvent];

/** Why a subscription gets nothing more: asked for, five days of failures, or its address answered 410. */
export const disabledReasonSchema = z.enum(['request', 'failing', 'gone']);
export type DisabledReason = z.infer<typeof disabledReasonSchema>;

export const webhookSchema = z.object({
  id: idSchema,
  url: z.string(),
  events: z.array(webhookEventSchema),
  state: z.enum(['active', 'disabled']),
  disabledReason: disabledReasonSchema.nullish(),
  disabledAt: timestampSchema.nullish(),
  /** Since when every attempt has failed. */
  failingSince: timestampSchema.nullish(),
  createdAt: timestampSchema,
});
export type Webhook = z.infer<typeof webhookSchema>;

/** `whsec_` and 32 random bytes in base64; shown by the answer that makes it, and never again. */
export const webhookWithSecretSchema = webhookSchema.extend({
  secret: z.string().describe('`whsec_` and the key in base64; in this answer alone'),
});

/** Why the last attempt failed. */
export const deliveryFailureSchema = z.enum([
  'status',
  'redirect',
  'timeout',
  'name_not_found',
  'address_refused',
  'connection',
  'tls',
  'disabled',
]);
export type DeliveryFailure = z.infer<typeof deliveryFailureSchema>;

export const deliveryStateSchema = z.enum(['pending', 'delivered', 'failed']);
export type DeliveryState = z.infer<typeof deliveryStateSchema>;

export const deliveryEventSchema = z.enum([...webhookEvents, 'webhook.test']);
export type DeliveryEvent = z.infer<typeof deliveryEventSchema>;

/** One event on its way to one subscription; its id is the `webhook-id` of every attempt. */
export const deliverySchema = z.object({
  id: idSchema,
  eventType: deliveryEventSchema,
  state: deliveryStateSchema,
  attempts: z.int().nonnegative(),
  nextAttemptAt: timestampSchema.nullish(),
  responseStatus: z.int().nullish(),
  failure: deliveryFailureSchema.nullish(),
  createdAt: timestampSchema,
});
export type Delivery = z.infer<typeof deliverySchema>;

/** Something that admins are told in the feed. */
export const noticeSchema = z.object({
  id: idSchema,
  code: z.literal('webhook_disabled'),
  /** What it is about. */
  subjectId: idSchema,
  reason: disabledReasonSchema,
  /** Who made it: `user:<id>` or `key:<id>`. */
  owner: z.string(),
  at: timestampSchema,
});
export type Notice = z.infer<typeof noticeSchema>;
