import { levelSchema } from '../../domain/levels.ts';
import { listOf, type Endpoint } from './endpoint.ts';

export const levelEndpoints = {
  'levels.list': {
    method: 'GET',
    path: '/v1/levels',
    summary: 'Verification levels',
    caller: 'both',
    scope: 'levels:read',
    responses: { 200: listOf(levelSchema) },
    problems: ['unauthenticated'],
  },
} as const satisfies Record<string, Endpoint>;
