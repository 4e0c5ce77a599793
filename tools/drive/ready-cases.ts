import { reviewItems, shippedLevels, type Customer } from '../../src/shared/domain/index.ts';

const levelOf = (customer: Customer) => shippedLevels.find(({ id }) => id === customer.levelId);

/** Nothing is missing, nobody holds it, and one person's decision is enough. */
function isReady(customer: Customer): boolean {
  const level = levelOf(customer);
  if (!level || level.fourEyes || customer.check || customer.assignee) return false;
  return reviewItems(customer, level).every(item => !item.missing);
}

const itemCount = (customer: Customer): number => {
  const level = levelOf(customer);
  return level ? reviewItems(customer, level).length : 0;
};

/** The cases that can be approved by an analyst alone and found by their name, those with the fewest items first. */
export function readyCases(customers: readonly Customer[]): readonly Customer[] {
  const names = new Map<string, number>();
  for (const { name } of customers) names.set(name, (names.get(name) ?? 0) + 1);
  return customers
    .filter(customer => isReady(customer) && names.get(customer.name) === 1 && customer.name.length > 5)
    .toSorted((a, b) => itemCount(a) - itemCount(b));
}
