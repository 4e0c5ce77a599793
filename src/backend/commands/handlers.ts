import { commandResultSchema, commandSchema } from '../../shared/domain/index.ts';
import { ok } from '../../shared/result.ts';
import { z } from '../../shared/zod.ts';
import type { Context } from '../context.ts';
import { timestampOf } from '../environment.ts';
import { refuse, type HandlersOf } from '../http/index.ts';
import { receive } from './envelope.ts';
import { retry } from './results.ts';
import { runBatch } from './run.ts';

/** A request of a hundred commands takes well under this. */
const inFlightRetryMs = 500;

export function commandHandlers(context: Context) {
  const { store } = context;
  const run = runBatch(context);
  const inFlight = new Set<string>();
  return {
    'commands.send': async ({ caller, body }) => {
      const device = `${caller.tenantId}/${caller.deviceId}`;
      if (inFlight.has(device)) {
        const results = body.commands.map(raw => retry(idOf(raw), 409, inFlightRetryMs));
        return ok({ status: 200, body: { results } });
      }
      inFlight.add(device);
      try {
        const batch = await Promise.all(body.commands.map(raw => receive(raw, caller)));
        return ok({ status: 200, body: { results: [...(await run(caller, batch))] } });
      } finally {
        inFlight.delete(device);
      }
    },
    'commands.get': async ({ caller, params }) => {
      const row = await store.reader
        .selectFrom('command')
        .select(['command', 'result', 'receivedAt', 'userId'])
        .where('tenantId', '=', caller.tenantId)
        .where('id', '=', params.id)
        .executeTakeFirst();
      const mayRead = row && (row.userId === caller.userId || caller.roles.includes('supervisor'));
      const command = mayRead ? commandSchema.safeParse(JSON.parse(row.command)) : undefined;
      // One that was not understood can't be shown as a command.
      if (!row || !command?.success) return refuse('not_found', 'There is no such command.');
      const result = commandResultSchema.parse(JSON.parse(row.result));
      return ok({
        status: 200,
        body: { command: command.data, receivedAt: timestampOf(row.receivedAt), result },
      });
    },
  } satisfies HandlersOf<'commands.send' | 'commands.get'>;
}

const idOf = (raw: unknown): string => {
  const parsed = z.object({ id: z.string() }).safeParse(raw);
  return parsed.success ? parsed.data.id : '';
};
