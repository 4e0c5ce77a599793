import { useEffect, useMemo, useRef } from 'react';
import type { Verdict } from '../../../../shared/domain/index.ts';
import type { CaseItem, CaseView } from '../../../../shared/ipc/index.ts';
import { cx } from '../../ui/index.ts';
import type { VerdictChange } from '../room-store.ts';
import { itemName } from '../words.ts';
import { verdictLook } from '../verdict-look.tsx';
import { compare } from './compare.ts';
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
  readonly view: CaseView;
  readonly selected: boolean;
  /** Set when a text of this item should take the focus. */
  readonly editing: Editing | undefined;
  readonly enabled: boolean;
  readonly marking: boolean;
  readonly onSelect: () => void;
  readonly onMark: (change: VerdictChange) => Promise<boolean>;
}

const asksForReason = (verdict: Verdict): boolean => verdict === 'rejected' || verdict === 'pending';

/** One line of the check; the selected one shows its reasons and texts when there is something to give them for. */
export function ItemRow(props: ItemRowProps) {
  const { item, view, selected, editing, enabled, marking, onSelect, onMark } = props;
  const row = useRef<HTMLLIElement>(null);
  const { verdict } = item.verdict;
  const look = verdictLook[verdict];
  const comparison = useMemo(
    () => compare(item, view.customer, view.documents),
    [item, view.customer, view.documents],
  );
  const document = view.documents.find(({ id }) => item.kind === 'document' && id === item.key);
  const name = itemName(view, item);
  const texts = item.verdict.customerComment || item.verdict.note;
  const expanded = selected && (asksForReason(verdict) || editing !== undefined || Boolean(texts));

  useEffect(() => {
    if (selected) row.current?.scrollIntoView({ block: 'nearest' });
  }, [selected, expanded]);

  const bare = asksForReason(verdict) && item.verdict.reasons.length === 0;
  return (
    <li
      ref={row}
      className={cx(styles.item, selected && styles.selected)}
      aria-current={selected || undefined}
      tabIndex={selected ? 0 : -1}
      data-item={item.item}
      aria-label={`${name}, ${look.word}${item.agreement === 'differs' ? ', differs' : ''}${bare ? ', needs a reason' : ''}`}
      onClick={onSelect}
      onFocus={onSelect}
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
      <ItemValue item={item} comparison={comparison} document={document} view={view} />
      <VerdictControl
        label={name}
        verdict={verdict}
        missing={item.missing}
        disabled={!enabled}
        onVerdict={next => void onMark({ verdict: next })}
      />
      {marking && <span className={styles.marking} aria-hidden="true" />}
      {expanded && (
        <ItemDetails
          item={item}
          name={name}
          documentType={document?.type}
          editing={editing}
          enabled={enabled}
          onMark={onMark}
          onLeave={() => row.current?.focus()}
        />
      )}
    </li>
  );
}
