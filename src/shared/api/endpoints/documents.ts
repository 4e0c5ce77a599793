import { documentSchema, idSchema } from '../../domain/customer.ts';
import { documentSideSchema, documentTypeSchema } from '../../domain/documents.ts';
import { z } from '../../zod.ts';
import { absentOrNull } from '../absent.ts';
import { byId, staff, type Endpoint } from './endpoint.ts';

export const documentMetaSchema = z.strictObject({
  type: documentTypeSchema,
  side: absentOrNull(documentSideSchema),
  page: absentOrNull(z.int().min(1).max(1000)),
  replaces: absentOrNull(idSchema),
});

export const documentEndpoints = {
  'documents.upload': {
    method: 'POST',
    path: '/v1/customers/{id}/documents',
    summary:
      'Upload a document: multipart parts `meta` (JSON) and `file`; the same bytes of the same type again are answered 200 with the document that is there',
    caller: 'both',
    roles: staff,
    scope: 'documents:write',
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
    roles: staff,
    scope: 'documents:read',
    params: byId,
    responses: { 200: documentSchema },
    problems: ['unauthenticated', 'scope_missing', 'not_found'],
  },
  'documents.content': {
    method: 'GET',
    path: '/v1/documents/{id}/content',
    summary: "A document's bytes; ETag is the SHA-256; Range is honoured",
    caller: 'both',
    roles: staff,
    scope: 'documents:read',
    params: byId,
    responses: { 200: null, 206: null, 304: null },
    responseType: 'application/octet-stream',
    answerHeaders: ['ETag', 'Accept-Ranges'],
    problems: ['unauthenticated', 'scope_missing', 'not_found', 'range_not_satisfiable'],
  },
} as const satisfies Record<string, Endpoint>;
