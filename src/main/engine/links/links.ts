import type { Plan } from '../../../shared/api/links.ts';
import type { Level } from '../../../shared/domain/levels.ts';
import type { LinkCounts } from '../../../shared/ipc/links.ts';
import { problem, type IpcProblem } from '../../../shared/ipc/problem.ts';
import type { CallInput, CallOutput } from '../../../shared/ipc/table.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Cache } from '../cache/index.ts';
import type { Connection } from '../connection/index.ts';
import type { Api } from '../session/index.ts';
import { linkProblem } from './problems.ts';
import { linkRow, linkRows } from './rows.ts';

export interface Links {
  window(input: CallInput<'links.window'>): CallOutput<'links.window'>;
  levels(): readonly Level[];
  /** As the feed says; where that said nothing of this period yet, as the backend does. */
  plan(): Promise<Result<CallOutput<'links.plan'>, IpcProblem>>;
  create(input: CallInput<'links.create'>): Promise<Result<CallOutput<'links.create'>, IpcProblem>>;
  revoke(input: CallInput<'links.revoke'>): Promise<Result<Record<string, never>, IpcProblem>>;
}

export interface LinksOptions {
  readonly cache: Cache;
  readonly api: Api;
  readonly connection: Pick<Connection, 'state' | 'signal'>;
}

/** Milliseconds that counts stand although time may have made a link expired meanwhile. */
const countsForMs = 500;

/**
 * Verification links: those that the feed told of, and making and revoking them at the backend, which alone can. Their
 * address passes through here once, on its way to the window: it is in no variable that stays, no database and no log.
 */
export function createLinks({ cache, api, connection }: LinksOptions): Links {
  /** Offline a link can't be made later by itself: whoever asked for it waits with an applicant beside them. */
  const reachable = (): Result<AbortSignal, IpcProblem> => {
    const { network, paused, problem: why } = connection.state();
    if (network !== 'offline') return ok(connection.signal());
    const detail = paused ? 'paused' : why?.kind === 'signed_out' ? why.kind : undefined;
    return fail(problem('needs_backend', detail === undefined ? {} : { detail }));
  };

  /** A scroll asks for many windows, and nothing changes meanwhile. */
  let counted: { readonly revision: number; readonly at: number; readonly counts: LinkCounts } | undefined;
  const countsNow = (): LinkCounts => {
    const [revision, at] = [cache.revision(), cache.serverNow()];
    if (!counted || counted.revision !== revision || Math.abs(at - counted.at) >= countsForMs)
      counted = { revision, at, counts: cache.linkCounts() };
    return counted.counts;
  };

  const isNow = ({ period }: Plan): boolean => {
    const now = cache.serverNow();
    return Date.parse(period.from) <= now && now < Date.parse(period.to);
  };

  return {
    window({ state, offset, limit }) {
      const counts = countsNow();
      return {
        rows: [...linkRows(cache, cache.links({ state, offset, limit }))],
        offset,
        total: counts[state ?? 'all'],
        counts,
      };
    },

    levels: () => cache.levels(),

    async plan() {
      const known = cache.plan();
      if (known && isNow(known)) return ok({ plan: known });
      const signal = reachable();
      if (!signal.ok) return ok({});
      const answer = await api.json('plan.get', { signal: signal.value });
      return answer.ok ? ok({ plan: answer.value }) : fail(linkProblem(answer.problem));
    },

    async create({ key, link }) {
      const signal = reachable();
      if (!signal.ok) return signal;
      const answer = await api.json('links.create', {
        body: link,
        headers: { 'idempotency-key': key },
        signal: signal.value,
      });
      if (!answer.ok) return fail(linkProblem(answer.problem));
      const { url, ...made } = answer.value;
      return ok({ link: linkRow(cache, made), url });
    },

    async revoke({ id }) {
      const signal = reachable();
      if (!signal.ok) return signal;
      const answer = await api.json('links.revoke', { params: { id }, signal: signal.value });
      return answer.ok ? ok({}) : fail(linkProblem(answer.problem));
    },
  };
}
