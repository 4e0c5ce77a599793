import { commandResultSchema, commandSchema } from '../domain/command.ts';
import { beneficialOwnerSchema, customerSchema, documentSchema, idSchema } from '../domain/customer.ts';
import { documentSideSchema, documentTypeSchema } from '../domain/documents.ts';
import { itemSchema } from '../domain/items.ts';
import { levelSchema } from '../domain/levels.ts';
import { riskBandSchema } from '../domain/risk.ts';
import {
  customerKindSchema,
  leadStatusSchema,
  reviewStatusSchema,
  verificationStatusSchema,
} from '../domain/status.ts';
import { z } from '../zod.ts';
import type { ProblemCode } from './problem.ts';
import { checkpointSchema, meSchema, sessionSchema, signInSchema } from './session.ts';

/** Who may call: nobody in particular, a signed-in workstation, an integrator with the scope, or either of the two. */
export type Caller = 'anyone' | 'workstation' | 'integrator' | 'both';

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** OpenAPI path template. */
  readonly path: string;
  readonly summary: string;
  readonly caller: Caller;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  /** JSON body; absent: none. */
  readonly body?: z.ZodType;
  /** Body that is not JSON. */
  readonly bodyType?: 'multipart/form-data';
  /** Successful answers by status; null: an answer without JSON (204, bytes, NDJSON, text). */
  readonly responses: Readonly<Record<number, z.ZodType | null>>;
  readonly responseType?: string;
  readonly problems: readonly ProblemCode[];
}

const byId = z.object({ id: idSchema });

export const fieldValuesSchema = z.record(z.string().max(100), z.string().max(4000).nullable());

const ownerInputSchema = beneficialOwnerSchema
  .omit({ id: true })
  .extend({ id: idSchema.optional(), ownershipPercent: z.number().min(0).max(100) })
  .strict();

export const newCustomerSchema = z.strictObject({
  kind: customerKindSchema,
  levelId: z.string().max(100),
  externalId: z
    .string()
    .min(1)
    .max(200)
    .regex(/^\P{Cc}*$/u, 'holds a control character')
    .optional(),
  fields: fieldValuesSchema,
  beneficialOwners: z.array(ownerInputSchema).max(200).optional(),
  sumsubShareToken: z.string().max(2000).optional(),
});

export const customerPatchSchema = z.strictObject({
  fields: fieldValuesSchema.optional(),
  beneficialOwners: z.array(ownerInputSchema).max(200).optional(),
  sumsubShareToken: z.string().max(2000).optional(),
});

export const customerQuerySchema = z.strictObject({
  kind: customerKindSchema.optional(),
  status: verificationStatusSchema.optional(),
  reviewStatus: reviewStatusSchema.optional(),
  leadStatus: leadStatusSchema.optional(),
  assignee: idSchema.optional(),
  risk: riskBandSchema.optional(),
  q: z.string().max(200).optional(),
  sort: z
    .enum(['createdAt', '-createdAt', 'updatedAt', '-updatedAt', 'name', '-name', 'risk', '-risk'])
    .optional(),
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});

export const documentMetaSchema = z.strictObject({
  type: documentTypeSchema,
  side: documentSideSchema.optional(),
  page: z.int().min(1).max(1000).optional(),
  replaces: idSchema.optional(),
});

export const changesQuerySchema = z.strictObject({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(5000).optional(),
  /** Seconds to hold the request until something changes. */
  wait: z.coerce.number().min(0).max(60).optional(),
});

const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullish() });

