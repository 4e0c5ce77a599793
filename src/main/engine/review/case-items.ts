import { fieldAgreement } from '../../../shared/domain/agreement.ts';
import type { Customer } from '../../../shared/domain/customer.ts';
import type { Item } from '../../../shared/domain/items.ts';
import type { ReviewItem } from '../../../shared/domain/review.ts';
import type { CaseItem } from '../../../shared/ipc/case.ts';
import type { Standing } from './standing.ts';

/** Every item of the review with what was given, what was read, what providers found and where it stands. */
export function caseItems(
  customer: Customer,
  items: readonly ReviewItem[],
  standingOf: (item: Item) => Standing,
): readonly CaseItem[] {
  const findings = customer.providers.flatMap(provider => provider.findings);
  return items.map(item => ({
    ...item,
    ...facts(customer, item),
    findings: findings
      .filter(finding => finding.item === item.item)
      .map(({ code, message }) => ({ code, message })),
    ...standingOf(item.item),
  }));
}

function facts(
  customer: Customer,
  { kind, key }: ReviewItem,
): Pick<CaseItem, 'provided' | 'extracted' | 'agreement'> {
  if (kind === 'field') {
    const field = customer.fields[key];
    return {
      ...(field?.value ? { provided: field.value } : {}),
      extracted: field?.extracted ?? [],
      agreement: fieldAgreement(customer.fields, key),
    };
  }
  const owner = kind === 'owner' ? customer.beneficialOwners?.find(({ id }) => id === key) : undefined;
  return { ...(owner ? { provided: ownerWords(owner) } : {}), extracted: [], agreement: 'none' };
}

type Owner = NonNullable<Customer['beneficialOwners']>[number];

/** An owner in one line. */
export const ownerWords = (owner: Owner): string =>
  [
    `${owner.ownershipPercent} %`,
    owner.dateOfBirth,
    owner.nationality,
    owner.isDirector ? 'director' : undefined,
  ]
    .filter(part => part)
    .join(' · ');
