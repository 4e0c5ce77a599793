import { memo, useCallback } from 'react';
import { useStore } from 'zustand';
import type { OutboxItem } from '../../../shared/ipc/index.ts';
import { Button, count, cx, fullMoment, moment, useNow } from '../ui/index.ts';
import { grouped, groupTitles, type OutboxGroup } from './groups.ts';
import styles from './outbox-list.module.css';
import { StateMark } from './state-mark.tsx';
import type { OutboxStore } from './store.ts';
import { itemLine } from './words.ts';

/** The decisions by where they stand. */
export function OutboxList({ outbox }: { readonly outbox: OutboxStore }) {
  const list = useStore(outbox, state => state.list);
  const selectedId = useStore(outbox, state => state.selectedId);
  const mayShowMore = useStore(outbox, state => state.mayShowMore);
  const now = useNow(1000);
  const select = useCallback((id: string) => void outbox.getState().select(id), [outbox]);
  if (list === undefined) return null;
  const groups = grouped(list.items);
  const beyond = list.appliedTotal;
  return (
    <nav aria-label="Decisions" className={styles.list}>
      {groups.map(group => (
        <Group
          key={group.name}
          group={group}
          total={group.items.length + (group.name === 'done' ? beyond : 0)}
          selectedId={selectedId}
          now={now}
          onSelect={select}
        />
      ))}
      {beyond > 0 && mayShowMore && (
        <div className={styles.more}>
          <Button variant="quiet" onClick={() => void outbox.getState().showMoreApplied()}>
            Show earlier ones
          </Button>
        </div>
      )}
    </nav>
  );
}

interface GroupProps {
  readonly group: OutboxGroup;
  readonly total: number;
  readonly selectedId: string | undefined;
  readonly now: number;
  readonly onSelect: (commandId: string) => void;
}

function Group({ group, total, selectedId, now, onSelect }: GroupProps) {
  const title = groupTitles[group.name];
  const minute = now - (now % 60_000);
  return (
    <section aria-label={title}>
      <h2 className={styles.heading}>
        {title} · {count(total)}
      </h2>
      <ul>
        {group.items.map(item => (
          <Row
            key={item.commandId}
            item={item}
            // Only a countdown moves by the second: thousands of waiting rows are not drawn anew for it.
            now={item.state === 'undoable' ? now : minute}
            selected={item.commandId === selectedId}
            onSelect={onSelect}
          />
        ))}
      </ul>
    </section>
  );
}

interface RowProps {
  readonly item: OutboxItem;
  readonly now: number;
  readonly selected: boolean;
  readonly onSelect: (commandId: string) => void;
}

const Row = memo(function Row({ item, now, selected, onSelect }: RowProps) {
  return (
    <li className={styles.item}>
      <button
        type="button"
        aria-current={selected ? 'true' : undefined}
        ref={element => {
          if (selected) element?.scrollIntoView({ block: 'nearest' });
        }}
        className={cx(styles.row, selected && styles.selected)}
        onClick={() => onSelect(item.commandId)}
      >
        <StateMark state={item.state} />
        <span dir="auto" className={styles.name}>
          {item.customerName}
        </span>
        <time dateTime={item.decidedAt} title={fullMoment(item.decidedAt)} className={styles.time}>
          {moment(item.decidedAt, now)}
        </time>
        <span className={styles.line}>{itemLine(item, now)}</span>
      </button>
    </li>
  );
});
