import { memo, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { OutboxItem } from '../../../shared/ipc/index.ts';
import { useServices } from '../services.ts';
import { Button, count, cx, fullMoment, moment, useNow } from '../ui/index.ts';
import { groupTitles, type Totals } from './groups.ts';
import styles from './outbox-list.module.css';
import { rowHeight, scrollToRow, spansOf, type Span } from './spans.ts';
import { StateMark } from './state-mark.tsx';
import { moreDone, type OutboxStore } from './store.ts';
import { itemLine, stateWords } from './words.ts';

/** The decisions by where they stand; of any number only the rows in sight are drawn. */
export function OutboxList({ outbox, totals }: { readonly outbox: OutboxStore; readonly totals: Totals }) {
  const loaded = useStore(outbox, state => state.loaded);
  const selectedId = useStore(outbox, state => state.selectedId);
  const more = useStore(outbox, moreDone);
  const now = useNow(1000);
  const select = useCallback((id: string) => void outbox.getState().select(id), [outbox]);
  const viewport = useRef<HTMLElement>(null);
  const [view, setView] = useState({ top: 0, height: 0 });
  const follow = useCallback(() => {
    const element = viewport.current;
    if (element) setView({ top: element.scrollTop, height: element.clientHeight });
  }, []);
  useLayoutEffect(() => {
    if (!viewport.current) return;
    const observer = new ResizeObserver(follow);
    observer.observe(viewport.current);
    follow();
    return () => observer.disconnect();
  }, [follow]);

  const spans = spansOf(totals, loaded, view.top, view.height);
  const sight = spans.map(({ group, end }) => `${group} ${end}`).join();
  useEffect(() => {
    for (const { group, end } of spans) outbox.getState().show(group, end);
    // The text says all that counts of the spans, which are new at each drawing.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [outbox, sight]);

  const chosen = spans
    .map(span => ({ span, index: loaded[span.group].findIndex(one => one.commandId === selectedId) }))
    .find(({ index }) => index >= 0);
  useEffect(() => {
    const element = viewport.current;
    if (!element || !chosen) return;
    element.scrollTop = scrollToRow(chosen.span, chosen.index, element.scrollTop, element.clientHeight);
    // Only a new selection is brought into sight: rows that move under it must not pull the list along.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [selectedId, chosen === undefined]);

  return (
    <nav ref={viewport} data-outbox aria-label="Decisions" className={styles.list} onScroll={follow}>
      {spans.map(span => (
        <Group
          key={span.group}
          span={span}
          items={loaded[span.group]}
          total={totals[span.group]}
          selectedId={selectedId}
          now={now}
          onSelect={select}
        />
      ))}
      {more > 0 && (
        <div className={styles.more}>
          <Button variant="quiet" onClick={() => void outbox.getState().showMoreDone()}>
            Show earlier ones
          </Button>
        </div>
      )}
    </nav>
  );
}

interface GroupProps {
  readonly span: Span;
  readonly items: readonly OutboxItem[];
  readonly total: number;
  readonly selectedId: string | undefined;
  readonly now: number;
  readonly onSelect: (commandId: string) => void;
}

function Group({ span, items, total, selectedId, now, onSelect }: GroupProps) {
  const { group, rows, first, end } = span;
  const title = groupTitles[group];
  const minute = now - (now % 60_000);
  const indexes = Array.from({ length: end - first }, (_, index) => first + index);
  return (
    <section aria-label={title}>
      <h2 className={styles.heading}>
        {title} · {count(total)}
      </h2>
      <ul className={styles.rows} style={{ height: rows * rowHeight }}>
        {indexes.map(index => {
          const item = items[index];
          if (!item) return <Waiting key={index} index={index} />;
          return (
            <Row
              key={item.commandId}
              item={item}
              index={index}
              total={total}
              ahead={group === 'waiting' ? index : undefined}
              // Only a countdown moves by the second: the other rows are not drawn anew for it.
              now={item.state === 'undoable' ? now : minute}
              selected={item.commandId === selectedId}
              onSelect={onSelect}
            />
          );
        })}
      </ul>
    </section>
  );
}

/** Stands in for a row that is on its way. */
const Waiting = ({ index }: { readonly index: number }) => (
  <li aria-hidden="true" className={cx(styles.item, styles.waiting)} style={{ top: index * rowHeight }} />
);

interface RowProps {
  readonly item: OutboxItem;
  readonly index: number;
  readonly total: number;
  readonly ahead: number | undefined;
  readonly now: number;
  readonly selected: boolean;
  readonly onSelect: (commandId: string) => void;
}

const Row = memo(function Row({ item, index, total, ahead, now, selected, onSelect }: RowProps) {
  const { keys } = useServices();
  const line = itemLine(item, now, ahead);
  return (
    <li
      className={styles.item}
      style={{ top: index * rowHeight }}
      aria-setsize={total}
      aria-posinset={index + 1}
    >
      <button
        type="button"
        aria-current={selected ? 'true' : undefined}
        className={cx(styles.row, selected && styles.selected)}
        onClick={() => onSelect(item.commandId)}
        onKeyDown={event => {
          // Chosen already, there is nothing left to press here but what Enter does with the decision.
          if (event.key === 'Enter' && selected && keys.run('outbox.decideAgain')) event.preventDefault();
        }}
      >
        <StateMark item={item} />
        <span dir="auto" className={styles.name}>
          {item.customerName}
        </span>
        <time dateTime={item.decidedAt} title={fullMoment(item.decidedAt)} className={styles.time}>
          {moment(item.decidedAt, now)}
        </time>
        <span className={styles.line} title={line}>
          <span className={styles.summary}>{item.summary}</span>
          {/* Where it stands is never cut off. */}
          <span className={styles.state}> · {stateWords(item, now, ahead)}</span>
        </span>
      </button>
    </li>
  );
});
