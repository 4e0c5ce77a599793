import { checkLabel, type Customer } from '../../../shared/domain/index.ts';
import type { CaseView } from '../../../shared/ipc/index.ts';

export interface CheckNews {
  /** What all of it comes to: a check that waits or failed weighs more than what others found. */
  readonly title: string;
  /** Check by check, `words` are a sentence. */
  readonly lines: readonly { readonly check: string; readonly words: string }[];
}

type Check = Customer['providers'][number];

const titleOf = (checks: readonly Check[]): string => {
  if (checks.some(({ state }) => state === 'pending')) return 'Not everything could be checked yet';
  if (checks.some(({ state }) => state === 'error')) return 'Not everything could be checked';
  return 'What the checks say of the whole case';
};

/**
 * What checks say that no line of the case shows: that one could not be made, and what they found about no item of it.
 * Undefined where there is nothing, and once the case is decided. Hits of the screening are counted at its tab.
 */
export function checkNewsOf({
  customer,
  items,
}: Pick<CaseView, 'customer' | 'items'>): CheckNews | undefined {
  if (customer.status !== 'UNDER_REVIEW' && customer.status !== 'NEEDS_ADDITIONAL_INFORMATION')
    return undefined;
  const shown = new Set<string | null | undefined>(items.map(({ item }) => item));
  const told = customer.providers.flatMap(check => {
    if (check.state === 'clear') return [];
    const findings = check.findings.filter(
      ({ code, item }) => !shown.has(item) && code !== 'compliance.watchlistMatch',
    );
    return findings.length === 0 ? [] : [{ ...check, findings }];
  });
  if (told.length === 0) return undefined;
  return {
    title: titleOf(told),
    lines: told.flatMap(({ name, state, findings }) =>
      findings.map(({ message }) => ({
        check: checkLabel(name),
        // When it is tried again is the backend's business; that it is, the analyst's.
        words: state === 'pending' ? 'could not be made yet. It is tried again by itself.' : message,
      })),
    ),
  };
}
