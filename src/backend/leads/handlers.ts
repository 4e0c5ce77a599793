import { fail, ok } from '../../shared/result.ts';
import type { Context } from '../context.ts';
import { newId } from '../environment.ts';
import { refuse, type HandlersOf } from '../http/index.ts';
import { keyFault } from '../http/idempotency.ts';
import { actorOf } from '../identity/index.ts';
import { idleLeads } from './idle.ts';
import { importLeads } from './import.ts';
import { findProgress, importOf } from './progress.ts';

export function leadHandlers(context: Pick<Context, 'store' | 'work' | 'clock' | 'random' | 'keys'>) {
  const { store, clock, random, keys } = context;
  return {
    'leads.import': async ({ caller, still, query, headers, stream }) => {
      if (!stream) return refuse('malformed', 'The file is missing.');
      const { tenantId } = caller;
      const actor = actorOf(caller);
      const key = headers['idempotency-key'];
      const isKeyed = typeof key === 'string';
      const fault = isKeyed ? keyFault(key) : undefined;
      if (fault) return fail(fault);
      if (isKeyed && query.id !== undefined) {
        const errors = [{ path: 'query.id', message: 'beside an Idempotency-Key' }];
        return refuse('invalid_payload', 'An import is named by an id or by an Idempotency-Key.', { errors });
      }
      // Its own import is what a key remembers: of a file that is read as it arrives, nothing is known before.
      const keyed = isKeyed ? keys.derive('lead-import', tenantId, actor, key).toString('hex') : undefined;
      const importing = {
        tenantId,
        actor,
        id: keyed ?? query.id ?? newId(clock, random),
        dryRun: query.dryRun === 'true',
        isKeyed,
        still,
      };
      const progress = await importLeads(context, importing, stream);
      if (!progress.ok) return progress;
      return ok({ status: 200, body: await importOf(store.reader, progress.value, clock.now()) });
    },

    'leads.importState': async ({ caller: { tenantId }, params }) => {
      const progress = await findProgress(store.reader, tenantId, params.id);
      if (!progress) return refuse('not_found', 'There is no such import.');
      return ok({ status: 200, body: await importOf(store.reader, progress, clock.now()) });
    },

    'leads.idle': async ({ caller: { tenantId }, query }) => {
      const page = await idleLeads(store, tenantId, query, clock.now());
      return page.ok ? ok({ status: 200, body: page.value }) : page;
    },
  } satisfies HandlersOf<'leads.import' | 'leads.importState' | 'leads.idle'>;
}
