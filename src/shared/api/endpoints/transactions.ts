import { amountFault, minorUnitsOf } from '../../domain/currencies.ts';
import { z } from '../../zod.ts';
import { absentOrNull } from '../absent.ts';
import { transactionDirectionSchema, transactionSchema } from '../transactions.ts';
import { byId, lineSchema, listOf, pageQuery, staff, type Endpoint } from './endpoint.ts';

export const newTransactionSchema = z
  .strictObject({
    amount: z.string().max(30).describe('as many decimals as the currency has, such as 12.50'),
    currency: z
      .string()
      .refine(code => minorUnitsOf(code) !== undefined, 'must be an ISO 4217 code such as EUR')
      .describe('an ISO 4217 code such as EUR'),
    direction: transactionDirectionSchema,
    counterparty: absentOrNull(lineSchema({ least: 1, most: 200 })),
    reference: absentOrNull(lineSchema({ least: 1, most: 200 })),
  })
  .superRefine(({ amount, currency }, context) => {
    const message = amountFault(amount, currency);
    if (message !== undefined) context.addIssue({ code: 'custom', path: ['amount'], message });
  });

export const transactionQuerySchema = z.strictObject({
  ...pageQuery,
});

export const transactionEndpoints = {
  'transactions.create': {
    method: 'POST',
    path: '/v1/customers/{id}/transactions',
    summary: 'Record a transaction of a verified customer',
    caller: 'both',
    roles: staff,
    scope: 'transactions:write',
    params: byId,
    body: newTransactionSchema,
    responses: { 201: transactionSchema },
    problems: [
      'malformed',
      'unauthenticated',
      'role_missing',
      'scope_missing',
      'not_found',
      'invalid_payload',
      'not_verified',
      'idempotency_mismatch',
      'in_flight',
    ],
  },
  'transactions.list': {
    method: 'GET',
    path: '/v1/customers/{id}/transactions',
    summary: 'List the transactions of a customer by keyset cursor, the newest first',
    caller: 'both',
    roles: staff,
    scope: 'transactions:read',
    params: byId,
    query: transactionQuerySchema,
    responses: { 200: listOf(transactionSchema) },
    problems: ['unauthenticated', 'role_missing', 'scope_missing', 'not_found', 'invalid_payload'],
  },
} as const satisfies Record<string, Endpoint>;
