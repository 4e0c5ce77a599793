import { z } from '../../zod.ts';
import { wholeNumber, type Endpoint } from './endpoint.ts';

export const changesQuerySchema = z.strictObject({
  cursor: z.string().max(500).optional(),
  limit: wholeNumber(1, 5000).optional().describe('1,000 unless told'),
  /** Seconds to hold the request until something changes. */
  wait: wholeNumber(0, 60).optional().describe('seconds to hold the request until something changes'),
});

export const changesEndpoints = {
  'changes.list': {
    method: 'GET',
    path: '/v1/changes',
    summary: 'The change feed as NDJSON; the last line holds the cursor',
    caller: 'workstation',
    query: changesQuerySchema,
    responses: { 200: null },
    responseType: 'application/x-ndjson',
    problems: ['unauthenticated', 'invalid_payload', 'cursor_reset'],
    whileWiping: true,
  },
} as const satisfies Record<string, Endpoint>;
