import { z } from '../../zod.ts';
import type { Endpoint } from './endpoint.ts';

export const healthEndpoints = {
  'health.live': {
    method: 'GET',
    // Balancers that look after a process ask so.
    head: true,
    path: '/healthz',
    summary: 'Whether the process is alive',
    caller: 'anyone',
    responses: { 200: z.object({ status: z.literal('ok') }) },
    problems: [],
  },
  'health.ready': {
    method: 'GET',
    head: true,
    path: '/readyz',
    summary: 'Whether the store can be read and written',
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
} as const satisfies Record<string, Endpoint>;
