import { fieldAgreement } from '../../../shared/domain/agreement.ts';
import type { Customer } from '../../../shared/domain/customer.ts';
import type { Item, ItemVerdict } from '../../../shared/domain/items.ts';
import type { Level } from '../../../shared/domain/levels.ts';
import { reviewItems, type ReviewItem } from '../../../shared/domain/review.ts';
import type { CaseItem } from '../../../shared/ipc/case.ts';

const untouched = (item: Item): ItemVerdict => ({ item, verdict: 'unreviewed', reasons: [] });

/** Every item of the review with what was given, what was read, what providers found and the verdict so far. */
export function caseItems(
  customer: Customer,
  level: Level,
  verdicts: readonly ItemVerdict[],
): readonly CaseItem[] {
  const byItem = new Map(verdicts.map(verdict => [verdict.item, verdict]));
  const findings = customer.providers.flatMap(provider => provider.findings);
  return reviewItems(customer, level).map(item => ({
    ...item,
    ...facts(customer, item),
    findings: findings
      .filter(finding => finding.item === item.item)
      .map(({ code, message }) => ({ code, message })),
    verdict: byItem.get(item.item) ?? untouched(item.item),
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
