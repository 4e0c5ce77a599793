import type { Customer } from '../../../shared/domain/index.ts';
import type { React } from '../../store/index.ts';
import { lookedAt } from './looked-at.ts';

export const checksKind = 'checks';

const pendingOf = ({ providers }: Customer): readonly string[] =>
  providers.filter(({ state }) => state === 'pending').map(({ name }) => name);

const hasAlert = ({ providers }: Customer): boolean => providers.some(({ state }) => state === 'alert');

/** Whether a step leaves something to check that was not to be checked before. The runner's own writes leave none. */
export function asksForChecks(before: Customer | undefined, after: Customer): boolean {
  const pending = pendingOf(after);
  if (after.status !== 'UNDER_REVIEW' || pending.length === 0) return false;
  if (before?.status !== 'UNDER_REVIEW' || lookedAt(before) !== lookedAt(after)) return true;
  const known = new Set(pendingOf(before));
  return pending.some(name => !known.has(name));
}

/** Has a case checked that came under review, or of which something changed there. */
export const reactWithChecks: React = async (work, steps) => {
  const { tenantId } = work;
  for (const { before, after } of steps) {
    if (!asksForChecks(before, after)) continue;
    const came = before?.status !== 'UNDER_REVIEW';
    const fresh = {
      startedAt: work.at,
      attempts: 0,
      // What changes in a case that was left to people is checked, and still left to them.
      ...(came ? { decides: 1 } : {}),
      // An answered request does not undo an alarm: else one could try until nothing alarms.
      ...(came && before?.status !== 'NEEDS_ADDITIONAL_INFORMATION'
        ? { alarmed: hasAlert(after) ? 1 : 0, rounds: 0 }
        : {}),
    };
    await work.db
      .insertInto('checkRun')
      .values({ tenantId, customerId: after.id, decides: 0, alarmed: 0, rounds: 0, ...fresh })
      .onConflict(conflict => conflict.columns(['tenantId', 'customerId']).doUpdateSet(fresh))
      .execute();
    work.enqueue({ kind: checksKind, key: after.id, dueAt: work.at });
  }
};
