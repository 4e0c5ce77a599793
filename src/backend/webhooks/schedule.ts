import type { DeliveryFailure, DisabledReason } from '../../shared/api/index.ts';
import type { DeliveryTable, WebhookTable } from '../store/index.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** The contract's limit of an attempt; well under a job's lease, so that none has two workers. */
export const attemptLimitMs = 10 * second;

/** Pauses between the attempts of a delivery; after the last one it has failed. The schedule of the contract. */
export const retryPausesMs = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
] as const;

/** A subscription all of whose attempts fail for so long is disabled. */
export const failingLimitMs = 5 * 24 * hour;

/**
 * Failures that lie further apart say nothing of the time between them: what fails is counted from anew. No pause of the
 * schedule is as long, so that a delivery that is retried never interrupts its own failing.
 */
export const quietMs = 2 * 24 * hour;

/** What an attempt came to. */
export type Attempted =
  | { readonly kind: 'answered'; readonly status: number }
  | {
      readonly kind: 'failed';
      readonly failure: Exclude<DeliveryFailure, 'status' | 'redirect' | 'disabled'>;
    };

export interface Outcome {
  readonly delivery: Pick<
    DeliveryTable,
    'state' | 'attempts' | 'tries' | 'nextAttemptAt' | 'responseStatus' | 'failure'
  >;
  readonly failingSince: number | null;
  readonly lastFailedAt: number | null;
  /** Why the subscription is to be disabled. */
  readonly disables: Exclude<DisabledReason, 'request'> | undefined;
}

const goneStatus = 410;

const isDelivered = (attempted: Attempted): boolean =>
  attempted.kind === 'answered' && attempted.status >= 200 && attempted.status < 300;

function failureOf(attempted: Attempted): DeliveryFailure {
  if (attempted.kind === 'failed') return attempted.failure;
  return attempted.status >= 300 && attempted.status < 400 ? 'redirect' : 'status';
}

/**
 * What follows of an attempt that ended at a time (epoch milliseconds). One at an address that the subscription has left
 * since says nothing of the new one.
 */
export function outcomeOf(
  delivery: Pick<DeliveryTable, 'attempts' | 'tries'>,
  { failingSince, lastFailedAt }: Pick<WebhookTable, 'failingSince' | 'lastFailedAt'>,
  attempted: Attempted & { readonly isMoved?: boolean },
  at: number,
): Outcome {
  const counts = { attempts: delivery.attempts + 1, tries: delivery.tries + 1 };
  const responseStatus = attempted.kind === 'answered' ? attempted.status : null;
  const { isMoved = false } = attempted;
  if (isDelivered(attempted)) {
    const done = { state: 'delivered', nextAttemptAt: null, failure: null } as const;
    const well = isMoved ? { failingSince, lastFailedAt } : { failingSince: null, lastFailedAt: null };
    return { delivery: { ...counts, ...done, responseStatus }, ...well, disables: undefined };
  }
  const isAnew = failingSince === null || lastFailedAt === null || at - lastFailedAt > quietMs;
  const since = isAnew ? at : failingSince;
  const isGone = responseStatus === goneStatus;
  const ends = isGone ? 'gone' : at - since >= failingLimitMs ? 'failing' : undefined;
  const disables = isMoved ? undefined : ends;
  const pause = disables === undefined ? retryPausesMs[delivery.tries] : undefined;
  return {
    delivery: {
      ...counts,
      state: pause === undefined ? 'failed' : 'pending',
      nextAttemptAt: pause === undefined ? null : at + pause,
      responseStatus,
      failure: failureOf(attempted),
    },
    ...(isMoved ? { failingSince, lastFailedAt } : { failingSince: since, lastFailedAt: at }),
    disables,
  };
}
