import { ok } from '../shared/result.ts';
import type { Context } from './context.ts';
import { timestampOf } from './environment.ts';
import { refuse, type HandlersOf } from './http/index.ts';

export const healthHandlers = ({ store, clock, log }: Pick<Context, 'store' | 'clock' | 'log'>) =>
  ({
    'health.live': async () => ok({ status: 200, body: { status: 'ok' } }),
    'health.ready': async () => {
      try {
        await store.reader.selectFrom('setting').select('key').limit(1).execute();
      } catch (error) {
        log.error({ err: error }, 'the store does not answer');
        return refuse('not_ready', 'The store does not answer.');
      }
      const serverTime = timestampOf(clock.now());
      return ok({ status: 200, body: { status: 'ok', name: 'Sealdesk', serverTime } });
    },
  }) satisfies HandlersOf<'health.live' | 'health.ready'>;
