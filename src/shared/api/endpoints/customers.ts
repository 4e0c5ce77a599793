import { beneficialOwnerSchema, customerSchema, idSchema } from '../../domain/customer.ts';
import { itemSchema } from '../../domain/items.ts';
import { mostOwners } from '../../domain/owners.ts';
import { riskBandSchema } from '../../domain/risk.ts';
import {
  customerKindSchema,
  leadStatusSchema,
  reviewStatusSchema,
  verificationStatusSchema,
} from '../../domain/status.ts';
import { z } from '../../zod.ts';
import { absentOrNull } from '../absent.ts';
import { localeSchema } from '../links.ts';
import { byId, lineSchema, listOf, pageQuery, staff, type Endpoint } from './endpoint.ts';

export const fieldValuesSchema = z.record(z.string().max(100), z.string().max(4000).nullable());

export const ownerInputSchema = beneficialOwnerSchema
  .omit({ id: true })
  .extend({ id: absentOrNull(idSchema), ownershipPercent: z.number().min(0).max(100) })
  .strict();

export const newCustomerSchema = z.strictObject({
  kind: customerKindSchema,
  levelId: lineSchema({ least: 0, most: 100 }),
  externalId: absentOrNull(lineSchema({ least: 1, most: 200 })),
  fields: fieldValuesSchema,
  beneficialOwners: absentOrNull(z.array(ownerInputSchema).max(mostOwners)),
  sumsubShareToken: absentOrNull(z.string().max(2000)),
});

export const customerPatchSchema = z.strictObject({
  fields: absentOrNull(fieldValuesSchema),
  beneficialOwners: absentOrNull(z.array(ownerInputSchema).max(mostOwners)),
  sumsubShareToken: absentOrNull(z.string().max(2000)),
});

/** Of a search for cases. */
export const mostSearchWords = 8;

export const customerQuerySchema = z.strictObject({
  kind: customerKindSchema.optional(),
  status: verificationStatusSchema.optional(),
  reviewStatus: reviewStatusSchema.optional(),
  leadStatus: leadStatusSchema.optional(),
  assignee: idSchema.optional(),
  risk: riskBandSchema.optional(),
  q: z
    .string()
    .max(200)
    .optional()
    .describe(
      `words, or parts of them, of the name, externalId, e-mail or id, in any order; of more than ${mostSearchWords} the longest are looked for`,
    ),
  sort: z
    .enum(['createdAt', '-createdAt', 'updatedAt', '-updatedAt', 'name', '-name', 'risk', '-risk'])
    .optional(),
  ...pageQuery,
});

export const missingQuerySchema = z.strictObject({
  locale: localeSchema
    .optional()
    .describe("the language of the sentences; that of the customer's newest link unless told, else English"),
});

export const customerEndpoints = {
  'customers.create': {
    method: 'POST',
    path: '/v1/customers',
    summary: 'Create a customer; the same Idempotency-Key gives the first answer',
    caller: 'both',
    roles: staff,
    scope: 'customers:write',
    body: newCustomerSchema,
    responses: { 201: customerSchema },
    answerHeaders: ['ETag', 'Location'],
    problems: [
      'malformed',
      'unauthenticated',
      'scope_missing',
      'invalid_payload',
      'share_token_expired',
      'not_ready',
      'idempotency_mismatch',
      'in_flight',
    ],
  },
  'customers.list': {
    method: 'GET',
    path: '/v1/customers',
    summary: 'List customers by keyset cursor',
    caller: 'both',
    roles: staff,
    scope: 'customers:read',
    query: customerQuerySchema,
    responses: { 200: listOf(customerSchema) },
    problems: ['unauthenticated', 'scope_missing', 'invalid_payload'],
  },
  'customers.get': {
    method: 'GET',
    path: '/v1/customers/{id}',
    summary: 'One customer whole; ETag is the version',
    caller: 'both',
    roles: staff,
    scope: 'customers:read',
    params: byId,
    responses: { 200: customerSchema },
    answerHeaders: ['ETag'],
    problems: ['unauthenticated', 'scope_missing', 'not_found'],
  },
  'customers.patch': {
    method: 'PATCH',
    path: '/v1/customers/{id}',
    summary: 'Change fields and owners; If-Match names the version',
    caller: 'both',
    roles: staff,
    scope: 'customers:write',
    params: byId,
    body: customerPatchSchema,
    responses: { 200: customerSchema },
    answerHeaders: ['ETag'],
    problems: [
      'malformed',
      'unauthenticated',
      'scope_missing',
      'not_found',
      'invalid_payload',
      'share_token_expired',
      'not_ready',
      'invalid_transition',
      'precondition_required',
      'version_conflict',
    ],
  },
  'customers.missing': {
    method: 'GET',
    path: '/v1/customers/{id}/missing',
    summary: "What is still missing, item by item, each with a sentence in the customer's language",
    caller: 'both',
    roles: staff,
    scope: 'customers:read',
    params: byId,
    query: missingQuerySchema,
    responses: {
      200: z.object({
        items: z.array(
          z.object({ item: itemSchema, label: z.string(), why: z.string(), customerSentence: z.string() }),
        ),
      }),
    },
    problems: ['unauthenticated', 'scope_missing', 'not_found', 'invalid_payload'],
  },
  'customers.submit': {
    method: 'POST',
    path: '/v1/customers/{id}/submit',
    summary: 'Submit for verification',
    caller: 'both',
    roles: staff,
    scope: 'customers:write',
    params: byId,
    responses: { 200: customerSchema },
    answerHeaders: ['ETag'],
    problems: [
      'unauthenticated',
      'scope_missing',
      'not_found',
      'incomplete',
      'invalid_transition',
      'in_flight',
      'idempotency_mismatch',
    ],
  },
} as const satisfies Record<string, Endpoint>;
