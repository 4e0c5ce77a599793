import type { CaseView } from '../../../shared/ipc/index.ts';

export type TabName = 'verification' | 'screening' | 'ownership' | 'notes' | 'links' | 'history';

export interface TabEntry {
  readonly name: TabName;
  readonly label: string;
  readonly count?: string;
}

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** What the screening came to: without a hit it is clear only where it says so. */
function screeningWords({ providers, screening: { hits } }: CaseView['customer']): string {
  if (hits.length > 0) return plural(hits.length, 'hit');
  const state = providers.find(({ name }) => name === 'screening')?.state;
  if (state === 'clear') return 'clear';
  return state === 'pending' ? 'not finished' : 'open';
}

/** The tabs that have something behind them. */
export function tabsOf({ customer, notes, links }: CaseView): readonly TabEntry[] {
  const screened =
    customer.screening.hits.length > 0 || customer.providers.some(({ name }) => name === 'screening');
  return [
    { name: 'verification', label: 'Verification' },
    ...(screened
      ? [
          {
            name: 'screening' as const,
            label: 'Screening',
            count: screeningWords(customer),
          },
        ]
      : []),
    ...(customer.kind === 'business' ? [{ name: 'ownership' as const, label: 'Ownership' }] : []),
    { name: 'notes', label: 'Notes', ...(notes.length > 0 && { count: `${notes.length}` }) },
    ...(links.length > 0 ? [{ name: 'links' as const, label: 'Links', count: `${links.length}` }] : []),
    ...(customer.lastReview || customer.rfi ? [{ name: 'history' as const, label: 'History' }] : []),
  ];
}
