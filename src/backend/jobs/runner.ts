import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../environment.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/index.ts';
import { endJob, extendLease, giveBack, leaseMs, nextDue, takeJobs, type Job } from './take.ts';
import { tenantTurns, type Turns } from './turns.ts';

/** How a run of a job ended: done, or to be run again at a time (epoch milliseconds). Throwing is a failure: it is tried again, ever later. */
export type JobEnd = { readonly kind: 'done' } | { readonly kind: 'again'; readonly dueAt: number };

export interface JobHandler {
  readonly kind: string;
  /** How many run at the same time in this process, beside those of other kinds; absent: they share eight places. */
  readonly atOnce?: number;
  /** None of them ends a process: what was lost with one runs as if it was new. Of others one at a time does. */
  readonly isHarmless?: boolean;
  /** Jobs run at least once: what one does must be safe to repeat. The signal aborts when the backend ends or the lease is lost. */
  readonly run: (job: Job, signal: AbortSignal) => Promise<JobEnd>;
}

export interface JobRunner {
  /** Looks for jobs now. */
  readonly wake: () => void;
  readonly start: () => void;
  /** Takes nothing more, aborts what runs and waits for it. */
  readonly stop: () => Promise<void>;
}

/** What comes due by itself, and what another process left without a word, is looked for this often. */
const usualPollMs = 500;
const mostAtOnce = 8;
const firstRetryMs = 1000;
const longestRetryMs = 5 * 60_000;

export interface RunnerParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Names this process among those that share the store. */
  readonly run: string;
  readonly handlers: readonly JobHandler[];
  /** How often is looked for jobs without being woken, in milliseconds. */
  readonly pollMs?: number | undefined;
}

/** Kinds that share places: those of a lane of their own never wait for others, and hold nobody else up. */
interface Lane {
  readonly kinds: readonly string[];
  readonly most: number;
  /** How many of them at the same time may have been lost with a process. */
  readonly mostLost: number;
  readonly running: Map<Job, Promise<void>>;
  readonly turns: Turns;
}

function lanesOf(handlers: readonly JobHandler[]): readonly Lane[] {
  const lane = (kinds: readonly string[], most: number, mostLost = 1): Lane => ({
    kinds,
    most,
    mostLost,
    running: new Map(),
    turns: tenantTurns(),
  });
  const shared = handlers.filter(({ atOnce }) => atOnce === undefined).map(({ kind }) => kind);
  return [
    lane(shared, mostAtOnce),
    ...handlers.flatMap(({ kind, atOnce, isHarmless = false }) =>
      atOnce === undefined ? [] : [lane([kind], atOnce, isHarmless ? atOnce : 1)],
    ),
  ].filter(({ kinds }) => kinds.length > 0);
}

function countByTenant(jobs: readonly Job[]): ReadonlyMap<string, number> {
  const count = new Map<string, number>();
  for (const { tenantId } of jobs) count.set(tenantId, (count.get(tenantId) ?? 0) + 1);
  return count;
}

const nameOf = ({ tenantId, kind, key }: Job): string => `${kind}/${tenantId}/${key}`;

/** Runs due jobs of this store in this process, several at a time. */
export function jobRunner(parts: RunnerParts): JobRunner {
  const { store, clock, log, run: by, handlers, pollMs = usualPollMs } = parts;
  const byKind = new Map(handlers.map(handler => [handler.kind, handler]));
  const lanes = lanesOf(handlers);
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;
  let again = false;
  let started = false;

  const runOne = async (job: Job): Promise<void> => {
    const lost = new AbortController();
    const alive = setInterval(() => {
      extendLease(store, job, by, clock.now()).then(
        kept => {
          if (!kept) lost.abort();
        },
        (error: unknown) => log.error({ err: error, kind: job.kind }, 'a lease could not be extended'),
      );
    }, leaseMs / 3);
    try {
      const handler = byKind.get(job.kind);
      if (!handler) throw new Error(`nobody runs jobs of the kind ${job.kind}`);
      const end = await handler.run(job, AbortSignal.any([ending.signal, lost.signal]));
      if (end.kind === 'done') await endJob(store, job, by);
      else await giveBack(store, job, by, { dueAt: end.dueAt, failed: false });
    } catch (error) {
      const stopped = ending.signal.aborted;
      // Deleted while it ran, or another process has it by now: nothing failed.
      if (lost.signal.aborted) log.info({ kind: job.kind }, 'a job was lost');
      else if (!stopped) log.error({ err: error, kind: job.kind, attempts: job.attempts }, 'a job failed');
      const delay = stopped ? 0 : Math.min(firstRetryMs * 2 ** job.attempts, longestRetryMs);
      await giveBack(store, job, by, { dueAt: clock.now() + delay, failed: !stopped });
    } finally {
      clearInterval(alive);
    }
  };

  const fill = async ({ kinds, most, mostLost, running, turns }: Lane): Promise<void> => {
    const jobs = await takeJobs(store, {
      by,
      now: clock.now(),
      kinds,
      limit: most - running.size,
      running: countByTenant([...running.keys()]),
      turns,
      mostLost: mostLost - [...running.keys()].filter(({ lost }) => lost > 0).length,
    });
    for (const { tenantId } of jobs) turns.had(tenantId);
    // Its own lease runs out where this process stood still, or the clock was set: taking it again has renewed that.
    const known = new Set([...running.keys()].map(nameOf));
    for (const job of jobs.filter(found => !known.has(nameOf(found)))) {
      const one = runOne(job)
        .catch((error: unknown) => log.error({ err: error, kind: job.kind }, 'a job could not be given back'))
        .finally(() => {
          running.delete(job);
          wake();
        });
      running.set(job, one);
    }
  };

  const look = async (): Promise<void> => {
    // SQLite answers within the call: jobs that wait for nothing else would follow each other and let no request in.
    await turn();
    if (ending.signal.aborted) return;
    for (const lane of lanes) await fill(lane);
    const open = lanes.filter(({ running, most }) => running.size < most).flatMap(({ kinds }) => kinds);
    const due = open.length === 0 ? undefined : await nextDue(store, open);
    clearTimeout(timer);
    timer = setTimeout(wake, Math.max(10, Math.min(pollMs, (due ?? Infinity) - clock.now())));
  };

  function wake(): void {
    if (!started || ending.signal.aborted) return;
    if (looking) {
      again = true;
      return;
    }
    looking = look()
      .catch((error: unknown) => {
        log.error({ err: error }, 'jobs could not be taken');
        // The one before it may still be to come: each would go on beside the others for as long as the store is away.
        clearTimeout(timer);
        timer = setTimeout(wake, pollMs);
      })
      .finally(() => {
        looking = undefined;
        if (again) {
          again = false;
          wake();
        }
      });
  }

  return {
    wake,
    start: () => {
      started = true;
      if (lanes.length > 0) wake();
    },
    stop: async () => {
      ending.abort();
      clearTimeout(timer);
      await looking;
      clearTimeout(timer);
      await Promise.allSettled(lanes.flatMap(({ running }) => [...running.values()]));
    },
  };
}
