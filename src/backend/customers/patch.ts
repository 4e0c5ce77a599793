import { isDeepStrictEqual } from 'node:util';
import { ownersItem, parseItem, type Customer, type Item } from '../../shared/domain/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import { refuse, type Refusal } from '../http/refusal.ts';
import { answerRequest, statusOnceGiven } from './answer-rfi.ts';
import type { Given } from './given.ts';
import type { Fact } from './guards.ts';
import { changed, type CustomerRecord } from './record.ts';

/**
 * A field by an explicit value, even the same. A list of owners is all of them: it answers what was asked of any, also of
 * one whom it no longer names.
 */
function isAnswered(item: Item, { fields, owners }: Given): boolean {
  const { kind, key } = parseItem(item);
  if (kind === 'owner' || item === ownersItem) return owners !== undefined;
  return kind === 'field' && fields[key] != null;
}

/** The record after fields and owners were given; the same record when nothing of it is new. */
export function patched(
  record: CustomerRecord,
  given: Given,
  at: number,
): Result<CustomerRecord, Refusal<'invalid_transition'>> {
  const { customer } = record;
  if (customer.status === 'REJECTED') {
    return refuse('invalid_transition', 'A rejected case takes no more information.');
  }
  const newFields = Object.entries(given.fields).filter(
    ([key, value]) => (customer.fields[key]?.value ?? null) !== value,
  );
  const ownersChanged =
    given.owners !== undefined && !isDeepStrictEqual(given.owners, customer.beneficialOwners ?? []);
  const facts: readonly Fact[] = [
    ...newFields.map(([key]) => `field:${key}`),
    ...(ownersChanged ? ['owners'] : []),
  ];
  const progress = answerRequest(customer, ({ item }) => isAnswered(item, given), at);
  if (facts.length === 0 && isDeepStrictEqual(progress.rfi, customer.rfi)) return ok(record);

  const fields: Customer['fields'] = { ...customer.fields };
  for (const [key, value] of newFields) fields[key] = { value, extracted: fields[key]?.extracted ?? [] };
  const status = facts.length > 0 ? statusOnceGiven(progress.status) : progress.status;
  const set = {
    fields,
    ...(ownersChanged && given.owners ? { beneficialOwners: [...given.owners] } : {}),
    ...progress,
    status,
  };
  const moved = status === customer.status ? [] : ['status'];
  return ok(changed(record, { set, facts: [...facts, ...moved], device: null, at, touches: true }));
}
