import { useCallback } from 'react';
import { useStore } from 'zustand';
import type { QueueRow, QueueSort } from '../../../shared/ipc/index.ts';
import { useAction } from '../keys/index.ts';
import { RowGrid, type Column } from '../list/index.ts';
import { useServices } from '../services.ts';
import { useServerNow } from '../use-server-now.ts';
import { CaseCells } from './case-cells.tsx';
import { QueueEmpty } from './queue-empty.tsx';
import styles from './queue-grid.module.css';
import { toggleSort } from './view-words.ts';

const heads: readonly { readonly label: string; readonly sort?: QueueSort }[] = [
  { label: 'Name', sort: 'name' },
  { label: 'Kind' },
  { label: 'Level' },
  { label: 'Status' },
  { label: 'Risk', sort: 'risk' },
  { label: 'Waiting', sort: 'waiting' },
  { label: 'SLA', sort: 'sla' },
  { label: 'Who' },
  { label: 'What is open' },
];

/** The cases of the view. */
export function QueueGrid() {
  const { queue, route } = useServices();
  const view = useStore(queue, state => state.view);
  const now = useServerNow(10_000);
  const { setView } = queue.getState();
  const open = useCallback(
    ({ id }: QueueRow) =>
      route.getState().go({ screen: 'review', customerId: id, view: queue.getState().view }),
    [queue, route],
  );
  const cells = useCallback((row: QueueRow) => <CaseCells row={row} now={now} onOpen={open} />, [now, open]);
  // Pressed while what was searched for is still on its way, it opens it when it is here.
  useAction(
    'queue.open',
    () =>
      void queue
        .getState()
        .awaitSelected()
        .then(row => {
          if (row && route.getState().route.screen === 'queue') open(row);
        }),
  );
  const columns = heads.map(({ label, sort }): Column => {
    if (!sort) return { label };
    const sorted = view.sort !== sort ? undefined : view.descending ? 'descending' : 'ascending';
    return { label, sorted, onSort: () => setView(toggleSort(view, sort)) };
  });
  return (
    <RowGrid
      label="Cases"
      name="case"
      list={queue}
      columns={columns}
      layout={styles.columns}
      keys="queue"
      cells={cells}
      onOpen={open}
      empty={<QueueEmpty view={view} />}
    />
  );
}
