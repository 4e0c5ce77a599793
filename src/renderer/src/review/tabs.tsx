import type { CaseView } from '../../../shared/ipc/index.ts';
import styles from './header.module.css';

export type TabName = 'verification' | 'screening' | 'ownership' | 'notes' | 'history';

interface TabEntry {
  readonly name: TabName;
  readonly label: string;
  readonly count?: string;
}

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** The tabs that have something behind them. */
export function tabsOf({ customer, notes }: CaseView): readonly TabEntry[] {
  const hits = customer.screening.hits.length;
  const screened = hits > 0 || customer.providers.some(({ name }) => name === 'screening');
  return [
    { name: 'verification', label: 'Verification' },
    ...(screened
      ? [
          {
            name: 'screening' as const,
            label: 'Screening',
            count: hits === 0 ? 'clear' : plural(hits, 'hit'),
          },
        ]
      : []),
    ...(customer.kind === 'business' ? [{ name: 'ownership' as const, label: 'Ownership' }] : []),
    { name: 'notes', label: 'Notes', ...(notes.length > 0 && { count: `${notes.length}` }) },
    ...(customer.lastReview || customer.rfi ? [{ name: 'history' as const, label: 'History' }] : []),
  ];
}

interface TabsProps {
  readonly entries: readonly TabEntry[];
  readonly value: TabName;
  readonly onChange: (name: TabName) => void;
}

export const tabId = (name: TabName): string => `case-tab-${name}`;
export const tabPanelId = 'case-tab-panel';

/** The case's tabs; arrow keys move between them. */
export function Tabs({ entries, value, onChange }: TabsProps) {
  const move = (from: number, by: number): void => {
    const next = entries[(from + by + entries.length) % entries.length];
    if (!next) return;
    onChange(next.name);
    document.getElementById(tabId(next.name))?.focus();
  };
  return (
    <div className={styles.tabs} role="tablist" aria-label="Parts of the case">
      {entries.map((entry, index) => (
        <button
          key={entry.name}
          id={tabId(entry.name)}
          type="button"
          role="tab"
          aria-selected={entry.name === value}
          aria-controls={tabPanelId}
          tabIndex={entry.name === value ? 0 : -1}
          className={styles.tab}
          onClick={() => onChange(entry.name)}
          onKeyDown={event => {
            if (event.key === 'ArrowRight') move(index, 1);
            if (event.key === 'ArrowLeft') move(index, -1);
          }}
        >
          {entry.label} {entry.count !== undefined && <span>{entry.count}</span>}
        </button>
      ))}
    </div>
  );
}
