import type { Customer } from '../../../shared/domain/index.ts';
import type { Log } from '../../log.ts';
import type { Provider, ProviderInput } from '../provider.ts';
import { guarded, type Attempt, type AttemptLimits, type TryProvider } from './attempt.ts';
import { withFindings } from './findings.ts';

export type Attempts = ReadonlyMap<string, Attempt>;

export type RunAll = (
  names: readonly string[],
  input: ProviderInput,
  limits: AttemptLimits,
) => Promise<Attempts>;

/** Runs providers side by side; one that needs others begins when those that run with it have ended well. */
export function runAllOf(providers: readonly Provider[], log: Log): RunAll {
  const known = new Map<string, readonly [Provider, TryProvider]>(
    providers.map(provider => [provider.name, [provider, guarded(provider, log)]]),
  );
  return async (names, input, limits) => {
    const begun = new Map<string, Promise<Attempt>>();
    const begin = (name: string): Promise<Attempt> => {
      const running = begun.get(name) ?? attempt(name);
      begun.set(name, running);
      return running;
    };
    const attempt = async (name: string): Promise<Attempt> => {
      const found = known.get(name);
      if (!found) return { kind: 'unknown' };
      const [provider, run] = found;
      const needed = (provider.needs ?? []).filter(need => names.includes(need));
      const before = await Promise.all(needed.map(begin));
      let customer: Customer = input.customer;
      for (const one of before) {
        if (one.kind !== 'ended') return { kind: 'held' };
        customer = withFindings(customer, [one.outcome]);
      }
      return run({ ...input, customer }, limits);
    };
    const ended = await Promise.all(names.map(async name => [name, await begin(name)] as const));
    limits.signal.throwIfAborted();
    return new Map(ended);
  };
}
