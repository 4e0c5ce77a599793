import { commandResultSchema, commandSchema } from '../../domain/command.ts';
import { z } from '../../zod.ts';
import { byId, staff, type Endpoint } from './endpoint.ts';

/** A command as it is sent: each is checked by itself, so that one bad command does not take the batch down with it. */
export const sentCommandSchema = z.unknown();

export const commandEndpoints = {
  'commands.send': {
    method: 'POST',
    path: '/v1/commands',
    summary: 'Up to 100 commands of one device, in sequence; one result each',
    caller: 'workstation',
    body: z.strictObject({ commands: z.array(sentCommandSchema).min(1).max(100) }),
    responses: { 200: z.object({ results: z.array(commandResultSchema) }) },
    problems: [
      'malformed',
      'unauthenticated',
      'role_missing',
      'invalid_payload',
      'in_flight',
      'rate_limited',
    ],
    whileWiping: true,
  },
  'commands.get': {
    method: 'GET',
    path: '/v1/commands/{id}',
    summary: 'A command and its result',
    caller: 'workstation',
    roles: staff,
    params: byId,
    responses: {
      200: z.object({ command: commandSchema, receivedAt: z.string(), result: commandResultSchema }),
    },
    problems: ['unauthenticated', 'role_missing', 'not_found'],
  },
} as const satisfies Record<string, Endpoint>;
