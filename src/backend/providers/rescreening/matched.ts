import type { Customer, Risk, ScreeningHit } from '../../../shared/domain/index.ts';
import { changed, dueAfterMs, type CustomerRecord } from '../../customers/index.ts';
import { timestampOf } from '../../environment.ts';
import { findingsOf } from '../screening/index.ts';

/**
 * Whether a case was screened before and is approved or may still be, by an appeal too: what is pending is screened
 * anyway.
 */
export const isScreened = ({ status, providers }: Pick<Customer, 'status' | 'providers'>): boolean =>
  status !== 'CREATED' && providers.some(({ name, state }) => name === 'screening' && state !== 'pending');

/**
 * The case once entries that changed on the watchlist match somebody in it: the screening alarms, and who was verified or
 * is waited for is under review again, an open request taken back. Who was rejected stays so.
 */
export function matchedBy(
  found: CustomerRecord,
  hits: readonly ScreeningHit[],
  at: number,
  riskOf: (customer: Customer) => Risk,
): CustomerRecord {
  const { customer } = found;
  const screening = { ...customer.screening, hits: [...hits] };
  const findings = findingsOf(hits).map(finding => ({ ...finding }));
  const alarm = { name: 'screening', state: 'alert' as const, finishedAt: timestampOf(at), findings };
  const providers = customer.providers.map(check => (check.name === alarm.name ? alarm : check));
  const risk = riskOf({ ...customer, screening, providers });
  const reopened =
    customer.status === 'UNDER_REVIEW' || customer.status === 'REJECTED'
      ? {}
      : { status: 'UNDER_REVIEW' as const, rfi: null, dueAt: timestampOf(at + dueAfterMs) };
  return changed(found, {
    set: { screening, providers, risk, ...reopened },
    facts: ['screening', ...('status' in reopened ? ['status'] : [])],
    device: null,
    at,
  });
}