/** The HTTP contract: validation, handlers, the workstation's client and OpenAPI all come from this table. */
export const endpoints = {
  'health.live': {
    method: 'GET',
    path: '/healthz',
    summary: 'Whether the process is alive',
    caller: 'anyone',
    responses: { 200: z.object({ status: z.literal('ok') }) },
    problems: [],
  },
  'health.ready': {
    method: 'GET',
    path: '/readyz',
    summary: 'Whether the store answers',
    caller: 'anyone',
    responses: {
      200: z.object({
        status: z.literal('ok'),
        name: z.string().nullish(),
        serverTime: z.string().nullish(),
      }),
    },
    problems: ['not_ready'],
  },
  'sessions.challenge': {
    method: 'POST',
    path: '/v1/sessions/challenge',
    summary: 'A single-use challenge for the proof of a device key; valid for two minutes',
    caller: 'anyone',
    responses: { 200: z.object({ challenge: z.string() }) },
    problems: ['rate_limited'],
  },
  'sessions.create': {
    method: 'POST',
    path: '/v1/sessions',
    summary: 'Sign in from a workstation',
    caller: 'anyone',
    body: signInSchema,
    responses: { 200: sessionSchema },
    problems: [
      'malformed',
      'invalid_payload',
      'unauthenticated',
      'totp_required',
      'device_mismatch',
      'rate_limited',
    ],
  },
  'sessions.refresh': {
    method: 'POST',
    path: '/v1/sessions/refresh',
    summary: 'Rotate the refresh token; the same rotationId gives the same successor until that is used',
    caller: 'anyone',
    body: z.strictObject({ refreshToken: z.string().max(500), rotationId: idSchema }),
    responses: { 200: sessionSchema },
    problems: ['malformed', 'invalid_payload', 'unauthenticated', 'rate_limited'],
  },
  'sessions.end': {
    method: 'DELETE',
    path: '/v1/sessions/current',
    summary: 'Sign out',
    caller: 'workstation',
    responses: { 204: null },
    problems: ['unauthenticated'],
  },
  'me.get': {
    method: 'GET',
    path: '/v1/me',
    summary: 'The signed-in user, roles, device and policy',
    caller: 'workstation',
    responses: { 200: meSchema },
    problems: ['unauthenticated'],
  },
  'devices.checkpoint': {
    method: 'POST',
    path: '/v1/devices/self/checkpoint',
    summary: "Witness the head of the device's journal",
    caller: 'workstation',
    body: checkpointSchema,
    responses: { 200: z.object({ size: z.int(), root: z.string() }) },
    problems: ['malformed', 'invalid_payload', 'unauthenticated', 'rollback'],
  },
  'levels.list': {
    method: 'GET',
    path: '/v1/levels',
    summary: 'Verification levels',
    caller: 'both',
    responses: { 200: listOf(levelSchema) },
    problems: ['unauthenticated'],
  },
  'customers.create': {
    method: 'POST',
    path: '/v1/customers',
    summary: 'Create a customer; the same Idempotency-Key gives the first answer',
    caller: 'both',
    body: newCustomerSchema,
    responses: { 201: customerSchema },
    problems: [
      'malformed',
      'unauthenticated',
      'scope_missing',
      'invalid_payload',
      'idempotency_mismatch',
      'in_flight',
    ],
  },
  'customers.list': {
    method: 'GET',
    path: '/v1/customers',
    summary: 'List customers by keyset cursor',
    caller: 'both',
    query: customerQuerySchema,
    responses: { 200: listOf(customerSchema) },
    problems: ['unauthenticated', 'scope_missing', 'invalid_payload'],
  },
  'customers.get': {
    method: 'GET',
    path: '/v1/customers/{id}',
    summary: 'One customer whole; ETag is the version',
    caller: 'both',
    params: byId,
    responses: { 200: customerSchema },
    problems: ['unauthenticated', 'scope_missing', 'not_found'],
  },
  'customers.patch': {
    method: 'PATCH',
    path: '/v1/customers/{id}',
    summary: 'Change fields and owners; If-Match names the version',
    caller: 'both',
    params: byId,
    body: customerPatchSchema,
    responses: { 200: customerSchema },
    problems: [
      'malformed',
      'unauthenticated',
      'scope_missing',
      'not_found',
      'invalid_payload',
      'invalid_transition',
      'precondition_required',
      'version_conflict',
    ],
  },
  'customers.missing': {
    method: 'GET',
    path: '/v1/customers/{id}/missing',
    summary: 'What is still missing, item by item',
    caller: 'both',
    params: byId,
    responses: {
      200: z.object({
        items: z.array(
          z.object({ item: itemSchema, label: z.string(), why: z.string(), customerSentence: z.string() }),
        ),
      }),
    },
    problems: ['unauthenticated', 'scope_missing', 'not_found'],
  },
  'customers.submit': {
    method: 'POST',
    path: '/v1/customers/{id}/submit',
    summary: 'Submit for verification',
    caller: 'both',
    params: byId,
    responses: { 200: customerSchema },
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
  'documents.upload': {
    method: 'POST',
    path: '/v1/customers/{id}/documents',
    summary: 'Upload a document: multipart parts `meta` (JSON) and `file`',
    caller: 'both',
    params: byId,
    bodyType: 'multipart/form-data',
    responses: { 200: documentSchema, 201: documentSchema },
    problems: [
      'malformed',
      'unauthenticated',
      'scope_missing',
      'not_found',
      'too_large',
      'unsupported_media_type',
      'unsupported_document',
      'invalid_payload',
      'invalid_transition',
      'in_flight',
      'idempotency_mismatch',
    ],
  },
  'documents.get': {
    method: 'GET',
    path: '/v1/documents/{id}',
    summary: "A document's metadata",
    caller: 'both',
    params: byId,
    responses: { 200: documentSchema },
    problems: ['unauthenticated', 'scope_missing', 'not_found'],
  },
  'documents.content': {
    method: 'GET',
    path: '/v1/documents/{id}/content',
    summary: "A document's bytes; ETag is the SHA-256; Range is honoured",
    caller: 'both',
    params: byId,
    responses: { 200: null, 206: null, 304: null },
    responseType: 'application/octet-stream',
    problems: ['unauthenticated', 'scope_missing', 'not_found', 'range_not_satisfiable'],
  },
  'changes.list': {
    method: 'GET',
    path: '/v1/changes',
    summary: 'The change feed as NDJSON; the last line holds the cursor',
    caller: 'workstation',
    query: changesQuerySchema,
    responses: { 200: null },
    responseType: 'application/x-ndjson',
    problems: ['unauthenticated', 'invalid_payload', 'cursor_reset'],
  },
  'commands.send': {
    method: 'POST',
    path: '/v1/commands',
    summary: 'Up to 100 commands of one device, in sequence; one result each',
    caller: 'workstation',
    // Each command is checked by itself, so that one bad command does not take the batch down with it.
    body: z.strictObject({ commands: z.array(z.unknown()).min(1).max(100) }),
    responses: { 200: z.object({ results: z.array(commandResultSchema) }) },
    problems: [
      'malformed',
      'unauthenticated',
      'role_missing',
      'invalid_payload',
      'in_flight',
      'rate_limited',
    ],
  },
  'commands.get': {
    method: 'GET',
    path: '/v1/commands/{id}',
    summary: 'A command and its result',
    caller: 'workstation',
    params: byId,
    responses: {
      200: z.object({ command: commandSchema, receivedAt: z.string(), result: commandResultSchema }),
    },
    problems: ['unauthenticated', 'not_found'],
  },
} as const satisfies Record<string, Endpoint>;

export type EndpointName = keyof typeof endpoints;
