import { setImmediate as turn } from 'node:timers/promises';
import { verificationStatusSchema, type VerificationStatus } from '../../shared/domain/index.ts';
import type { Context } from '../context.ts';
import { findCustomer } from '../customers/index.ts';
import { forgetInTime } from '../forgetting.ts';
import { StoreUnavailable, type Queries } from '../store/index.ts';
import { purgeCustomer } from './purge.ts';
import { retentionOf } from './periods.ts';

interface Parts extends Pick<Context, 'store' | 'work' | 'clock' | 'log'> {
  /** Aborts when the backend ends: what is left is left to the next round. */
  readonly signal?: AbortSignal;
  /** For how long a round waits at its end until the store has forgotten what was purged; half an hour unless told. */
  readonly forgetMs?: number;
}

/** One round over all tenants. */
interface Round extends Parts {
  /** To be called for each case that was purged: what comes after it may fail. */
  readonly onPurged: () => void;
}

const dayMs = 24 * 3600 * 1000;

/** A large store has work with it; rounds come every hour, and none begins before the one before it has ended. */
const usualForgetMs = 30 * 60_000;

/** Cases of one status that are looked up at a time: moments of the store, however many there are. */
const batch = 200;

/** Cases of a tenant that are in a status and did not change after a time. Times are epoch milliseconds. */
interface Old {
  readonly tenantId: string;
  readonly status: VerificationStatus;
  readonly before: number;
  readonly now: number;
}

/**
 * Cases that did not change, in the order of their last change, and whether something else that is about them is younger:
 * a transaction, a note, a link, or one that may still be used. Each is a look into an index by customer and time; a document
 * is a change of its customer.
 */
const oldCases = (db: Queries, { tenantId, status, before, now }: Old) =>
  db
    .selectFrom('customer')
    .where('customer.tenantId', '=', tenantId)
    .where('status', '=', status)
    .where('updatedAt', '<=', before)
    .select(['customer.id', 'updatedAt'])
    .select(({ exists, or, selectFrom }) =>
      or([
        exists(
          selectFrom('transaction')
            .select('transaction.id')
            .where('transaction.tenantId', '=', tenantId)
            .whereRef('transaction.customerId', '=', 'customer.id')
            .where('transaction.at', '>', before),
        ),
        exists(
          selectFrom('note')
            .select('note.id')
            .where('note.tenantId', '=', tenantId)
            .whereRef('note.customerId', '=', 'customer.id')
            .where('note.at', '>', before),
        ),
        exists(
          selectFrom('link')
            .select('link.id')
            .where('link.tenantId', '=', tenantId)
            .whereRef('link.customerId', '=', 'customer.id')
            .where(link =>
              link.or([
                link('link.createdAt', '>', before),
                link.and([link('link.state', '<>', 'revoked'), link('link.expiresAt', '>', now)]),
              ]),
            ),
        ),
      ]).as('isKept'),
    );

/**
 * SQLite answers at once: without a pause in which others are heard, thousands of cases would hold up everybody. Says
 * whether to go on after it.
 */
async function pause({ signal }: Parts): Promise<boolean> {
  await turn();
  return signal?.aborted !== true;
}

/**
 * Purges one case in a transaction of its own: a crash leaves no half. A case on which that fails is not in the way of
 * those behind it; a store that does not answer is.
 */
async function purgeOne({ work, log, onPurged }: Round, old: Old, id: string): Promise<void> {
  try {
    const isPurged = await work(old.tenantId, async step => {
      // Something may have come since it was looked up, or another process has purged it.
      const now = await oldCases(step.db, old).where('customer.id', '=', id).executeTakeFirst();
      const found = now && !now.isKept ? await findCustomer(step.db, old.tenantId, id) : undefined;
      if (!found) return false;
      await purgeCustomer(step, found.customer);
      return true;
    });
    if (isPurged) onPurged();
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    log.error({ err: error, tenantId: old.tenantId, customerId: id }, 'a case could not be purged');
  }
}

async function purgeStatus(round: Round, old: Old): Promise<void> {
  let after: readonly [updatedAt: number, id: string] = [-1, ''];
  while (await pause(round)) {
    const [updatedAt, id] = after;
    const page = await oldCases(round.store.reader, old)
      .where(row => row(row.refTuple('updatedAt', 'customer.id'), '>', row.tuple(updatedAt, id)))
      .orderBy('updatedAt')
      .orderBy('customer.id')
      .limit(batch)
      .execute();
    for (const one of page) {
      if (one.isKept) continue;
      if (!(await pause(round))) return;
      await purgeOne(round, old, one.id);
    }
    const last = page.at(-1);
    if (!last || page.length < batch) return;
    after = [last.updatedAt, last.id];
  }
}

async function purgeTenant(round: Round, tenantId: string): Promise<void> {
  const { store, clock, log } = round;
  try {
    const retention = await retentionOf(store.reader, tenantId);
    for (const status of verificationStatusSchema.options) {
      const days = retention[status];
      if (days === null) continue;
      const now = clock.now();
      await purgeStatus(round, { tenantId, status, before: now - days * dayMs, now });
    }
  } catch (error) {
    // Somebody who stands still may hold this tenant, and no other.
    log.error({ err: error, tenantId }, 'cases could not be purged');
  }
}

/** Purges every tenant's cases that have been kept for their time; returns how many. */
export async function purgeRetained(parts: Parts): Promise<number> {
  const { store, signal, forgetMs = usualForgetMs } = parts;
  let purged = 0;
  const round: Round = { ...parts, onPurged: () => void (purged += 1) };
  try {
    const tenants = await store.reader.selectFrom('tenant').select('id').execute();
    for (const { id } of tenants) {
      if (signal?.aborted) break;
      await purgeTenant(round, id);
    }
  } finally {
    // With nothing purged too: an earlier round may not have come to it. A backend that ends does not wait for it.
    if (!signal?.aborted) await forgetInTime(parts, { hasPurged: purged > 0, mostMs: forgetMs, signal });
  }
  return purged;
}
