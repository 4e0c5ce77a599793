import type { Customer, Risk } from '../../../shared/domain/index.ts';
import { changed, type CustomerRecord } from '../../customers/index.ts';
import { timestampOf } from '../../environment.ts';
import { findingsWith, screeningFacts, type Matched } from '../screening/index.ts';

/**
 * Whether a case was screened before and is approved or may still be, by an appeal too: what is pending is screened
 * anyway.
 */
export const isScreened = ({ status, providers }: Pick<Customer, 'status' | 'providers'>): boolean =>
  status !== 'CREATED' && providers.some(({ name, state }) => name === 'screening' && state !== 'pending');

/**
 * The case once entries that changed on the watchlist match somebody in it: the screening alarms, and who was verified or
 * is waited for is under review again, an open request taken back. Who was rejected stays so. A screening that could not be
 * made stays so too, whatever was found: the rest of the list is still to be searched.
 */
export function matchedBy(
  found: CustomerRecord,
  told: Matched,
  at: number,
  riskOf: (customer: Customer) => Risk,
): CustomerRecord {
  const { customer } = found;
  const screening = { ...customer.screening, hits: [...told.hits] };
  const providers = customer.providers.map(check => {
    if (check.name !== 'screening' || check.state === 'error') return check;
    const findings = findingsWith(check.findings, told).map(finding => ({ ...finding }));
    return { ...check, state: 'alert' as const, finishedAt: timestampOf(at), findings };
  });
  const screened = { ...customer, screening, providers };
  const risk = riskOf(screened);
  const reopened =
    customer.status === 'UNDER_REVIEW' || customer.status === 'REJECTED'
      ? {}
      : { status: 'UNDER_REVIEW' as const, rfi: null };
  return changed(found, {
    set: { screening, providers, risk, ...reopened },
    facts: [...screeningFacts(customer, screened), ...('status' in reopened ? ['status'] : [])],
    device: null,
    at,
  });
}
