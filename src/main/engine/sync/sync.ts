import { problem, type IpcProblem } from '../../../shared/ipc/problem.ts';
import { assertNever, type Result } from '../../../shared/result.ts';
import type { Cache, Incoming } from '../cache/index.ts';
import {
  again,
  createBackoff,
  createLoop,
  keepOff,
  type Connection,
  type Next,
} from '../connection/index.ts';
import type { Journal } from '../journal/types.ts';
import type { Ports } from '../ports.ts';
import { problemOfFault, retryAfterOf, type Api, type ApiFault } from '../session/index.ts';
import { attemptStorage, storageProblem } from '../storage-problem.ts';
import { pull, type PullFault } from './feed.ts';
import type { Page } from './page.ts';
import { createMeter } from './progress.ts';
import type { FeedListener, FeedState, Sync } from './types.ts';
import { witness } from './witness.ts';

/** Seconds that the backend may hold a request while nothing changes. */
const holdSeconds = 25;
/** Milliseconds between tries after the disk refused. */
const localPause = 15_000;
/** Milliseconds that a request with nothing to bring takes at least: something on the way may not let it be held. */
const shortestHold = 1_000;

export interface SyncOptions {
  readonly ports: Pick<Ports, 'clock' | 'timers' | 'random' | 'log'>;
  readonly api: Api;
  readonly connection: Connection;
  readonly cache: Pick<
    Cache,
    'outboxInStates' | 'cursor' | 'intake' | 'applyPage' | 'syncMark' | 'markSynced' | 'reset' | 'caseCount'
  >;
  readonly journal: Pick<Journal, 'head' | 'checkpoint' | 'witnessed' | 'witnessedSize' | 'lastSealed'>;
  readonly deviceId: string;
  readonly listener: FeedListener;
}

/** As many unsent commands as the contract takes with a checkpoint. */
const mostPending = 5000;

