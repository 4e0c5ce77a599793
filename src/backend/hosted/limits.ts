import type { Clock } from '../environment.ts';
import { networkOf } from '../identity/index.ts';

const windowMs = 15 * 60_000;
const allowed = 20;

/** Addresses beyond these are not counted: memory is bounded, and a token can not be guessed anyway. */
const mostAddresses = 10_000;

/**
 * Counts unknown tokens by address, of IPv6 by network. Only they are limited: many applicants come from one address of a mobile network,
 * and a link that is right always opens. 256 bits are not guessed; this keeps who tries from doing so at will.
 */
export function unknownTokens({ now }: Clock) {
  const seen = new Map<string, { readonly since: number; readonly count: number }>();
  return {
    /** Counts one more; the seconds to wait when there were too many, else undefined. */
    count: (from: string): number | undefined => {
      const address = networkOf(from);
      const at = now();
      const known = seen.get(address);
      const current = known && known.since > at - windowMs ? known : { since: at, count: 0 };
      if (current.count >= allowed) return Math.max(1, Math.ceil((current.since + windowMs - at) / 1000));
      if (!known && seen.size >= mostAddresses) {
        for (const [old, { since }] of seen) if (since <= at - windowMs) seen.delete(old);
        if (seen.size >= mostAddresses) return undefined;
      }
      seen.set(address, { ...current, count: current.count + 1 });
      return undefined;
    },
  };
}
