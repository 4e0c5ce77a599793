import { Ban, Link2 } from 'lucide-react';
import { memo } from 'react';
import { linkStateAt } from '../../../shared/api/index.ts';
import type { LinkRow } from '../../../shared/ipc/index.ts';
import { cells, LevelCells, NameLink } from '../list/index.ts';
import { IconButton, moment, Tooltip } from '../ui/index.ts';
import { againFor } from './again.ts';
import { expiryWords, isLive, isRevocable, kindWords } from './link-words.ts';
import { LinkStateTag } from './state-tag.tsx';

const hour = 3_600_000;

interface LinkCellsProps extends Acts {
  readonly row: LinkRow;
  readonly now: number;
}

interface Acts {
  readonly onOpen: (link: LinkRow) => void;
  readonly onAgain: (link: LinkRow) => void;
  readonly onRevoke: (link: LinkRow) => void;
}

/** One link. What can be done with it stands at its end for the pointer; by keyboard the grid's keys do it. */
export const LinkCells = ({ row, now, ...acts }: LinkCellsProps) => (
  <Cells
    row={row}
    state={linkStateAt(row, now)}
    left={expiryWords(row, now)}
    soon={endsSoon(row, now)}
    revocable={isRevocable(row, now)}
    {...acts}
  />
);

const endsSoon = (row: LinkRow, now: number): boolean =>
  isLive(row, now) && Date.parse(row.expiresAt) - now < hour;

interface CellsProps extends Acts {
  readonly row: LinkRow;
  readonly state: LinkRow['state'];
  readonly left: string;
  readonly soon: boolean;
  readonly revocable: boolean;
}

/** Drawn anew only when its words change, not at every second. */
const Cells = memo(function Cells({
  row,
  state,
  left,
  soon,
  revocable,
  onOpen,
  onAgain,
  onRevoke,
}: CellsProps) {
  const when = (at: string | null | undefined) => at && <time dateTime={at}>{moment(at)}</time>;
  const name = row.customerName ?? 'No name yet';
  return (
    <>
      <div role="gridcell" className={cells.name}>
        {row.customerHere ? (
          <NameLink name={name} onOpen={() => onOpen(row)} />
        ) : (
          <span className={cells.muted}>{name}</span>
        )}
      </div>
      <LevelCells kind={kindWords[row.kind]} levelName={row.levelName} />
      <div role="gridcell">
        <LinkStateTag state={state} />
      </div>
      <div role="gridcell" className={cells.muted} title={row.madeBy}>
        <bdi>{row.madeBy}</bdi>
      </div>
      <div role="gridcell" className={cells.muted}>
        {when(row.createdAt)}
      </div>
      <div role="gridcell" className={soon ? cells.soon : cells.muted}>
        {left}
      </div>
      <div role="gridcell" className={cells.muted}>
        {when(row.openedAt)}
      </div>
      <div role="gridcell" className={cells.muted}>
        {when(row.completedAt)}
      </div>
      <div role="gridcell" className={cells.actions}>
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
        {revocable && (
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
