import type { Customer } from '../../shared/domain/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import { timestampOf } from '../environment.ts';
import { refuse, type Refusal } from '../http/refusal.ts';
import { findLevel } from '../levels/index.ts';
import type { Work } from '../store/index.ts';
import { askAll } from './checks.ts';
import { lackingItems } from './missing.ts';
import { changed, type CustomerRecord } from './record.ts';
import { updateCustomer } from './store.ts';

/** Submits a case for verification, when all is there that its level asks for. */
export async function submitCustomer(
  step: Work,
  found: CustomerRecord,
  actor: string,
): Promise<Result<Customer, Refusal<'incomplete' | 'invalid_transition'>>> {
  const { status, levelId, levelVersion } = found.customer;
  if (status !== 'CREATED' && status !== 'NEEDS_ADDITIONAL_INFORMATION') {
    return refuse('invalid_transition', `A case can't be submitted from ${status}.`);
  }
  const level = await findLevel(step, levelId, levelVersion);
  if (!level) throw new Error('a customer of an unknown level');
  const missing = lackingItems(found.customer, level);
  if (missing.length > 0) {
    const errors = missing.map(({ item, sentence }) => ({ path: item, message: sentence('en') }));
    return refuse('incomplete', 'Something is still missing.', { errors });
  }
  const set = {
    status: 'UNDER_REVIEW' as const,
    submittedAt: timestampOf(step.at),
    providers: askAll(found.customer, level.checks),
  };
  const next = changed(found, { set, facts: ['status'], device: null, at: step.at, touches: true });
  await updateCustomer(step, next, found);
  step.audit({
    actor,
    action: 'customer.submitted',
    customerId: next.customer.id,
    data: { version: next.customer.version },
  });
  return ok(next.customer);
}
