import type { Policy } from '../../shared/api/index.ts';
import type { Cache } from './cache/index.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** A wall clock this far behind the last contact was set back, which must not lengthen a lease. */
const setBackMs = hourMs;

type Limits = Pick<Policy, 'maxOfflineHours' | 'maxCacheAgeDays'>;

/** How far from the backend's last word the policy lets this workstation go. Times in milliseconds since 1970. */
export interface Leash {
  readonly policy: Limits;
  /** When the last of the cases that are here came; undefined before the first, when there is nothing to protect. */
  readonly lastContact: number | undefined;
  readonly now: number;
}

/** A sign-in at the backend: its last word from then on, whatever the clock said at the contact before it. */
export interface SignedIn {
  readonly at: number;
  readonly after: number | undefined;
}

const least = (limits: readonly (number | null | undefined)[]): number | undefined => {
  const given = limits.filter(limit => limit != null);
  return given.length === 0 ? undefined : Math.min(...given);
};

/** The strictest of what is known: a policy that was heard of counts before the copy has it, and after the copy lost it. */
export const strictest = (policies: readonly (Limits | undefined)[]): Limits => ({
  maxOfflineHours: least(policies.map(policy => policy?.maxOfflineHours)),
  maxCacheAgeDays: least(policies.map(policy => policy?.maxCacheAgeDays)),
});

/** As the copy here and the journal say, and the session where there is one. */
export function leashOf(
  cache: Pick<Cache, 'policy' | 'notedPolicy' | 'lastContact'>,
  now: number,
  session?: Policy,
): Leash {
  const lastContact = cache.lastContact();
  return {
    policy: strictest([cache.policy(), cache.notedPolicy(), session]),
    lastContact: lastContact === undefined ? undefined : Date.parse(lastContact),
    now,
  };
}

/** Whether the cases are locked until the person has signed in at the backend. */
export function leaseIsOver(leash: Leash, signedIn?: SignedIn): boolean {
  const { policy, now } = leash;
  const lastContact =
    signedIn !== undefined && signedIn.after === leash.lastContact ? signedIn.at : leash.lastContact;
  const hours = policy.maxOfflineHours;
  if (hours == null || lastContact === undefined) return false;
  return now - lastContact > hours * hourMs || lastContact - now > setBackMs;
}

/** Whether the copy of the cases may not be kept any longer. Signing in makes none of them younger. */
export function cacheIsTooOld({ policy, lastContact, now }: Leash): boolean {
  const days = policy.maxCacheAgeDays;
  return days != null && lastContact !== undefined && now - lastContact > days * dayMs;
}

const given = (policy: Policy | undefined): string =>
  JSON.stringify(
    Object.entries(policy ?? {})
      .filter(([, value]) => value != null)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );

/** Whether two policies ask for the same; one that says nothing is like none. */
export const samePolicy = (a: Policy | undefined, b: Policy | undefined): boolean => given(a) === given(b);
