import type { Customer } from '../../shared/domain/index.ts';
import type { Result } from '../../shared/result.ts';
import { timestampOf } from '../environment.ts';
import type { Refusal } from '../http/refusal.ts';
import { statusOnceGiven } from './answer-rfi.ts';
import { fieldFault } from './field-rules.ts';
import { changed, type CustomerRecord } from './record.ts';

/** What another service knows of an applicant. */
export interface Imported {
  /** Names the service: the source of its values, and a check of the case. */
  readonly source: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly outcome: Pick<Customer['providers'][number], 'state' | 'findings'>;
}

/** Uses a token at once, and forgets it. */
export type ImportApplicant = (
  token: string,
  signal: AbortSignal,
) => Promise<Result<Imported, Refusal<'share_token_expired' | 'invalid_payload' | 'not_ready'>>>;

/**
 * The record with what was imported: every value stands beside what the customer gave, with its source, and in its place
 * where the customer gave nothing. Values that a field does not take are left out. An alert that was none before is in front
 * of people at once, as one of a check is: an open request is taken back by it.
 */
export function withImported(record: CustomerRecord, imported: Imported, at: number): CustomerRecord {
  const { customer } = record;
  const { source, outcome } = imported;
  const told = Object.entries(imported.fields).filter(
    ([key, value]) => fieldFault(customer.kind, key, value, at) === undefined,
  );
  const fields: Customer['fields'] = { ...customer.fields };
  for (const [key, value] of told) {
    const { value: given = null, extracted = [] } = fields[key] ?? {};
    const others = extracted.filter(one => one.source !== source);
    fields[key] = { value: given ?? value, extracted: [...others, { value, source }] };
  }
  const alarms =
    outcome.state === 'alert' &&
    !customer.providers.some(({ name, state }) => name === source && state === 'alert');
  const isTakenBack = alarms && customer.status === 'NEEDS_ADDITIONAL_INFORMATION';
  const status = isTakenBack ? 'UNDER_REVIEW' : statusOnceGiven(customer.status);
  const check = { name: source, finishedAt: timestampOf(at), ...outcome };
  const next = changed(record, {
    set: { fields, status, ...(isTakenBack ? { rfi: null } : {}) },
    facts: [
      ...told.map(([key]) => `field:${key}`),
      ...(alarms ? ['screening'] : []),
      ...(status === customer.status ? [] : ['status']),
    ],
    device: null,
    at,
    touches: true,
  });
  const providers = [...next.customer.providers.filter(({ name }) => name !== source), check];
  return { ...next, customer: { ...next.customer, providers } };
}
