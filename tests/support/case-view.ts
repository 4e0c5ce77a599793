import type { CaseItem, CaseView } from '../../src/shared/ipc/index.ts';
import { customerWith } from './customer.ts';

/** One line of a check; what a test is about is passed in. */
export function caseItem(item: string, change: Partial<Omit<CaseItem, 'item'>> = {}): CaseItem {
  const [kind = '', key = ''] = item.split(':');
  return {
    item,
    kind: kind as CaseItem['kind'],
    key,
    label: key,
    required: true,
    missing: false,
    extracted: [],
    agreement: 'none',
    findings: [],
    verdict: { item, verdict: 'unreviewed', reasons: [] },
    ...change,
  };
}

/** A case as the window gets it, with an open check. */
export const caseView = (change: Partial<CaseView> = {}): CaseView => ({
  customer: customerWith({ id: 'c1' }),
  levelName: 'KYC Enhanced',
  check: { state: 'open', confirmed: true, startedAt: '2026-01-15T09:00:00.000Z' },
  items: [],
  documents: [],
  hits: [],
  mayResolve: true,
  notes: [],
  links: [],
  people: {},
  tagsInUse: [],
  ...change,
});
