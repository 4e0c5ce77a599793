import type { Customer, Level } from '../../../shared/domain/index.ts';
import type { Context } from '../../context.ts';
import { findCustomer, updateCustomer, type CustomerRecord } from '../../customers/index.ts';
import { readDocument } from '../../documents/index.ts';
import { newId } from '../../environment.ts';
import type { JobEnd, JobHandler } from '../../jobs/index.ts';
import { findLevel } from '../../levels/index.ts';
import { riskFactsOf, scoreRisk, sharingOf } from '../../risk/index.ts';
import type { Queries } from '../../store/index.ts';
import type { Provider } from '../provider.ts';
import { newestVersion } from '../rescreening/index.ts';
import { auditOf } from './audit.ts';
import type { Standing } from './decide.ts';
import { lookedAt } from './looked-at.ts';
import { checksKind } from './react.ts';
import { givenUpOf, pendingOf, runSettled } from './run.ts';
import { runAllOf, type Attempts } from './run-all.ts';
import { saysSomething, settle } from './settle.ts';

/** So long after they were first made the checks of a case end, whatever answered: people decide on the rest. */
const deadlineMs = 10 * 60_000;

/** A provider that is down is asked again after 5 s, then ever later, at last every two minutes. */
const firstPauseMs = 5000;
const longestPauseMs = 2 * 60_000;

/** Checks that were given up are made again after as long as they have been waited for, within these bounds. */
const shortestWaitMs = deadlineMs;
const longestWaitMs = 2 * 3600_000;

/** So often a process may be gone in the middle of a case's checks before they are left to people. */
const mostLost = 2;

interface Situation extends Omit<Standing, 'alarms'> {
  readonly record: CustomerRecord;
  readonly level: Level;
  readonly startedAt: number;
  /** How often some provider was down. */
  readonly attempts: number;
  /** The version of the watchlist that is the newest. */
  readonly watchlist: number | undefined;
}

const toMake = (customer: Customer): readonly string[] => [...pendingOf(customer), ...givenUpOf(customer)];

async function look(db: Queries, tenantId: string, id: string): Promise<Situation | undefined> {
  const record = await findCustomer(db, tenantId, id);
  const run = await db
    .selectFrom('checkRun')
    .select(['startedAt', 'attempts', 'decides', 'alarmed', 'rounds'])
    .where('tenantId', '=', tenantId)
    .where('customerId', '=', id)
    .executeTakeFirst();
  if (!record || !run || toMake(record.customer).length === 0) return undefined;
  const { levelId, levelVersion } = record.customer;
  const level = await findLevel({ db, tenantId }, levelId, levelVersion);
  if (!level) throw new Error('a customer of an unknown level');
  const watchlist = (await newestVersion(db))?.seq;
  return { record, level, ...run, watchlist, decides: run.decides === 1, alarmed: run.alarmed === 1 };
}

/** When the time of a case's checks is over: it begins with the first that is made, not while they wait for their turn. */
const deadlineOf = ({ attempts, startedAt }: Situation, begunAt: number): number =>
  (attempts === 0 ? begunAt : startedAt) + deadlineMs;

/** When to ask again those that are down; undefined when the time is over, or when none is down. */
function retryAt(
  attempts: Attempts,
  { deadline, before, at }: { readonly deadline: number; readonly before: number; readonly at: number },
): number | undefined {
  const isDown = [...attempts.values()].some(({ kind }) => kind === 'down' || kind === 'held');
  if (!isDown || at >= deadline) return undefined;
  return Math.min(deadline, at + Math.min(firstPauseMs * 2 ** before, longestPauseMs));
}

/** When to make again what was given up; undefined where nothing was, or the case is no longer under review. */
const laterAt = (customer: Customer, startedAt: number, at: number): number | undefined =>
  givenUpOf(customer).length === 0
    ? undefined
    : at + Math.min(Math.max(at - startedAt, shortestWaitMs), longestWaitMs);

const endOf = (dueAt: number | undefined): JobEnd =>
  dueAt === undefined ? { kind: 'done' } : { kind: 'again', dueAt };

/** The job that has a case checked by all providers that are pending, and acts on what they find. */
export function checksJob(context: Context, providers: readonly Provider[]): JobHandler {
  const { store, work, clock, random, keys, log } = context;
  const runAll = runAllOf(providers, log);

  /** Undefined: what was looked at is not what there is now. */
  const write = (
    tenantId: string,
    id: string,
    seen: Situation,
    { attempts, begunAt }: { readonly attempts: Attempts; readonly begunAt: number },
  ): Promise<JobEnd | undefined> =>
    work(tenantId, async step => {
      const now = await look(step.db, tenantId, id);
      if (!now) return { kind: 'done' };
      if (lookedAt(now.record.customer) !== lookedAt(seen.record.customer)) return undefined;
      // All were looked up on the newer watchlist meanwhile, but for those that were being checked.
      if (now.watchlist !== seen.watchlist) return undefined;
      const isAnswered = [...attempts.values()].some(saysSomething);
      // Still nobody answers: there is nothing to say that was not said.
      if (pendingOf(now.record.customer).length === 0 && !isAnswered)
        return endOf(laterAt(now.record.customer, now.startedAt, step.at));
      const deadline = deadlineOf(now, begunAt);
      const again = retryAt(attempts, { deadline, before: now.attempts, at: step.at });
      const sharing = await sharingOf(step.db, tenantId, keys, now.record.customer);
      const { record, decision } = settle(now.record, {
        level: now.level,
        standing: now,
        attempts,
        retryAt: again,
        riskOf: customer => scoreRisk(riskFactsOf(customer, sharing)),
        at: step.at,
        newId: () => newId(clock, random),
      });
      await updateCustomer(step, record, now.record);
      step.audit(auditOf(record.customer, decision, { level: now.level, sharing }));
      await step.db
        .updateTable('checkRun')
        .set({ ...runSettled(now, record.customer, decision), startedAt: deadline - deadlineMs })
        .where('tenantId', '=', tenantId)
        .where('customerId', '=', id)
        .execute();
      return endOf(again ?? laterAt(record.customer, deadline - deadlineMs, step.at));
    });

  return {
    kind: checksKind,
    run: async ({ tenantId, key: id, lost }, signal) => {
      const seen = await look(store.reader, tenantId, id);
      if (!seen) return { kind: 'done' };
      const at = clock.now();
      const { customer } = seen.record;
      const input = {
        tenantId,
        customer,
        level: seen.level,
        at,
        readDocument: (documentId: string) => readDocument(store, tenantId, customer, documentId),
      };
      const remainingMs = deadlineOf(seen, at) - at;
      const attempts: Attempts =
        lost < mostLost
          ? await runAll(toMake(customer), input, { remainingMs, signal })
          : new Map(toMake(customer).map(name => [name, { kind: 'lost' }]));
      return (
        (await write(tenantId, id, seen, { attempts, begunAt: at })) ?? { kind: 'again', dueAt: clock.now() }
      );
    },
  };
}
