import { z } from '../../zod.ts';
import { historyEntrySchema } from '../history.ts';
import { byId, listOf, staff, wholeNumber, type Endpoint } from './endpoint.ts';

export const historyQuerySchema = z.strictObject({
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, 'not a cursor of this list')
    .optional(),
  limit: wholeNumber(1, 200).optional().describe('50 unless told'),
});

export const historyEndpoints = {
  'customers.history': {
    method: 'GET',
    path: '/v1/customers/{id}/history',
    summary: 'What was done to a case, in words and data, the newest first',
    caller: 'both',
    roles: staff,
    scope: 'customers:read',
    params: byId,
    query: historyQuerySchema,
    responses: { 200: listOf(historyEntrySchema) },
    problems: ['unauthenticated', 'role_missing', 'scope_missing', 'not_found', 'invalid_payload'],
  },
} as const satisfies Record<string, Endpoint>;
