import {
  addsUp,
  itemOf,
  namesDirector,
  ownersItem,
  totalOf,
  untoldOf,
  type BeneficialOwner,
} from '../../../shared/domain/index.ts';
import type { Finding, Provider } from '../provider.ts';

/**
 * What is wrong with the owners and directors of a business: none named, shares that do not add up to 100 ± 0.01, large
 * owners not identified. Directors are named among the owners, those who own nothing with a share of 0.
 */
export function ownershipFindings(owners: readonly BeneficialOwner[]): readonly Finding[] {
  if (owners.length === 0) {
    const message = 'No beneficial owner is named.';
    return [{ code: 'ownership.beneficialOwnerMissing', item: ownersItem, message }];
  }
  const shares = owners.map(({ ownershipPercent }) => ownershipPercent);
  const off: readonly Finding[] = addsUp(shares)
    ? []
    : [
        {
          code: 'ownership.totalNot100',
          item: ownersItem,
          message: `The owners add up to ${totalOf(shares)} %, not 100 %.`,
        },
      ];
  const unled: readonly Finding[] = namesDirector(owners)
    ? []
    : [{ code: 'ownership.directorMissing', item: ownersItem, message: 'No director is named.' }];
  const unidentified = owners.filter(owner => untoldOf(owner).length > 0);
  return [
    ...off,
    ...unled,
    ...unidentified.map(({ id, ownershipPercent }) => ({
      code: 'ownership.ownerNotIdentified',
      item: itemOf('owner', id),
      message: `An owner of ${ownershipPercent} % is named without a date of birth or nationality.`,
    })),
  ];
}

/** Whether the beneficial owners and the directors are complete. */
export const ownershipProvider: Provider = {
  name: 'ownership',
  run: async ({ customer }) => {
    const findings = ownershipFindings(customer.beneficialOwners ?? []);
    return { state: findings.length > 0 ? 'rfi' : 'clear', findings };
  },
};
