import { customerSchema, idSchema } from '../../domain/customer.ts';
import { z } from '../../zod.ts';
import { leadImportSchema } from '../leads.ts';
import { byId, listOf, pageQuery, staff, wholeNumber, type Endpoint } from './endpoint.ts';

export const leadImportQuerySchema = z.strictObject({
  dryRun: z.enum(['true', 'false']).optional(),
  /** Minted by the caller who wants to follow the import while it runs. */
  id: idSchema.optional(),
});

export const idleLeadsQuerySchema = z.strictObject({
  /** 7 unless told. */
  days: wholeNumber(0, 3650).optional().describe('7 unless told'),
  ...pageQuery,
});

export const leadEndpoints = {
  'leads.import': {
    method: 'POST',
    path: '/v1/leads/import',
    summary:
      'Make customers from a CSV file (columns kind, levelId, externalId and names of fields) of at most 256 MB and 500,000 rows',
    caller: 'both',
    roles: staff,
    scope: 'leads:write',
    query: leadImportQuerySchema,
    bodyType: 'text/csv',
    responses: { 200: leadImportSchema },
    problems: [
      'malformed',
      'unauthenticated',
      'role_missing',
      'scope_missing',
      'unsupported_media_type',
      'too_large',
      'invalid_payload',
      'idempotency_mismatch',
      'in_flight',
    ],
  },
  'leads.importState': {
    method: 'GET',
    path: '/v1/leads/import/{id}',
    summary: 'How far a file of leads was taken in',
    caller: 'both',
    roles: staff,
    scope: 'leads:read',
    params: byId,
    responses: { 200: leadImportSchema },
    problems: ['unauthenticated', 'role_missing', 'scope_missing', 'not_found'],
  },
  'leads.idle': {
    method: 'GET',
    path: '/v1/leads/idle',
    summary:
      'Leads not started or in progress without a change, a link or a note for so many days, the longest unchanged first',
    caller: 'both',
    roles: staff,
    scope: 'leads:read',
    query: idleLeadsQuerySchema,
    responses: { 200: listOf(customerSchema) },
    problems: ['unauthenticated', 'role_missing', 'scope_missing', 'invalid_payload'],
  },
} as const satisfies Record<string, Endpoint>;
