import type { VerificationStatus } from '../../../shared/domain/index.ts';
import type { CasePlan } from '../plan.ts';
import type { Random } from '../random.ts';

/** Most cases wait for an analyst. One with a defect is never approved, and never left half filled in. */
export function statusOf(plan: CasePlan, random: Random): VerificationStatus {
  const drawn = random.next();
  if (plan.index === 0) return 'UNDER_REVIEW';
  if (plan.defects.length > 0) {
    if (drawn < 0.8) return 'UNDER_REVIEW';
    return drawn < 0.93 ? 'NEEDS_ADDITIONAL_INFORMATION' : 'REJECTED';
  }
  if (drawn < 0.72) return 'UNDER_REVIEW';
  if (drawn < 0.8) return 'CREATED';
  if (drawn < 0.86) return 'NEEDS_ADDITIONAL_INFORMATION';
  return drawn < 0.96 ? 'ACTIVE' : 'REJECTED';
}
