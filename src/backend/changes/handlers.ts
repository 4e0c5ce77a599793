import { Readable } from 'node:stream';
import type { endpoints, FeedEnd } from '../../shared/api/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { Context } from '../context.ts';
import { timestampOf } from '../environment.ts';
import { refuse, type HandlersOf, type Input, type Refusal } from '../http/index.ts';
import type { Workstation } from '../identity/index.ts';
import { formatCursor, parseCursor, viewOf } from './cursor.ts';
import { createHolds } from './holds.ts';
import { countAfter, readPiece, visibleEntities, type PageQuery, type Piece } from './page.ts';

const defaultLimit = 1000;

/**
 * Rows read from the store at a time: a page is streamed without ever being held whole. A reader holds two such pieces, some
 * 3 MB, as the stream asks for the next one while it sends: to read ahead here, too, would be a third.
 */
const rowsPerRead = 250;

/** A workstation waits once; a few more may be left of connections that it has lost. */
const mostWaiting = 4;

const entitiesOf = ({ wiping, roles }: Workstation): readonly string[] =>
  wiping ? [] : visibleEntities(roles);

type Asked = Pick<Input<(typeof endpoints)['changes.list']>, 'caller' | 'still' | 'query' | 'signal'>;

/** Whether a reader may have held something whose `delete` is forgotten. */
const hasMissed = ({ after, began }: Pick<Start, 'after' | 'began'>, feedHorizon: number): boolean =>
  Math.max(after, began) < feedHorizon;

interface Start {
  readonly epoch: string;
  readonly view: string;
  readonly after: number;
  readonly began: number;
}

export function changesHandlers({
  store,
  clock,
  waiters,
  log,
}: Pick<Context, 'store' | 'clock' | 'waiters' | 'log'>) {
  const holds = createHolds(mostWaiting);

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
    if (text === undefined || text === '') return ok({ ...here, after: 0, began: tenant.feedSeq });
    const cursor = parseCursor(text);
    if (!cursor) {
      return refuse('invalid_payload', 'This is not a cursor of the feed.', {
        errors: [{ path: 'query.cursor', message: 'not a cursor' }],
      });
    }
    const known = cursor.epoch === here.epoch && cursor.view === here.view;
    const missed = hasMissed({ after: cursor.seq, began: cursor.began }, tenant.feedHorizon);
    if (!known || missed || cursor.seq > tenant.feedSeq) {
      return refuse('cursor_reset', 'This cursor no longer leads on; sync afresh.');
    }
    return ok({ ...here, after: cursor.seq, began: cursor.began });
  };

  const feedOf = (tenantId: string) =>
    store.reader
      .selectFrom('tenant')
      .select(['feedSeq', 'feedHorizon'])
      .where('id', '=', tenantId)
      .executeTakeFirstOrThrow();

  async function* lines(from: Start, query: PageQuery, first: Piece): AsyncGenerator<Uint8Array> {
    let after = from.after;
    let sent = 0;
    let piece: Piece | undefined = first;
    try {
      while (piece && piece.count > 0) {
        yield piece.lines;
        sent += piece.count;
        after = piece.last;
        const wanted = Math.min(rowsPerRead, query.limit - sent);
        piece = wanted > 0 ? await readPiece(store, { ...query, after, limit: wanted }) : undefined;
      }
      // Tidying may have come between two reads of this page: its end, without which it is none, is not told then.
      const { feedHorizon } = await feedOf(query.tenantId);
      if (hasMissed(from, feedHorizon)) throw new Error('deletes were forgotten while a reader passed by');
      const remaining = await countAfter(store, { ...query, after });
      const end: FeedEnd = {
        cursor: formatCursor({ ...from, seq: after }),
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
    'changes.list': async ({ caller, still, query, signal }: Asked) => {
      const from = await start(caller, query.cursor);
      if (!from.ok) return from;
      let page = {
        tenantId: caller.tenantId,
        deviceId: caller.deviceId,
        entities: entitiesOf(caller),
        after: from.value.after,
        limit: query.limit ?? defaultLimit,
      };
      const read = async (): Promise<{ readonly upTo: number; readonly piece: Piece }> => {
        const { feedSeq: upTo } = await feedOf(caller.tenantId);
        return {
          upTo,
          piece: await readPiece(store, { ...page, upTo, limit: Math.min(rowsPerRead, page.limit) }),
        };
      };
      const wait = query.wait ?? 0;
      // Real time, not the injected clock: it is the caller who waits.
      const until = performance.now() + wait * 1000;
      let seen = waiters.seen(caller.tenantId);
      let first = await read();
      const hold =
        wait > 0 && first.piece.count === 0
          ? holds.begin(`${caller.tenantId}/${caller.deviceId}`)
          : undefined;
      if (hold) {
        const enough = AbortSignal.any([signal, hold.released]);
        try {
          while (first.piece.count === 0 && !enough.aborted && performance.now() < until) {
            await waiters.next(caller.tenantId, seen, until - performance.now(), enough);
            seen = waiters.seen(caller.tenantId);
            // Whoever waited may be shut out by now, be wiped, or see less.
            page = { ...page, entities: entitiesOf(await still()) };
            first = await read();
          }
        } finally {
          hold.end();
        }
      }
      const whole = { ...page, upTo: first.upTo };
      return ok({
        status: 200,
        stream: Readable.from(lines(from.value, whole, first.piece), {
          objectMode: false,
          highWaterMark: 1 << 20,
        }),
      });
    },
  } satisfies HandlersOf<'changes.list'>;
}
