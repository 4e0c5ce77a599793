import type { Random } from '../random.ts';
import type { CasePlan } from '../plan.ts';

const minute = 60_000;
const hour = 60 * minute;

/** When a case was made, handed in and is due; milliseconds since 1970. */
export interface Timing {
  readonly createdAt: number;
  readonly submittedAt: number;
  readonly checkedAt: number;
  readonly dueAt: number;
}

const hoursToDecide = {
  'kyc-basic': 24,
  'kyc-enhanced': 48,
  'kyc-premium': 72,
  'kyb-standard': 96,
  'kyb-enhanced': 120,
} as const;

/** Most cases came in during the last two days; the oldest are ten days old, so that some are overdue. */
export function timingOf(plan: CasePlan, random: Random, now: number): Timing {
  const age = Math.min(240 * hour, -Math.log(1 - random.next()) * 30 * hour) + 4 * minute;
  const submittedAt = Math.round(now - age);
  return {
    createdAt: submittedAt - random.int(6, 60 * 26) * minute,
    submittedAt,
    checkedAt: submittedAt + random.int(2_000, 45_000),
    dueAt: submittedAt + hoursToDecide[plan.levelId] * hour,
  };
}

export const timestamp = (milliseconds: number): string => new Date(milliseconds).toISOString();
