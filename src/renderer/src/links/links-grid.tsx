import { Link2, SearchX } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { LinkRow } from '../../../shared/ipc/index.ts';
import { useAction } from '../keys/index.ts';
import { useRowWindow } from '../queue/index.ts';
import { useServices } from '../services.ts';
import { Button, cx, EmptyState } from '../ui/index.ts';
import { useServerNow } from '../use-server-now.ts';
import { againFor } from './again.ts';
import { isLive, stateLabels } from './link-words.ts';
import { LinksRow } from './links-row.tsx';
import styles from './links-grid.module.css';
import { linkAt, selectedLink } from './store.ts';

const rowHeight = 36;
const headHeight = 32;
const overscan = 6;
/** Waiting rows that stand in until the first answer. */
const placeholders = 20;

const heads = ['Customer', 'Kind', 'Level', 'State', 'Made by', 'Made', 'Expires in', 'Opened', 'Completed'];

interface LinksGridProps {
  readonly onOpen: (link: LinkRow) => void;
  readonly onAgain: (link: LinkRow) => void;
  readonly onRevoke: (link: LinkRow) => void;
}

/** The table: draws the rows in sight of any number of them, keeps the selected one in sight. */
export function LinksGrid({ onOpen, onAgain, onRevoke }: LinksGridProps) {
  const { links } = useServices();
  const total = useStore(links, state => state.total);
  const filter = useStore(links, state => state.filter);
  const selected = useStore(links, state => state.selected.index);
  const failed = useStore(links, state => state.problem !== undefined);
  const window = useStore(links, state => state.window);
  // Under an hour the minutes count, in the last one the seconds.
  const now = useServerNow(1000);
  const { show, select } = links.getState();
  const { viewport, rows, layout, slots, rowsInSight, onScroll, scrollIntoSight, scrollTo } = useRowWindow({
    total: total ?? (failed ? 0 : placeholders),
    rowHeight,
    headHeight,
    overscan,
    initialScrollTop: 0,
    onScroll: nothing,
  });
  useEffect(() => show(layout.first, layout.end), [show, layout.first, layout.end]);
  // Another state's links begin at their top.
  useEffect(
    () => links.subscribe((state, before) => state.filter !== before.filter && scrollTo(0)),
    [links, scrollTo],
  );
  useEffect(() => {
    const { activeElement } = document;
    if (activeElement === document.body || activeElement?.tagName === 'MAIN')
      viewport.current?.focus({ preventScroll: true });
  }, [viewport]);

  const move = (index: number): void => {
    select(index);
    scrollIntoSight(links.getState().selected.index);
    viewport.current?.focus({ preventScroll: true });
  };
  const by = (count: number) => () => move(links.getState().selected.index + count);
  const page = Math.max(1, rowsInSight - 1);
  useAction('links.down', by(1));
  useAction('links.up', by(-1));
  useAction('links.pageDown', by(page));
  useAction('links.pageUp', by(-page));
  useAction('links.first', () => move(0));
  useAction('links.last', () => move(Number.MAX_SAFE_INTEGER));
  const chosen = useStore(links, selectedLink);
  useAction('links.open', () => chosen && onOpen(chosen), chosen?.customerHere ?? false);
  useAction(
    'links.again',
    () => chosen && onAgain(chosen),
    chosen !== undefined && againFor(chosen) !== undefined,
  );
  useAction('links.revoke', () => chosen && onRevoke(chosen), chosen !== undefined && isLive(chosen, now));

  const drawn = Array.from({ length: Math.max(0, layout.end - layout.first) }, (_, place) => {
    const index = layout.first + place;
    return { index, row: linkAt({ window }, index) };
  });
  return (
    <div className={styles.card}>
      <div
        ref={viewport}
        role="grid"
        tabIndex={0}
        aria-label="Links"
        aria-rowcount={total === undefined ? -1 : total + 1}
        aria-colcount={heads.length + 1}
        aria-busy={total === undefined && !failed}
        aria-activedescendant={linkAt({ window }, selected) ? `link-${selected}` : undefined}
        className={styles.viewport}
        onScroll={onScroll}
      >
        <div role="row" aria-rowindex={1} className={cx(styles.columns, styles.head)}>
          {heads.map((head, index) => (
            <div key={head} role="columnheader" aria-colindex={index + 1}>
              {head}
            </div>
          ))}
          <div role="columnheader" aria-colindex={heads.length + 1} aria-label="Actions" />
        </div>
        <div role="presentation" className={styles.canvas} style={{ height: layout.height }}>
          <div role="presentation" className={styles.rows} ref={rows}>
            {drawn.map(({ index, row }) => (
              <LinksRow
                key={index % slots}
                index={index}
                row={row}
                selected={index === selected}
                now={now}
                onSelect={select}
                onOpen={onOpen}
                onAgain={onAgain}
                onRevoke={onRevoke}
              />
            ))}
          </div>
        </div>
      </div>
      {total === 0 && (
        <div className={styles.empty}>
          <NoLinks state={filter === undefined ? undefined : stateLabels[filter]} />
        </div>
      )}
    </div>
  );
}

const nothing = (): void => undefined;

function NoLinks({ state }: { readonly state: string | undefined }) {
  const { links, newLink, sync } = useServices();
  const fetched = useStore(sync, ({ sync: now }) => now?.lastSyncedAt !== undefined);
  if (state !== undefined) {
    return (
      <EmptyState
        icon={<SearchX />}
        title={`No link is in the state “${state}”`}
        actions={<Button onClick={() => links.getState().setFilter(undefined)}>Show all links</Button>}
      >
        Links move on by themselves, as applicants open and complete them and as time passes.
      </EmptyState>
    );
  }
  if (!fetched) {
    return (
      <EmptyState icon={<Link2 />} title="No links were fetched yet">
        They come by themselves as soon as the backend can be reached.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<Link2 />}
      title="No links yet"
      actions={
        <Button variant="primary" onClick={() => newLink.getState().open()}>
          New link
        </Button>
      }
    >
      A link leads an applicant to a page of their own, where they give what their level asks for.
    </EmptyState>
  );
}
