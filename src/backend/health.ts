import { ok } from '../shared/result.ts';
import type { Context } from './context.ts';
import { timestampOf } from './environment.ts';
import { refuse, type HandlersOf } from './http/index.ts';
import { inTime } from './in-time.ts';
import type { Store } from './store/index.ts';

/** Rejects unless somebody answers in time where is read and where is written. */
const answers = ({ reader, writer }: Store): Promise<unknown> =>
  inTime(
    Promise.all([reader, writer].map(side => side.selectFrom('setting').select('key').limit(1).execute())),
  );

export const healthHandlers = ({ store, clock, log }: Pick<Context, 'store' | 'clock' | 'log'>) =>
  ({
    'health.live': async () => ok({ status: 200, body: { status: 'ok' } }),
    'health.ready': async () => {
      try {
        await answers(store);
      } catch (error) {
        log.error({ err: error }, 'the store does not answer');
        return refuse('not_ready', 'The store does not answer.');
      }
      const serverTime = timestampOf(clock.now());
      return ok({ status: 200, body: { status: 'ok', name: 'Sealdesk', serverTime } });
    },
  }) satisfies HandlersOf<'health.live' | 'health.ready'>;
