import type { Policy } from '../../shared/api/index.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** A wall clock this far behind the last contact was set back, which must not lengthen a lease. */
const setBackMs = hourMs;

/** How far from the backend's last word the policy lets this workstation go. Times in milliseconds since 1970. */
export interface Leash {
  readonly policy: Pick<Policy, 'maxOfflineHours' | 'maxCacheAgeDays'> | undefined;
  /** Of the last contact that counts; undefined before the first, when there is nothing to protect. */
  readonly lastContact: number | undefined;
  readonly now: number;
}

/** Whether the cases are locked until the person has signed in at the backend. */
export function leaseIsOver({ policy, lastContact, now }: Leash): boolean {
  const hours = policy?.maxOfflineHours;
  if (hours == null || lastContact === undefined) return false;
  return now - lastContact > hours * hourMs || lastContact - now > setBackMs;
}

/** Whether the copy of the cases may not be kept any longer. */
export function cacheIsTooOld({ policy, lastContact, now }: Leash): boolean {
  const days = policy?.maxCacheAgeDays;
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
