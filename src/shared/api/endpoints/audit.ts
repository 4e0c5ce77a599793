import type { Role } from '../../domain/status.ts';
import { z } from '../../zod.ts';
import { auditEntrySchema, consistencyProofSchema, inclusionProofSchema } from '../audit.ts';
import { listOf, wholeNumber, type Endpoint } from './endpoint.ts';

const readers: readonly Role[] = ['auditor', 'supervisor', 'admin'];

const leafCount = (least: number) => wholeNumber(least, Number.MAX_SAFE_INTEGER);

export const auditQuerySchema = z.strictObject({
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, 'not a cursor')
    .optional(),
  limit: wholeNumber(1, 1000).optional().describe('100 unless told'),
});

export const auditEndpoints = {
  'audit.entries': {
    method: 'GET',
    path: '/v1/audit/entries',
    summary: 'The audit log from its beginning',
    caller: 'both',
    roles: readers,
    scope: 'audit:read',
    query: auditQuerySchema,
    responses: { 200: listOf(auditEntrySchema) },
    problems: ['unauthenticated', 'role_missing', 'scope_missing', 'invalid_payload'],
  },
  'audit.checkpoint': {
    method: 'GET',
    path: '/v1/audit/checkpoint',
    summary: "The signed head of the audit log: a C2SP tlog-checkpoint under the tenant's key",
    caller: 'both',
    roles: readers,
    scope: 'audit:read',
    responses: { 200: null },
    responseType: 'text/plain; charset=utf-8',
    problems: ['unauthenticated', 'role_missing', 'scope_missing'],
  },
  'audit.inclusion': {
    method: 'GET',
    path: '/v1/audit/inclusion',
    summary: 'Proof that an entry is in the log of a size (RFC 9162, 2.1.3)',
    caller: 'both',
    roles: readers,
    scope: 'audit:read',
    query: z.strictObject({ index: leafCount(0), size: leafCount(1) }),
    responses: { 200: inclusionProofSchema },
    problems: ['unauthenticated', 'role_missing', 'scope_missing', 'invalid_payload'],
  },
  'audit.consistency': {
    method: 'GET',
    path: '/v1/audit/consistency',
    summary: 'Proof that the log of one size begins the log of another (RFC 9162, 2.1.4)',
    caller: 'both',
    roles: readers,
    scope: 'audit:read',
    query: z.strictObject({ first: leafCount(1), second: leafCount(1) }),
    responses: { 200: consistencyProofSchema },
    problems: ['unauthenticated', 'role_missing', 'scope_missing', 'invalid_payload'],
  },
} as const satisfies Record<string, Endpoint>;
