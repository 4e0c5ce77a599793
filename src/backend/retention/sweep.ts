import { verificationStatusSchema, type VerificationStatus } from '../../shared/domain/index.ts';
import type { Context } from '../context.ts';
import { findCustomer } from '../customers/index.ts';
import type { Queries } from '../store/index.ts';
import { purgeCustomer } from './purge.ts';
import { retentionOf } from './periods.ts';

type Parts = Pick<Context, 'store' | 'work' | 'clock'>;

const dayMs = 24 * 3600 * 1000;

/** Cases of one status that are looked up at a time: moments of the store, however many there are. */
const batch = 200;

/** Cases of a tenant that are in a status and did not change after a time (epoch milliseconds). */
interface Old {
  readonly tenantId: string;
  readonly status: VerificationStatus;
  readonly before: number;
}

/**
 * Cases that did not change, in the order of their last change, and whether something else that is about them is younger:
 * a transaction, a note, a link. Each is a look into an index by customer and time; a document is a change of its customer.
 */
const oldCases = (db: Queries, { tenantId, status, before }: Old) =>
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
            .where('link.createdAt', '>', before),
        ),
      ]).as('isKept'),
    );

/** Each case in a transaction of its own: who writes meanwhile waits for moments, and a crash leaves no half. */
async function purgeStatus({ store, work }: Parts, old: Old): Promise<number> {
  let purged = 0;
  let after: readonly [updatedAt: number, id: string] = [-1, ''];
  for (;;) {
    const [updatedAt, id] = after;
    const page = await oldCases(store.reader, old)
      .where(row => row(row.refTuple('updatedAt', 'customer.id'), '>', row.tuple(updatedAt, id)))
      .orderBy('updatedAt')
      .orderBy('customer.id')
      .limit(batch)
      .execute();
    for (const one of page) {
      if (one.isKept) continue;
      purged += await work(old.tenantId, async step => {
        // Something may have come since it was looked up, or another process has purged it.
        const now = await oldCases(step.db, old).where('customer.id', '=', one.id).executeTakeFirst();
        const found = now && !now.isKept ? await findCustomer(step.db, old.tenantId, one.id) : undefined;
        if (!found) return 0;
        await purgeCustomer(step, found.customer);
        return 1;
      });
    }
    const last = page.at(-1);
    if (!last || page.length < batch) return purged;
    after = [last.updatedAt, last.id];
  }
}

/** Purges every tenant's cases that have been kept for their time; returns how many. */
export async function purgeRetained(parts: Parts): Promise<number> {
  const { store, clock } = parts;
  let purged = 0;
  try {
    const tenants = await store.reader.selectFrom('tenant').select('id').execute();
    for (const { id: tenantId } of tenants) {
      const retention = await retentionOf(store.reader, tenantId);
      for (const status of verificationStatusSchema.options) {
        const days = retention[status];
        if (days === null) continue;
        purged += await purgeStatus(parts, { tenantId, status, before: clock.now() - days * dayMs });
      }
    }
  } finally {
    // With nothing purged too: an earlier round may not have come to it.
    await store.forget(purged > 0);
  }
  return purged;
}
