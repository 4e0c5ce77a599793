import { assertNever } from '../../../shared/result.ts';
import type { Customer } from '../../../shared/domain/customer.ts';

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;

function underReview(customer: Customer, missing: number): string {
  const hits = customer.screening.hits.filter(hit => !hit.resolution).length;
  const findings = customer.providers.flatMap(provider => provider.findings).length;
  const parts = [
    customer.awaitingSecondApproval ? 'Second approval' : '',
    hits > 0 ? count(hits, 'screening hit', 'screening hits') : '',
    findings > 0 ? count(findings, 'finding', 'findings') : '',
    missing > 0 ? `${missing} missing` : '',
    customer.providers.some(provider => provider.state === 'pending') ? 'Checks running' : '',
  ].filter(part => part !== '');
  return parts.length > 0 ? parts.join(' · ') : 'To review';
}

/** One short line for the queue: what is open, missing or waited for. */
export function openLine(customer: Customer, missing: number): string {
  switch (customer.status) {
    case 'CREATED':
      return missing > 0 ? `Not submitted · ${missing} missing` : 'Not submitted';
    case 'UNDER_REVIEW':
      return underReview(customer, missing);
    case 'NEEDS_ADDITIONAL_INFORMATION': {
      const waiting = (customer.rfi?.items ?? []).filter(item => !item.answeredAt).length;
      return waiting > 0 ? `Waiting for ${count(waiting, 'item', 'items')}` : 'Waiting for the customer';
    }
    case 'ACTIVE':
      return 'Approved';
    case 'REJECTED':
      return 'Rejected';
    default:
      return assertNever(customer.status);
  }
}
