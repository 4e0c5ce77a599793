import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Cache, Touched } from '../cache/types.ts';
import type { IpcProblem } from '../../../shared/ipc/problem.ts';
import type { Ports } from '../ports.ts';
import type { Api, ApiFault } from '../session/index.ts';
import { attemptStorage } from '../storage-problem.ts';
import { readPage, type Page } from './page.ts';

/**
 * Entities a page: small enough that applying one in its transaction holds the engine for 150 to 300 ms, large enough
 * that what every transaction rewrites (the index over random ids above all) is not written too often.
 */
const pageSize = 2500;
/** The first page of all, so that there are cases to work on within a second. */
const firstPageSize = 1000;
const headTimeout = 30_000;

export type PullFault =
  | { readonly kind: 'api'; readonly fault: ApiFault }
  /** The cache could not take the page. */
  | { readonly kind: 'storage'; readonly problem: IpcProblem };

export interface Pulled {
  readonly page: Page;
  readonly touched: Touched;
}

export interface PullOptions {
  readonly ports: Pick<Ports, 'timers'>;
  readonly api: Api;
  readonly cache: Pick<Cache, 'cursor' | 'intake' | 'applyPage'>;
  readonly signal: AbortSignal;
  /** Seconds that the backend may hold the first request until something changes; 0: answer at once. */
  readonly wait: number;
  /** Called before the first page is applied and after each. */
  readonly arrived: (page: Page) => void;
  readonly applied: (pulled: Pulled) => void;
}

/**
 * Pulls and applies pages until the copy is complete. The next page is asked for while this one is applied; its
 * cursor is stored with the page itself, so that a kill at any point goes on from the last applied one.
 */
export async function pull(options: PullOptions): Promise<Result<Page, PullFault>> {
  const { cache, arrived, applied } = options;
  let cursor = cache.cursor();
  let read = await request(options, cursor, options.wait);
  for (;;) {
    if (!read.ok) return fail({ kind: 'api', fault: read.problem });
    const page = read.value;
    // Asked again it would answer the same for ever.
    if (page.end.hasMore && page.end.cursor === cursor) return fail({ kind: 'api', fault: standsStill });
    cursor = page.end.cursor;
    arrived(page);
    const next = page.end.hasMore ? request(options, page.end.cursor, 0) : undefined;
    const touched = apply(cache, page);
    if (touched.ok) applied({ page, touched: touched.value });
    if (!next) return touched.ok ? ok(page) : fail({ kind: 'storage', problem: touched.problem });
    read = await next;
    if (!touched.ok) return fail({ kind: 'storage', problem: touched.problem });
  }
}

const standsStill: ApiFault = { kind: 'unexpected', status: 200, detail: 'feed: more from the same cursor' };

/** A page that brings nothing is not worth a transaction. */
function apply(
  cache: Pick<Cache, 'cursor' | 'applyPage'>,
  { changes, end }: Page,
): Result<Touched, IpcProblem> {
  if (changes.length === 0 && end.cursor === cache.cursor()) return ok({ customerIds: [], outbox: false });
  return attemptStorage(() => cache.applyPage(changes, end.cursor, end.serverTime));
}

async function request(
  { ports, api, cache, signal }: PullOptions,
  cursor: string | undefined,
  wait: number,
): Promise<Result<Page, ApiFault>> {
  const head = await api.stream('changes.list', {
    query: {
      limit: cursor === undefined ? firstPageSize : pageSize,
      ...(cursor !== undefined && { cursor }),
      ...(wait > 0 && { wait }),
    },
    timeoutMs: headTimeout + wait * 1000,
    signal,
  });
  return head.ok ? readPage(head.value, ports.timers, cache.intake()) : head;
}
