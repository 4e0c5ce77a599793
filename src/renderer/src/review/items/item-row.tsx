import { memo, useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import type { Customer, Item, Verdict } from '../../../../shared/domain/index.ts';
import type { CaseDocument, CaseItem } from '../../../../shared/ipc/index.ts';
import { cx } from '../../ui/index.ts';
import type { RoomStore, VerdictChange } from '../room-store.ts';
import { documentTitle } from '../words.ts';
import { verdictLook } from '../verdict-look.tsx';
import { compare, type SourceDocument } from './compare.ts';
import { ItemDetails } from './item-details.tsx';
import { ItemValue } from './item-value.tsx';
import styles from './items.module.css';
import { VerdictControl } from './verdict-control.tsx';

export interface Editing {
  readonly field: 'comment' | 'note';
  /** Tells two wishes to edit the same text apart. */
  readonly turn: number;
}

interface ItemRowProps {
  readonly item: CaseItem;
  readonly customer: Customer;
  /** The document that the item is, where it is one. */
  readonly document: CaseDocument | undefined;
  /** Where values may have been read. */
  readonly sources: readonly SourceDocument[];
  readonly store: RoomStore;
  readonly selected: boolean;
  /** Set when a text of this item should take the focus. */
  readonly editing: Editing | undefined;
  readonly enabled: boolean;
  readonly onSelect: (item: Item) => void;
  readonly onMark: (item: Item, change: VerdictChange) => Promise<boolean>;
}

const asksForReason = (verdict: Verdict): boolean => verdict === 'rejected' || verdict === 'pending';

/**
 * One line of the check; the selected one shows its reasons and texts when there is something to give them for. A
 * verdict on one line draws no other anew: there are up to fifty, each with its comparison.
 */
export const ItemRow = memo(function ItemRow(props: ItemRowProps) {
  const { item, customer, document, sources, store, selected, editing, enabled, onSelect, onMark } = props;
  const row = useRef<HTMLLIElement>(null);
  const marking = useStore(store, state => state.marking.has(item.item));
  const mark = (change: VerdictChange) => onMark(item.item, change);
  const select = () => onSelect(item.item);
  const { verdict } = item.verdict;
  const look = verdictLook[verdict];
  const comparison = useMemo(() => compare(item, customer, sources), [item, customer, sources]);
  const name = document ? documentTitle(document) : item.label;
  const texts = item.verdict.customerComment || item.verdict.note;
  const expanded = selected && (asksForReason(verdict) || editing !== undefined || Boolean(texts));

  useEffect(() => {
    if (selected) row.current?.scrollIntoView({ block: 'nearest' });
  }, [selected, expanded]);

  const bare = asksForReason(verdict) && item.verdict.reasons.length === 0;
  return (
    <li
      ref={row}
      className={cx(styles.item, item.changed && styles.changed, selected && styles.selected)}
      aria-current={selected || undefined}
      tabIndex={selected ? 0 : -1}
      data-item={item.item}
      aria-label={`${name}, ${look.word}${item.changed ? ', changed since your verdict' : ''}${item.agreement === 'differs' ? ', differs' : ''}${bare ? ', needs a reason' : ''}`}
      onClick={select}
      onFocus={select}
    >
      <span className={styles.label}>
        {name}
        {/* A word joiner: the star never stands alone on a line. */}
        {'\u2060'}
        {item.required && (
          <abbr title="Required" aria-label="required" className={styles.required}>
            *
          </abbr>
        )}
      </span>
      <ItemValue item={item} comparison={comparison} document={document} customer={customer} />
      <VerdictControl
        label={name}
        verdict={verdict}
        missing={item.missing}
        disabled={!enabled}
        onVerdict={next => void mark({ verdict: next })}
      />
      {bare && !expanded && <span className={styles.bare}>Needs a reason</span>}
      {marking && <span className={styles.marking} aria-hidden="true" />}
      {expanded && (
        <ItemDetails
          item={item}
          name={name}
          documentType={document?.type}
          editing={editing}
          enabled={enabled}
          onMark={mark}
          onLeave={() => row.current?.focus()}
        />
      )}
    </li>
  );
});
