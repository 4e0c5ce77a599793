import { idSchema } from '../../domain/customer.ts';
import type { Role } from '../../domain/status.ts';
import { z } from '../../zod.ts';
import { absentOrNull } from '../absent.ts';
import {
  deliverySchema,
  deliveryStateSchema,
  webhookEventSchema,
  webhookSchema,
  webhookWithSecretSchema,
} from '../webhooks.ts';
import { byId, listOf, pageQuery, type Endpoint } from './endpoint.ts';

const admins: readonly Role[] = ['admin'];

// A parser of addresses drops line breaks and tabs silently: what is not shown as it was sent is refused.
const urlSchema = z
  .string()
  .max(2000)
  .regex(/^[\x21-\x7e]+$/, 'not an address in ASCII without spaces');

const eventsSchema = z
  .array(webhookEventSchema)
  .min(1)
  .max(20)
  .transform(events => [...new Set(events)]);

export const newWebhookSchema = z.strictObject({ url: urlSchema, events: eventsSchema });

export const webhookPatchSchema = z.strictObject({
  url: absentOrNull(urlSchema),
  events: absentOrNull(eventsSchema),
  state: absentOrNull(z.enum(['active', 'disabled'])),
});

export const redeliverSinceSchema = z.strictObject({ since: z.iso.datetime({ offset: true }) });

export const deliveryQuerySchema = z.strictObject({
  state: deliveryStateSchema.optional(),
  ...pageQuery,
});

const notAdmin = ['unauthenticated', 'role_missing', 'scope_missing'] as const;
const notThis = [...notAdmin, 'not_found'] as const;
/** Of what is asked of one subscription under an Idempotency-Key. */
const notDone = [
  ...notThis,
  'invalid_payload',
  'invalid_transition',
  'idempotency_mismatch',
  'in_flight',
] as const;

const common = { caller: 'both', roles: admins } as const;
const reads = { ...common, scope: 'webhooks:read' } as const;
const writes = { ...common, scope: 'webhooks:write' } as const;

export const webhookEndpoints = {
  'webhooks.create': {
    ...writes,
    method: 'POST',
    path: '/v1/webhooks',
    summary: 'Subscribe an address to events; only this answer and those of rotations hold a secret',
    body: newWebhookSchema,
    responses: { 201: webhookWithSecretSchema },
    problems: [
      'malformed',
      ...notAdmin,
      'invalid_payload',
      'invalid_transition',
      'idempotency_mismatch',
      'in_flight',
    ],
  },
  'webhooks.list': {
    ...reads,
    method: 'GET',
    path: '/v1/webhooks',
    summary: 'All subscriptions, the newest first',
    responses: { 200: listOf(webhookSchema) },
    problems: notAdmin,
  },
  'webhooks.get': {
    ...reads,
    method: 'GET',
    path: '/v1/webhooks/{id}',
    summary: 'One subscription',
    params: byId,
    responses: { 200: webhookSchema },
    problems: notThis,
  },
  'webhooks.patch': {
    ...writes,
    method: 'PATCH',
    path: '/v1/webhooks/{id}',
    summary: 'Change the address or the events, disable or enable; disabling fails what is pending',
    params: byId,
    body: webhookPatchSchema,
    responses: { 200: webhookSchema },
    problems: ['malformed', ...notThis, 'invalid_payload'],
  },
  'webhooks.delete': {
    ...writes,
    method: 'DELETE',
    path: '/v1/webhooks/{id}',
    summary: 'Remove a subscription with its deliveries',
    params: byId,
    responses: { 204: null },
    problems: notThis,
  },
  'webhooks.rotate': {
    ...writes,
    method: 'POST',
    path: '/v1/webhooks/{id}/rotate',
    summary: 'Make a new secret; the old one signs along for 24 hours',
    params: byId,
    responses: { 200: webhookWithSecretSchema },
    problems: notDone,
  },
  'webhooks.test': {
    ...writes,
    method: 'POST',
    path: '/v1/webhooks/{id}/test',
    summary: 'Send an event of the type webhook.test',
    params: byId,
    responses: { 202: deliverySchema },
    problems: notDone,
  },
  'webhooks.deliveries': {
    ...reads,
    method: 'GET',
    path: '/v1/webhooks/{id}/deliveries',
    summary:
      'The deliveries of a subscription by keyset cursor, the newest first; ended ones are kept 30 days',
    params: byId,
    query: deliveryQuerySchema,
    responses: { 200: listOf(deliverySchema) },
    problems: [...notThis, 'invalid_payload'],
  },
  'webhooks.redeliver': {
    ...writes,
    method: 'POST',
    path: '/v1/webhooks/{id}/deliveries/{deliveryId}/redeliver',
    summary: 'Send a delivery again now, with the same webhook-id, and retry it as if it were new',
    params: z.object({ id: idSchema, deliveryId: idSchema }),
    responses: { 202: deliverySchema },
    problems: notDone,
  },
  'webhooks.redeliverSince': {
    ...writes,
    method: 'POST',
    path: '/v1/webhooks/{id}/redeliver',
    summary: 'Send again all that failed since a time, at most 500 deliveries; `more` says to ask again',
    params: byId,
    body: redeliverSinceSchema,
    responses: { 202: z.object({ redelivered: z.int(), more: z.boolean() }) },
    problems: ['malformed', ...notDone],
  },
} as const satisfies Record<string, Endpoint>;
