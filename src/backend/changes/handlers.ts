import { Readable } from 'node:stream';
import type { FeedEnd } from '../../shared/api/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { Context } from '../context.ts';
import { timestampOf } from '../environment.ts';
import { refuse, type HandlersOf, type Refusal } from '../http/index.ts';
import type { Workstation } from '../identity/index.ts';
import { formatCursor, parseCursor, viewOf } from './cursor.ts';
import { countAfter, linesOf, readPage, visibleEntities, type PageQuery, type PageRow } from './page.ts';

const defaultLimit = 1000;

/** Rows read from the store at a time: a page is streamed without ever being held whole. */
const rowsPerRead = 500;

interface Start {
  readonly epoch: string;
  readonly view: string;
  readonly after: number;
}

export function changesHandlers({
  store,
  clock,
  waiters,
  log,
}: Pick<Context, 'store' | 'clock' | 'waiters' | 'log'>) {
  const start = async (
    caller: Workstation,
    text: string | undefined,
  ): Promise<Result<Start, Refusal<'invalid_payload' | 'cursor_reset'>>> => {
    const tenant = await store.reader
      .selectFrom('tenant')
      .select(['feedEpoch', 'feedSeq', 'feedHorizon'])
      .where('id', '=', caller.tenantId)
      .executeTakeFirstOrThrow();
    const here = { epoch: tenant.feedEpoch, view: viewOf(caller.roles) };
    if (text === undefined || text === '') return ok({ ...here, after: 0 });
    const cursor = parseCursor(text);
    if (!cursor) {
      return refuse('invalid_payload', 'This is not a cursor of the feed.', {
        errors: [{ path: 'query.cursor', message: 'not a cursor' }],
      });
    }
    const known = cursor.epoch === here.epoch && cursor.view === here.view;
    if (!known || cursor.seq < tenant.feedHorizon || cursor.seq > tenant.feedSeq) {
      return refuse('cursor_reset', 'This cursor no longer leads on; sync afresh.');
    }
    return ok({ ...here, after: cursor.seq });
  };

  async function* lines(from: Start, query: PageQuery, first: readonly PageRow[]): AsyncGenerator<Buffer> {
    let after = from.after;
    let sent = 0;
    let rows = first;
    try {
      while (rows.length > 0) {
        yield linesOf(rows);
        sent += rows.length;
        after = rows.at(-1)?.seq ?? after;
        const wanted = Math.min(rowsPerRead, query.limit - sent);
        rows = wanted > 0 ? await readPage(store, { ...query, after, limit: wanted }) : [];
      }
      const remaining = await countAfter(store, { ...query, after });
      const end: FeedEnd = {
        cursor: formatCursor({ epoch: from.epoch, view: from.view, seq: after }),
        hasMore: remaining > 0,
        serverTime: timestampOf(clock.now()),
        remaining,
      };
      yield Buffer.from(`${JSON.stringify(end)}\n`);
    } catch (error) {
      log.error({ err: error }, 'the feed broke off');
      throw error;
    }
  }

  return {
    'changes.list': async ({ caller, query, signal }) => {
      const from = await start(caller, query.cursor);
      if (!from.ok) return from;
      const page: PageQuery = {
        tenantId: caller.tenantId,
        deviceId: caller.deviceId,
        entities: visibleEntities(caller.roles),
        after: from.value.after,
        limit: query.limit ?? defaultLimit,
      };
      const read = () => readPage(store, { ...page, limit: Math.min(rowsPerRead, page.limit) });
      // Real time, not the injected clock: it is the caller who waits.
      const until = performance.now() + (query.wait ?? 0) * 1000;
      let seen = waiters.seen(caller.tenantId);
      let rows = await read();
      while (rows.length === 0 && !signal.aborted && performance.now() < until) {
        await waiters.next(caller.tenantId, seen, until - performance.now(), signal);
        seen = waiters.seen(caller.tenantId);
        rows = await read();
      }
      return ok({
        status: 200,
        stream: Readable.from(lines(from.value, page, rows), { objectMode: false, highWaterMark: 1 << 20 }),
      });
    },
  } satisfies HandlersOf<'changes.list'>;
}
