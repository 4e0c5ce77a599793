import { Ban, Link2 } from 'lucide-react';
import { memo } from 'react';
import { linkStateAt } from '../../../shared/api/index.ts';
import type { LinkRow } from '../../../shared/ipc/index.ts';
import { cx, IconButton, moment, Tooltip } from '../ui/index.ts';
import { againFor } from './again.ts';
import { expiryWords, isLive, kindWords } from './link-words.ts';
import styles from './links-grid.module.css';
import { LinkStateTag } from './state-tag.tsx';

const hour = 3_600_000;

interface LinksRowProps {
  readonly index: number;
  /** Undefined while it is fetched. */
  readonly row: LinkRow | undefined;
  readonly selected: boolean;
  readonly now: number;
  readonly onSelect: (index: number) => void;
  readonly onOpen: (link: LinkRow) => void;
  readonly onAgain: (link: LinkRow) => void;
  readonly onRevoke: (link: LinkRow) => void;
}

/** One link. What can be done with it stands at its end for the pointer; by keyboard the grid's keys do it. */
export function LinksRow({ index, row, selected, now, onSelect, ...acts }: LinksRowProps) {
  return (
    <div
      id={`link-${index}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      aria-busy={row === undefined || undefined}
      className={cx(styles.columns, styles.row, selected && styles.selected)}
      onClick={() => onSelect(index)}
      onDoubleClick={() => row && acts.onOpen(row)}
    >
      {row === undefined ? (
        <div role="gridcell" aria-label="Being fetched" className={styles.waiting} />
      ) : (
        <Cells
          row={row}
          state={linkStateAt(row, now)}
          left={expiryWords(row, now)}
          soon={endsSoon(row, now)}
          {...acts}
        />
      )}
    </div>
  );
}

const endsSoon = (row: LinkRow, now: number): boolean =>
  isLive(row, now) && Date.parse(row.expiresAt) - now < hour;

interface CellsProps extends Pick<LinksRowProps, 'onOpen' | 'onAgain' | 'onRevoke'> {
  readonly row: LinkRow;
  readonly state: LinkRow['state'];
  readonly left: string;
  readonly soon: boolean;
}

/** Drawn anew only when its words change, not at every second. */
const Cells = memo(function Cells({ row, state, left, soon, onOpen, onAgain, onRevoke }: CellsProps) {
  const when = (at: string | null | undefined) => at && <time dateTime={at}>{moment(at)}</time>;
  const name = row.customerName ?? 'No name yet';
  return (
    <>
      <div role="gridcell" className={styles.name}>
        {row.customerHere ? (
          <button
            type="button"
            tabIndex={-1}
            dir="auto"
            title={name}
            className={styles.link}
            onClick={event => {
              event.stopPropagation();
              onOpen(row);
            }}
          >
            {name}
          </button>
        ) : (
          <span className={styles.muted}>{name}</span>
        )}
      </div>
      <div role="gridcell" className={styles.muted}>
        {kindWords[row.kind]}
      </div>
      <div role="gridcell" className={styles.muted} title={row.levelName}>
        {row.levelName}
      </div>
      <div role="gridcell">
        <LinkStateTag state={state} />
      </div>
      <div role="gridcell" className={styles.muted} title={row.madeBy}>
        <bdi>{row.madeBy}</bdi>
      </div>
      <div role="gridcell" className={styles.muted}>
        {when(row.createdAt)}
      </div>
      <div role="gridcell" className={soon ? styles.soon : styles.muted}>
        {left}
      </div>
      <div role="gridcell" className={styles.muted}>
        {when(row.openedAt)}
      </div>
      <div role="gridcell" className={styles.muted}>
        {when(row.completedAt)}
      </div>
      <div role="gridcell" className={styles.actions}>
        {againFor(row) && (
          <Tooltip text="New link for this customer" shortcut="l">
            <IconButton
              tabIndex={-1}
              label={`New link for ${name}`}
              icon={<Link2 />}
              onClick={() => onAgain(row)}
            />
          </Tooltip>
        )}
        {left !== '' && (
          <Tooltip text="Revoke" shortcut="x">
            <IconButton
              tabIndex={-1}
              label={`Revoke the link for ${name}`}
              icon={<Ban />}
              onClick={() => onRevoke(row)}
            />
          </Tooltip>
        )}
      </div>
    </>
  );
});
