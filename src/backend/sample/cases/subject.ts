import type { CasePlan } from '../plan.ts';
import { businessOf, personOf, type Business, type Person } from '../people/index.ts';
import type { Random } from '../random.ts';
import { validityOf, type Validity } from './issue.ts';

/** Who a case is about. */
export type Subject =
  | {
      readonly kind: 'individual';
      readonly person: Person;
      readonly validity: Validity;
      readonly photoId: 'passport' | 'national_id';
    }
  | { readonly kind: 'business'; readonly business: Business; readonly validity: Validity };

/** The subject of a planned case. `original` is false for a case that only borrows the documents of another one. */
export function subjectOf(plan: CasePlan, random: Random, now: number, original: boolean): Subject {
  const validity = validityOf(random, now, plan.defects.includes('expired'));
  if (plan.kind === 'business') {
    const owned = plan.defects.includes('ownersAt97') ? 97 : 100;
    return { kind: 'business', business: businessOf(plan.country, random, now, owned), validity };
  }
  const person = personOf(plan.country, random, now, original ? plan.index : undefined);
  // Bad check digits are shown on passports only, where both lines stand beside the printed values.
  const passport = plan.index % 3 !== 1 || plan.defects.includes('badCheckDigit');
  return { kind: 'individual', person, validity, photoId: passport ? 'passport' : 'national_id' };
}
