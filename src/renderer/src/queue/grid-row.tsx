import { memo } from 'react';
import type { QueueRow } from '../../../shared/ipc/index.ts';
import { countryName } from '../../../shared/domain/countries.ts';
import { Avatar, cx, kindLabels, riskTones, StatusTag, Tag } from '../ui/index.ts';
import columns from './columns.module.css';
import { OpenCell } from './open-cell.tsx';
import styles from './grid-row.module.css';
import { slaWords, waitingWords } from './row-words.ts';
import { riskLabels } from './view-words.ts';

interface GridRowProps {
  readonly index: number;
  /** Undefined while it is fetched. */
  readonly row: QueueRow | undefined;
  readonly selected: boolean;
  readonly now: number;
  readonly onSelect: (index: number) => void;
  readonly onOpen: (customerId: string) => void;
}

/** One case. A click selects, a second one opens, as in any file list. */
export const GridRow = memo(function GridRow({ index, row, selected, now, onSelect, onOpen }: GridRowProps) {
  return (
    <div
      id={`case-${index}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      aria-busy={row === undefined || undefined}
      className={cx(columns.row, styles.row, row && styles.filled, selected && styles.selected)}
      onClick={() => onSelect(index)}
      onDoubleClick={() => row && onOpen(row.id)}
    >
      {row === undefined ? <Waiting /> : <Cells row={row} now={now} onOpen={() => onOpen(row.id)} />}
    </div>
  );
});

/** Nothing to be seen: the bar in its place is painted behind it, for all rows at once. */
function Waiting() {
  return <div role="gridcell" aria-label="Being fetched" className={styles.waiting} />;
}

interface CellsProps {
  readonly row: QueueRow;
  readonly now: number;
  readonly onOpen: () => void;
}

function Cells({ row, now, onOpen }: CellsProps) {
  const sla = slaWords(row, now);
  const who = row.claimedBy ?? row.assignee;
  return (
    <>
      <div role="gridcell" className={styles.name}>
        {/* A plain click opens: the name is the case's link. Out of the tab order, the grid's keys do it. */}
        <button
          type="button"
          tabIndex={-1}
          dir="auto"
          title={row.name}
          className={styles.link}
          onClick={event => {
            event.stopPropagation();
            onOpen();
          }}
        >
          {row.name}
        </button>
        {row.country && <span className={styles.country}>{countryName(row.country)}</span>}
      </div>
      <div role="gridcell" className={styles.muted}>
        {kindLabels[row.kind]}
      </div>
      <div role="gridcell" className={styles.muted} title={row.levelName}>
        {row.levelName}
      </div>
      <div role="gridcell">
        <StatusTag status={row.status} />
      </div>
      <div role="gridcell">
        <Tag tone={riskTones[row.risk.band]}>
          {riskLabels[row.risk.band]} {Math.round(row.risk.score)}
        </Tag>
      </div>
      <div role="gridcell" className={cx(styles.muted, styles.number)}>
        {waitingWords(row, now)}
      </div>
      <div role="gridcell" className={cx(styles.muted, styles.number, styles[sla.urgency])}>
        {sla.text}
      </div>
      <div role="gridcell">
        {who && <Avatar small name={who.name} label={row.claimedBy ? `Claimed by ${who.name}` : who.name} />}
      </div>
      <div role="gridcell" className={styles.muted}>
        <OpenCell row={row} />
      </div>
    </>
  );
}
