import {
  BrokenCircuitError,
  circuitBreaker,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleAll,
  handleWhen,
  retry,
  timeout,
  TimeoutStrategy,
  wrap,
} from 'cockatiel';
import type { Log } from '../../log.ts';
import type { Provider, ProviderInput, ProviderOutcome } from '../provider.ts';

const timeoutMs = 60_000;

/** How one run of a provider ended; `down` is no answer, for whatever cause. */
export type Attempt =
  | { readonly kind: 'ended'; readonly outcome: ProviderOutcome }
  | { readonly kind: 'down' }
  /** A provider that it needs is down: there was nothing to look at. */
  | { readonly kind: 'held' }
  /** The level names a check that nobody here makes. */
  | { readonly kind: 'unknown' };

export interface AttemptLimits {
  /** Milliseconds until the checks as a whole are given up. */
  readonly remainingMs: number;
  readonly signal: AbortSignal;
}

export type TryProvider = (input: ProviderInput, limits: AttemptLimits) => Promise<Attempt>;

/**
 * A provider behind a timeout, a second attempt and a circuit breaker: after five failures in a row it is left alone for
 * ten seconds, in this process, whatever case asks for it.
 */
export function guarded(provider: Provider, log: Log): TryProvider {
  const breaker = circuitBreaker(handleAll, {
    halfOpenAfter: 10_000,
    breaker: new ConsecutiveBreaker(5),
  });
  const again = retry(
    handleWhen(error => !(error instanceof BrokenCircuitError)),
    { maxAttempts: 1, backoff: new ExponentialBackoff({ initialDelay: 200, maxDelay: 1000 }) },
  );
  return async (input, { remainingMs, signal }) => {
    const limit = timeout(
      Math.max(1000, Math.min(provider.timeoutMs ?? timeoutMs, remainingMs)),
      TimeoutStrategy.Aggressive,
    );
    try {
      const policy = wrap(again, breaker, limit);
      const outcome = await policy.execute(context => provider.run(input, context.signal), signal);
      return { kind: 'ended', outcome };
    } catch (error) {
      signal.throwIfAborted();
      // The message may hold a value of the case: the kind of error has to do.
      const kind = error instanceof Error ? error.name : 'unknown';
      log.warn({ provider: provider.name, customerId: input.customer.id, kind }, 'a provider is down');
      return { kind: 'down' };
    }
  };
}
