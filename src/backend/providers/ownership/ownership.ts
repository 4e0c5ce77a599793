import { itemOf, ownersItem, type BeneficialOwner } from '../../../shared/domain/index.ts';
import type { Finding, Provider } from '../provider.ts';

/** Hundredths of a percent: shares are given with up to two decimals, and sums of fractions must not drift. */
const hundredths = (percent: number): number => Math.round(percent * 100);

/** Who owns this much is identified by name, date of birth and nationality. */
const identifiedFrom = 25;

const isIdentified = ({ name, dateOfBirth, nationality }: BeneficialOwner): boolean =>
  name.trim() !== '' && Boolean(dateOfBirth) && Boolean(nationality);

/** What is wrong with the owners of a business: none named, shares that do not add up to 100 ± 0.01, large ones not identified. */
export function ownershipFindings(owners: readonly BeneficialOwner[]): readonly Finding[] {
  if (owners.length === 0) {
    const message = 'No beneficial owner is named.';
    return [{ code: 'ownership.beneficialOwnerMissing', item: ownersItem, message }];
  }
  const total = owners.reduce((sum, { ownershipPercent }) => sum + hundredths(ownershipPercent), 0);
  const off: readonly Finding[] =
    Math.abs(total - hundredths(100)) <= 1
      ? []
      : [
          {
            code: 'ownership.totalNot100',
            item: ownersItem,
            message: `The owners add up to ${total / 100} %, not 100 %.`,
          },
        ];
  const unidentified = owners.filter(
    owner => owner.ownershipPercent >= identifiedFrom && !isIdentified(owner),
  );
  return [
    ...off,
    ...unidentified.map(({ id, ownershipPercent }) => ({
      code: 'ownership.beneficialOwnerMissing',
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
