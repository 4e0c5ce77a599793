import {
  addsUp,
  itemOf,
  ownersItem,
  totalOf,
  untoldOf,
  type BeneficialOwner,
} from '../../../shared/domain/index.ts';
import type { Finding, Provider } from '../provider.ts';

/** What is wrong with the owners of a business: none named, shares that do not add up to 100 ± 0.01, large ones not identified. */
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
  const unidentified = owners.filter(owner => untoldOf(owner).length > 0);
  return [
    ...off,
    ...unidentified.map(({ id, ownershipPercent }) => ({
      code: 'ownership.ownerNotIdentified',
      item: itemOf('owner', id),
      message: `An owner of ${ownershipPercent} % is named without a date of birth or nationality.`,
    })),
  ];
}

/** Whether the beneficial owners are complete. */
export const ownershipProvider: Provider = {
  name: 'ownership',
  run: async ({ customer }) => {
    const findings = ownershipFindings(customer.beneficialOwners ?? []);
    return { state: findings.length > 0 ? 'rfi' : 'clear', findings };
  },
};
