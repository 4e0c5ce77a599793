import { useEffect, useRef } from 'react';
import type { Item } from '../../../../shared/domain/index.ts';
import type { CaseItem, CaseView } from '../../../../shared/ipc/index.ts';
import { Kbd, useEqual } from '../../ui/index.ts';
import { canStart } from '../can-start.ts';
import type { RoomStore, VerdictChange } from '../room-store.ts';
import { itemName } from '../words.ts';
import { ItemRow, type Editing } from './item-row.tsx';
import styles from './items.module.css';
import { groupItems, progressOf } from './progress.ts';

interface ItemsPanelProps {
  readonly store: RoomStore;
  readonly view: CaseView;
  readonly selected: Item | undefined;
  readonly editing: Editing | undefined;
  readonly enabled: boolean;
  /** A new number puts the focus on the selected row: it was chosen with a key. */
  readonly focusTurn: number;
  readonly onSelect: (item: Item) => void;
  readonly onMark: (item: Item, change: VerdictChange) => Promise<boolean>;
}

/** Everything that is to be judged, in groups, with how far the check is. */
export function ItemsPanel(props: ItemsPanelProps) {
  const { store, view, selected, editing, enabled, focusTurn, onSelect, onMark } = props;
  const panel = useRef<HTMLElement>(null);
  const progress = progressOf(view.items);
  // Without what changes while they are looked at, so that a page that was seen draws no line anew.
  const sources = useEqual(view.documents.map(({ id, type }) => ({ id, type })));
  const documentOf = ({ kind, key }: CaseItem) =>
    kind === 'document' ? view.documents.find(({ id }) => id === key) : undefined;

  useEffect(() => {
    if (focusTurn > 0) panel.current?.querySelector<HTMLElement>('li[aria-current]')?.focus();
  }, [focusTurn]);

  const part = (count: number) => `${(100 * count) / Math.max(1, progress.total)}%`;
  const { nextOpen, by } = progress;
  return (
    <aside ref={panel} className={styles.panel} aria-label="Items">
      <header className={styles.head}>
        <div>
          <b>
            {progress.reviewed} of {progress.total} items reviewed
          </b>
          {nextOpen && (
            <span className={styles.next}>
              Next open:{' '}
              <button type="button" onClick={() => onSelect(nextOpen.item)}>
                {itemName(view, nextOpen)}
              </button>
            </span>
          )}
        </div>
        <div
          className={styles.bar}
          role="img"
          aria-label={`${by.approved} approved, ${by.pending} pending, ${by.rejected} rejected, ${by.unreviewed} open`}
        >
          <i className={styles.ok} style={{ width: part(by.approved) }} />
          <i className={styles.wait} style={{ width: part(by.pending) }} />
          <i className={styles.no} style={{ width: part(by.rejected) }} />
        </div>
        {view.check.state === 'none' && canStart(view) && (
          <p className={styles.hint}>Start the check to judge the items.</p>
        )}
      </header>
      <div className={styles.scroll}>
        {view.items.length === 0 && (
          <p className={styles.empty}>
            What this level asks for is not on this workstation yet. It comes with the next sync.
          </p>
        )}
        {groupItems(view).map(group => (
          <section key={group.name} aria-label={group.name}>
            <h2 className={styles.group}>
              <span>{group.name}</span>
              <span>
                {group.reviewed} / {group.items.length}
              </span>
            </h2>
            <ul>
              {group.items.map(item => (
                <ItemRow
                  key={item.item}
                  item={item}
                  customer={view.customer}
                  document={documentOf(item)}
                  sources={sources}
                  store={store}
                  selected={item.item === selected}
                  editing={item.item === selected ? editing : undefined}
                  enabled={enabled}
                  onSelect={onSelect}
                  onMark={onMark}
                />
              ))}
            </ul>
          </section>
        ))}
      </div>
      <footer className={styles.keys} aria-hidden="true">
        <Kbd keys="j" />
        <Kbd keys="k" /> item
        <Kbd keys="a" />
        <Kbd keys="p" />
        <Kbd keys="r" /> verdict
        <Kbd keys="[" />
        <Kbd keys="]" /> document
        <span className={styles.allKeys}>
          <Kbd keys="?" /> all keys
        </span>
      </footer>
    </aside>
  );
}
