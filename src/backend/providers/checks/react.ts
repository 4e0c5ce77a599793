import type { React } from '../../store/index.ts';
import { alarmedBy, givenUpOf, noRun, runBegun } from './run.ts';

export const checksKind = 'checks';

/**
 * Has a case checked that came under review, or of which something changed there. What was given up is made too once it is
 * under review again: nothing tried it while it was not.
 */
export const reactWithChecks: React = async (work, steps) => {
  const { tenantId } = work;
  for (const { before, after } of steps) {
    const begun = runBegun(before, after, work.at);
    const isBack = before?.status !== 'UNDER_REVIEW' && givenUpOf(after).length > 0;
    const alarmed = alarmedBy(before, after);
    // What a step brings while checks are under way is remembered, though they are asked for nothing more.
    if (!begun && !isBack && alarmed.alarmed !== undefined)
      await work.db
        .updateTable('checkRun')
        .set(alarmed)
        .where('tenantId', '=', tenantId)
        .where('customerId', '=', after.id)
        .execute();
    if (!begun && !isBack) continue;
    await work.db
      .insertInto('checkRun')
      .values({ tenantId, customerId: after.id, startedAt: work.at, attempts: 0, ...noRun, ...begun })
      .onConflict(conflict => {
        const same = conflict.columns(['tenantId', 'customerId']);
        // Its waiting begins anew; that it has alarmed stands.
        return same.doUpdateSet(begun ?? { startedAt: work.at });
      })
      .execute();
    work.enqueue({ kind: checksKind, key: after.id, dueAt: work.at });
  }
};
