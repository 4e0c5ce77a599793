import type { Customer, RequestedThing, VerificationStatus } from '../../shared/domain/index.ts';
import { timestampOf } from '../environment.ts';

type Progress = Pick<Customer, 'status' | 'rfi'>;

/** Marks what a customer answered of an open request; with the last answer the case is under review by itself. */
export function answerRequest(
  customer: Progress,
  isAnswered: (one: RequestedThing) => boolean,
  at: number,
): Progress {
  const { status, rfi } = customer;
  if (status !== 'NEEDS_ADDITIONAL_INFORMATION' || !rfi) return { status, rfi };
  const items = rfi.items.map(one =>
    one.answeredAt == null && isAnswered(one) ? { ...one, answeredAt: timestampOf(at) } : one,
  );
  const done = items.every(({ answeredAt }) => answeredAt != null);
  return { status: done ? 'UNDER_REVIEW' : status, rfi: { ...rfi, items } };
}

/** Where a case goes when its customer gives something: a verified one is checked again. */
export const statusOnceGiven = (status: VerificationStatus): VerificationStatus =>
  status === 'ACTIVE' ? 'UNDER_REVIEW' : status;
