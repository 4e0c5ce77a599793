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
  /** It was not tried: processes that tried it before were gone before it ended. */
  | { readonly kind: 'lost' }
  /** The level names a check that nobody here makes. */
  | { readonly kind: 'unknown' };

export interface AttemptLimits {
  /** Milliseconds until the checks as a whole are given up; nothing is begun again after that. */
  readonly remainingMs: number;
  readonly signal: AbortSignal;
}

export type TryProvider = (input: ProviderInput, limits: AttemptLimits) => Promise<Attempt>;

/**
 * A provider behind a timeout, a second attempt and a circuit breaker: after five failures in a row it is left alone for
 * ten seconds, in this process, whatever case asks for it. The first attempt has the provider's own time, however late it
 * is: no check is given up that was not tried. The second has what is left.
 */
export function guarded(provider: Provider, log: Log): TryProvider {
  const ownMs = provider.timeoutMs ?? timeoutMs;
  const breaker = circuitBreaker(handleAll, {
    halfOpenAfter: 10_000,
    breaker: new ConsecutiveBreaker(5),
  });
  return async (input, { remainingMs, signal: ending }) => {
    const begun = performance.now();
    const leftMs = (): number => Math.floor(remainingMs - (performance.now() - begun));
    const again = retry(
      handleWhen(error => !(error instanceof BrokenCircuitError) && leftMs() > 0),
      { maxAttempts: 1, backoff: new ExponentialBackoff({ initialDelay: 200, maxDelay: 1000 }) },
    );
    try {
      const outcome = await again.execute(({ attempt, signal: retrying }) => {
        const limitMs = attempt === 0 ? ownMs : Math.min(ownMs, leftMs());
        // Its time was over while it waited for its turn.
        if (limitMs <= 0) throw new Error('no time is left');
        const limit = timeout(limitMs, TimeoutStrategy.Aggressive);
        return breaker.execute(
          ({ signal: broken }) => limit.execute(({ signal }) => provider.run(input, signal), broken),
          retrying,
        );
      }, ending);
      return { kind: 'ended', outcome };
    } catch (error) {
      ending.throwIfAborted();
      // The message may hold a value of the case: the kind of error has to do.
      const kind = error instanceof Error ? error.name : 'unknown';
      log.warn({ provider: provider.name, customerId: input.customer.id, kind }, 'a provider is down');
      return { kind: 'down' };
    }
  };
}
