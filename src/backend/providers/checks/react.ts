import type { React } from '../../store/index.ts';
import { noRun, runBegun } from './run.ts';

export const checksKind = 'checks';

/** Has a case checked that came under review, or of which something changed there. */
export const reactWithChecks: React = async (work, steps) => {
  const { tenantId } = work;
  for (const { before, after } of steps) {
    const begun = runBegun(before, after, work.at);
    if (!begun) continue;
    await work.db
      .insertInto('checkRun')
      .values({ tenantId, customerId: after.id, ...noRun, ...begun })
      .onConflict(conflict => conflict.columns(['tenantId', 'customerId']).doUpdateSet(begun))
      .execute();
    work.enqueue({ kind: checksKind, key: after.id, dueAt: work.at });
  }
};
