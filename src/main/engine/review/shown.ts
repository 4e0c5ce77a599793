import type { Customer } from '../../../shared/domain/customer.ts';

/** Cases, and versions of each, that are remembered: the one on the screen, and what its window may still act on. */
const keptCases = 20;
const keptVersions = 10;

/** The cases as windows have been shown them, so that what a person decides is held against what they saw. */
export interface Shown {
  note(customer: Customer): void;
  /** Undefined when it was never shown, or too long ago. */
  at(customerId: string, version: number): Customer | undefined;
}

export function createShown(): Shown {
  const shown = new Map<string, Map<number, Customer>>();
  return {
    note(customer) {
      const versions = shown.get(customer.id) ?? new Map<number, Customer>();
      versions.delete(customer.version);
      versions.set(customer.version, customer);
      dropOldest(versions, keptVersions);
      shown.delete(customer.id);
      shown.set(customer.id, versions);
      dropOldest(shown, keptCases);
    },
    at: (customerId, version) => shown.get(customerId)?.get(version),
  };
}

/** A map goes through its keys in the order of their setting. */
function dropOldest<K>(map: Map<K, unknown>, most: number): void {
  if (map.size <= most) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
