import { useCallback } from 'react';
import { useStore } from 'zustand';
import type { LinkRow } from '../../../shared/ipc/index.ts';
import { useAction } from '../keys/index.ts';
import { RowGrid, selectedRow, type Column } from '../list/index.ts';
import { useServices } from '../services.ts';
import { useServerNow } from '../use-server-now.ts';
import { againFor } from './again.ts';
import { LinkCells } from './link-cells.tsx';
import { isRevocable } from './link-words.ts';
import styles from './links-grid.module.css';
import { NoLinks } from './no-links.tsx';

const columns: readonly Column[] = [
  { label: 'Customer' },
  { label: 'Kind' },
  { label: 'Level' },
  { label: 'State' },
  { label: 'Made by' },
  { label: 'Made' },
  { label: 'Expires in' },
  { label: 'Opened' },
  { label: 'Completed' },
  { label: 'Actions', unseen: true },
];

interface LinksGridProps {
  readonly onOpen: (link: LinkRow) => void;
  readonly onAgain: (link: LinkRow) => void;
  readonly onRevoke: (link: LinkRow) => void;
}

/** The links of the state that is looked at, and what can be done with the selected one. */
export function LinksGrid({ onOpen, onAgain, onRevoke }: LinksGridProps) {
  const { links } = useServices();
  const state = useStore(links, ({ view }) => view.state);
  const selected = useStore(links, selectedRow);
  // Under an hour the minutes count, in the last one the seconds.
  const now = useServerNow(1000);
  const cells = useCallback(
    (row: LinkRow) => <LinkCells row={row} now={now} onOpen={onOpen} onAgain={onAgain} onRevoke={onRevoke} />,
    [now, onOpen, onAgain, onRevoke],
  );
  const act = (does: (link: LinkRow) => void) => () => selected && does(selected);
  useAction('links.open', act(onOpen), selected?.customerHere ?? false);
  useAction('links.again', act(onAgain), selected !== undefined && againFor(selected) !== undefined);
  useAction('links.revoke', act(onRevoke), selected !== undefined && isRevocable(selected, now));
  return (
    <RowGrid
      label="Links"
      name="link"
      list={links}
      columns={columns}
      layout={styles.columns}
      keys="links"
      cells={cells}
      onOpen={onOpen}
      empty={<NoLinks state={state} />}
    />
  );
}
