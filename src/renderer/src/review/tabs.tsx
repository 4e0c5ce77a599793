import styles from './header.module.css';
import type { TabEntry, TabName } from './tab-entries.ts';

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
