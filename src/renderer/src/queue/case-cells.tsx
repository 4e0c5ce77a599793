import { countryName } from '../../../shared/domain/countries.ts';
import type { QueueRow } from '../../../shared/ipc/index.ts';
import { cells, LevelCells, NameLink } from '../list/index.ts';
import { Avatar, cx, kindLabels, riskTones, StatusTag, Tag } from '../ui/index.ts';
import { OpenCell } from './open-cell.tsx';
import styles from './queue-grid.module.css';
import { slaWords, waitingWords } from './row-words.ts';
import { riskLabels } from './view-words.ts';

interface CaseCellsProps {
  readonly row: QueueRow;
  readonly now: number;
  readonly onOpen: (row: QueueRow) => void;
}

/** One case of the queue. */
export function CaseCells({ row, now, onOpen }: CaseCellsProps) {
  const sla = slaWords(row, now);
  const who = row.claimedBy ?? row.assignee;
  return (
    <>
      <div role="gridcell" className={cells.name}>
        <NameLink name={row.name} onOpen={() => onOpen(row)} />
        {row.country && <span className={styles.country}>{countryName(row.country)}</span>}
      </div>
      <LevelCells kind={kindLabels[row.kind]} levelName={row.levelName} />
      <div role="gridcell">
        <StatusTag status={row.status} />
      </div>
      <div role="gridcell">
        <Tag tone={riskTones[row.risk.band]}>
          {riskLabels[row.risk.band]} {Math.round(row.risk.score)}
        </Tag>
      </div>
      <div role="gridcell" className={cells.muted}>
        {waitingWords(row, now)}
      </div>
      <div role="gridcell" className={cx(cells.muted, sla.urgency !== 'none' && cells[sla.urgency])}>
        {sla.text}
      </div>
      <div role="gridcell">
        {who && <Avatar small name={who.name} label={row.claimedBy ? `Claimed by ${who.name}` : who.name} />}
      </div>
      <div role="gridcell" className={cells.muted}>
        <OpenCell row={row} />
      </div>
    </>
  );
}
