import { levelSchema } from '../../domain/levels.ts';
import type { Role } from '../../domain/status.ts';
import { levelPatchSchema, mostLevels, mostVersions, newLevelSchema } from '../levels.ts';
import { byId, listOf, staff, type Endpoint } from './endpoint.ts';

const editors: readonly Role[] = ['admin'];

export const levelEndpoints = {
  'levels.list': {
    method: 'GET',
    path: '/v1/levels',
    summary: 'Verification levels, each at its newest version',
    caller: 'both',
    roles: staff,
    scope: 'levels:read',
    responses: { 200: listOf(levelSchema) },
    problems: ['unauthenticated', 'role_missing', 'scope_missing'],
  },
  'levels.create': {
    method: 'POST',
    path: '/v1/levels',
    summary: `Add a level, at version 1; a tenant has at most ${mostLevels}`,
    caller: 'both',
    roles: editors,
    scope: 'levels:write',
    body: newLevelSchema,
    responses: { 201: levelSchema },
    answerHeaders: ['ETag'],
    problems: [
      'malformed',
      'unauthenticated',
      'role_missing',
      'scope_missing',
      'invalid_payload',
      'invalid_transition',
      'idempotency_mismatch',
      'in_flight',
    ],
  },
  'levels.patch': {
    method: 'PATCH',
    path: '/v1/levels/{id}',
    summary: `Edit a level, which makes its next version, of at most ${mostVersions}; cases that began under an older one keep that; If-Match, where given, names the version that is edited`,
    caller: 'both',
    roles: editors,
    scope: 'levels:write',
    params: byId,
    body: levelPatchSchema,
    responses: { 200: levelSchema },
    answerHeaders: ['ETag'],
    problems: [
      'malformed',
      'unauthenticated',
      'role_missing',
      'scope_missing',
      'not_found',
      'version_conflict',
      'invalid_payload',
      'invalid_transition',
    ],
  },
} as const satisfies Record<string, Endpoint>;
