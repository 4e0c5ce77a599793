import { ok } from '../../shared/result.ts';
import type { Context } from '../context.ts';
import { refuse, type HandlersOf } from '../http/index.ts';
import { dayMs } from './buckets.ts';
import { measure } from './measure.ts';

const usualDays = 30;

/** Ten years and leap days: an answer has at most as many buckets. */
const mostDays = 3660;

/** Commits wait for nobody who counts, and nobody who counts sees half of one: all figures are of one moment. */
export const metricsHandlers = ({ store, clock }: Pick<Context, 'store' | 'clock'>) =>
  ({
    'metrics.get': async ({ caller: { tenantId }, query }) => {
      const to = query.to === undefined ? clock.now() : Date.parse(query.to);
      const from = query.from === undefined ? to - usualDays * dayMs : Date.parse(query.from);
      const wrong =
        from >= to ? 'not before `to`' : to - from > mostDays * dayMs ? 'a period too long' : null;
      if (wrong !== null || from < 0) {
        const errors = [{ path: 'query.from', message: wrong ?? 'before 1970' }];
        return refuse('invalid_payload', 'A period begins before it ends and has at most ten years.', {
          errors,
        });
      }
      const period = { tenantId, from, to, kind: query.kind };
      const bucket = query.groupBy ?? 'day';
      const body = await store.reader
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute(db => measure(db, period, bucket));
      return ok({ status: 200, body });
    },
  }) satisfies HandlersOf<'metrics.get'>;
