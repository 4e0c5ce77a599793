import { verificationStatusSchema, type VerificationStatus } from '../../shared/domain/index.ts';
import type { Context } from '../context.ts';
import { findCustomer } from '../customers/index.ts';
import { purgeCustomer } from './purge.ts';
import { retentionOf } from './periods.ts';

type Parts = Pick<Context, 'store' | 'work' | 'clock'>;

const dayMs = 24 * 3600 * 1000;

/** Cases of one status that are looked up at a time. */
const batch = 100;

const overdue = ({ store }: Parts, tenantId: string, status: VerificationStatus, before: number) =>
  store.reader
    .selectFrom('customer')
    .select('id')
    .where('tenantId', '=', tenantId)
    .where('status', '=', status)
    .where('updatedAt', '<=', before)
    .orderBy('updatedAt')
    .limit(batch)
    .execute();

/** Each case in a transaction of its own: who writes meanwhile waits for moments, and a crash leaves no half. */
async function purgeStatus(parts: Parts, tenantId: string, status: VerificationStatus, before: number) {
  let purged = 0;
  for (;;) {
    const due = await overdue(parts, tenantId, status, before);
    let now = 0;
    for (const { id } of due) {
      now += await parts.work(tenantId, async step => {
        const found = await findCustomer(step.db, tenantId, id);
        // It may have changed since it was looked up, or another process has purged it.
        if (found?.customer.status !== status || Date.parse(found.customer.updatedAt) > before) return 0;
        await purgeCustomer(step, found.customer);
        return 1;
      });
    }
    // Others may be at the same cases: who finds nothing to do leaves the rest to the next round.
    if (now === 0) return purged;
    purged += now;
  }
}

/** Purges every tenant's cases that have been kept for their time; returns how many. */
export async function purgeRetained(parts: Parts): Promise<number> {
  const { store, clock } = parts;
  const tenants = await store.reader.selectFrom('tenant').select('id').execute();
  let purged = 0;
  for (const { id } of tenants) {
    const retention = await retentionOf(store.reader, id);
    for (const status of verificationStatusSchema.options) {
      const days = retention[status];
      if (days !== null) purged += await purgeStatus(parts, id, status, clock.now() - days * dayMs);
    }
  }
  if (purged > 0) await store.forget();
  return purged;
}