/** The feed: a first full copy, then every change as the backend tells of it. Nothing happens before `start`. */
export function createSync(options: SyncOptions): Sync {
  const { ports, api, connection, cache, journal, deviceId, listener } = options;
  const backoff = createBackoff(ports.random);
  let state: FeedState = { activity: 'idle' };
  let serverMark: { readonly time: string; readonly at: number } | undefined;
  let interrupt = new AbortController();
  /** The copy is complete and the backend is asked to hold the request until something changes. */
  let watching = false;
  let cancelled = false;
  let wiped = false;
  /** A copy was begun afresh and is not complete yet. */
  let afresh = false;
  /** A rollback is one until the backend has taken a witness again; nothing that a round meets meanwhile hides it. */
  let rollback: IpcProblem | undefined;

  const show = (next: FeedState): void => {
    state = rollback ? { ...next, problem: rollback } : next;
    listener.changed(state);
  };
  const signal = (): AbortSignal => AbortSignal.any([interrupt.signal, connection.signal()]);
  const interrupted = (): void => {
    interrupt.abort();
    interrupt = new AbortController();
    loop.hurry();
  };

  const applied = (page: Page): void => {
    for (const change of page.changes) {
      if (change.op === 'upsert' && change.entity === 'policy') listener.policy(change.data);
    }
    if (page.changes.some(({ entity }) => ofLinks.has(entity))) listener.links();
    wiped ||= page.changes.some(change => ordersWipe(change, deviceId));
  };

  const syncOnce = async (): Promise<Round> => {
    const began = ports.clock.elapsed();
    const held = watching;
    let brought = 0;
    const activity = cache.syncMark().complete ? 'incremental' : 'initial';
    const meter = createMeter(ports.clock, activity === 'initial' ? cache.caseCount() : 0);
    if (!watching) show({ activity, ...(state.problem && { problem: state.problem }) });
    const pulled = await pull({
      ports,
      api,
      cache,
      signal: signal(),
      wait: held ? holdSeconds : 0,
      arrived: ({ end }) => {
        connection.worked();
        serverMark = { time: end.serverTime, at: ports.clock.elapsed() };
      },
      applied: ({ page, touched }) => {
        meter.advance(page.changes.length, page.end.remaining ?? undefined);
        const busy = page.end.hasMore || !watching;
        show(busy ? { activity, progress: meter.read() } : { activity: 'idle' });
        if (page.changes.length > 0) listener.applied(touched);
        brought += page.changes.length;
        applied(page);
      },
    });
    const early = held && brought === 0 ? shortestHold - (ports.clock.elapsed() - began) : 0;
    return { pulled, next: early > 0 ? keepOff(early) : again };
  };

  const complete = async (page: Page, next: Next): Promise<Next> => {
    const now = new Date(ports.clock.now()).toISOString();
    const marked = attemptStorage(() => cache.markSynced(now, page.end.serverTime));
    if (!marked.ok) return stumble(marked.problem);
    const unsent = attemptStorage(() =>
      cache.outboxInStates(['undoable', 'queued', 'sealed'], mostPending).map(({ commandId }) => commandId),
    );
    if (!unsent.ok) return stumble(unsent.problem);
    const seen = await witness(api, journal, unsent.value, signal());
    const behind = seen.ok ? undefined : seen.problem;
    if (behind?.kind === 'again') return failed(behind.fault);
    rollback = behind?.problem;
    afresh = false;
    watching = true;
    backoff.reset();
    show({ activity: 'idle' });
    return next;
  };

  const stumble = (why: IpcProblem, atLeastMs?: number): Next => {
    ports.log('sync.stopped', { problem: why.kind });
    const pause = Math.min(backoff.next(atLeastMs), longestPause(why));
    const nextAttemptAt = new Date(ports.clock.now() + pause).toISOString();
    show({ activity: 'idle', problem: why, nextAttemptAt });
    return keepOff(pause);
  };

  /** What stops the feed alone must not leave everybody else waiting for its word on the network. */
  const probe = async (): Promise<void> => {
    if (connection.state().network === 'online') return;
    const answered = await api.json('me.get', { signal: signal() });
    if (answered.ok) connection.worked();
    else if (concernsAll(answered.problem)) connection.failed(answered.problem);
  };

  const failed = async (fault: ApiFault): Promise<Next> => {
    watching = false;
    if (fault.kind === 'network' && fault.fault.kind === 'aborted') {
      show({ activity: 'idle' });
      return again;
    }
    if (isReset(fault) && cache.cursor() !== undefined) {
      ports.log('sync.reset');
      const reset = attemptStorage(() => cache.reset());
      if (!reset.ok) return stumble(reset.problem);
      listener.applied({ customerIds: null, outbox: false });
      listener.links();
      // A cursor that dies before its copy is complete would die again: what follows is paused like any other refusal.
      const first = !afresh;
      afresh = true;
      if (first) return again;
    }
    if (!concernsAll(fault)) {
      const next = stumble(problemOfFault(fault), retryAfterOf(fault));
      await probe();
      return next;
    }
    show({ activity: 'idle' });
    connection.failed(fault);
    return again;
  };

  const loop = createLoop({
    connection,
    timers: ports.timers,
    round: async () => {
      if (cancelled) {
        show({ activity: 'idle', problem: problem('cancelled') });
        return { then: 'sleep' };
      }
      const { pulled, next } = await syncOnce();
      if (wiped) {
        listener.wipe();
        return { then: 'end' };
      }
      if (pulled.ok) return complete(pulled.value, next);
      return pulled.problem.kind === 'api' ? failed(pulled.problem.fault) : stumble(pulled.problem.problem);
    },
    storageFailed: ({ fault }) => stumble(storageProblem(fault)),
  });

  return {
    start: loop.start,
    now: () => {
      cancelled = false;
      watching = false;
      backoff.reset();
      connection.tryNow();
      interrupted();
    },
    cancel: () => {
      cancelled = true;
      interrupted();
    },
    state: () => state,
    serverClock: () => {
      if (!serverMark) return { lastServerTime: cache.syncMark().lastServerTime ?? null, elapsedMs: null };
      const elapsedMs = Math.round(ports.clock.elapsed() - serverMark.at);
      return { lastServerTime: serverMark.time, elapsedMs };
    },
    stop: async () => {
      const ended = loop.stop();
      interrupted();
      await ended;
    },
  };
}

interface Round {
  readonly pulled: Result<Page, PullFault>;
  /** What follows when all went well. */
  readonly next: Next;
}

const ofLinks: ReadonlySet<string> = new Set(['link', 'plan', 'level']);

const isReset = (fault: ApiFault): boolean =>
  fault.kind === 'problem' && fault.problem.code === 'cursor_reset';

/** What this machine itself refuses costs nobody else anything to be tried again: room on a disk may be back any moment. */
const longestPause = ({ kind }: IpcProblem): number =>
  kind === 'disk_full' || kind === 'storage_failed' ? localPause : Infinity;

const ordersWipe = (change: Incoming, deviceId: string): boolean =>
  change.op === 'upsert' && change.entity === 'wipe' && change.data.deviceId === deviceId;

/** Whether no request of anybody can succeed just now; a page that can't be read is the feed's own trouble. */
function concernsAll(fault: ApiFault): boolean {
  switch (fault.kind) {
    case 'network':
    case 'stranger':
    case 'signedOut':
    case 'local':
      return true;
    case 'problem':
      return fault.problem.status === 429 || fault.problem.status >= 500;
    case 'unexpected':
      return fault.status >= 500;
    case 'otherVersion':
      return false;
    default:
      return assertNever(fault);
  }
}
