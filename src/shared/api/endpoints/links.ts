import { idSchema } from '../../domain/customer.ts';
import { itemSchema } from '../../domain/items.ts';
import { customerKindSchema } from '../../domain/status.ts';
import { z } from '../../zod.ts';
import { absentOrNull } from '../absent.ts';
import { linkSchema, linkStateSchema, localeSchema, newLinkAnswerSchema, planSchema } from '../links.ts';
import { fieldValuesSchema } from './customers.ts';
import { byId, listOf, pageQuery, staff, type Endpoint } from './endpoint.ts';

export const newLinkSchema = z.strictObject({
  kind: customerKindSchema,
  levelId: z.string().max(100),
  /** An existing customer; absent: one is made with `fields`. */
  customerId: absentOrNull(idSchema),
  /** What a new customer already gave. */
  fields: absentOrNull(fieldValuesSchema),
  /** Language of the page; absent: what the applicant's browser asks for. */
  locale: absentOrNull(localeSchema),
  /** What to ask of an existing customer; absent: whatever is missing. */
  items: absentOrNull(z.array(itemSchema).min(1).max(100)),
});

export const linkQuerySchema = z.strictObject({
  state: linkStateSchema.optional(),
  customerId: idSchema.optional(),
  ...pageQuery,
});

export const linkEndpoints = {
  'links.create': {
    method: 'POST',
    path: '/v1/links',
    summary: 'Make a verification link; only this answer holds its url',
    caller: 'both',
    roles: staff,
    scope: 'links:write',
    body: newLinkSchema,
    responses: { 201: newLinkAnswerSchema },
    problems: [
      'malformed',
      'unauthenticated',
      'scope_missing',
      'not_found',
      'invalid_payload',
      'invalid_transition',
      'plan_limit_reached',
      'idempotency_mismatch',
      'in_flight',
    ],
  },
  'links.list': {
    method: 'GET',
    path: '/v1/links',
    summary: 'List links by keyset cursor, the newest first',
    caller: 'both',
    roles: staff,
    scope: 'links:read',
    query: linkQuerySchema,
    responses: { 200: listOf(linkSchema) },
    problems: ['unauthenticated', 'scope_missing', 'invalid_payload'],
  },
  'links.qr': {
    method: 'GET',
    path: '/v1/links/{id}/qr.svg',
    summary: 'The QR code of exactly the url of a link that has not ended; who asks is in the audit log',
    caller: 'both',
    roles: staff,
    // It holds what the applicant is known by: for who could make a link, not for who lists them.
    scope: 'links:write',
    params: byId,
    responses: { 200: null },
    responseType: 'image/svg+xml',
    problems: ['unauthenticated', 'scope_missing', 'not_found', 'invalid_transition'],
  },
  'links.revoke': {
    method: 'DELETE',
    path: '/v1/links/{id}',
    summary: 'Revoke a link, whatever its state: its address leads nowhere any more; again is the same',
    caller: 'both',
    roles: staff,
    scope: 'links:write',
    params: byId,
    responses: { 204: null },
    problems: ['unauthenticated', 'scope_missing', 'not_found'],
  },
  'plan.get': {
    method: 'GET',
    path: '/v1/plan',
    summary: 'Limits and use in the current period',
    caller: 'both',
    roles: staff,
    scope: 'plan:read',
    responses: { 200: planSchema },
    problems: ['unauthenticated', 'scope_missing'],
  },
} as const satisfies Record<string, Endpoint>;
