import { ok } from '../../shared/result.ts';
import type { Context } from '../context.ts';
import { newId } from '../environment.ts';
import { refuse, type HandlersOf } from '../http/index.ts';
import { actorOf } from '../identity/index.ts';
import { idleLeads } from './idle.ts';
import { importLeads } from './import.ts';
import { findProgress, importOf } from './progress.ts';

export function leadHandlers(context: Pick<Context, 'store' | 'work' | 'clock' | 'random' | 'keys'>) {
  const { store, clock, random } = context;
  return {
    'leads.import': async ({ caller, query, stream }) => {
      if (!stream) return refuse('malformed', 'The file is missing.');
      const importing = {
        tenantId: caller.tenantId,
        actor: actorOf(caller),
        id: query.id ?? newId(clock, random),
        dryRun: query.dryRun === 'true',
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
