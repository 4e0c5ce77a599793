import { ArrowDownUp } from 'lucide-react';
import { memo } from 'react';
import { useStore } from 'zustand';
import type { QueueSort } from '../../../shared/ipc/index.ts';
import { useServices } from '../services.ts';
import { Button, Menu, MenuChoice, MenuItem, MenuSeparator } from '../ui/index.ts';
import { sortedBy, toggleSort } from './view-words.ts';

const sorts = [
  { value: 'sla', label: 'SLA, then risk' },
  { value: 'risk', label: 'Risk' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'name', label: 'Name' },
  { value: 'updated', label: 'Last change' },
] as const satisfies readonly { readonly value: QueueSort; readonly label: string }[];

/** Says in words how the list is sorted, and changes it. */
export const SortMenu = memo(function SortMenu() {
  const { queue } = useServices();
  const sort = useStore(queue, state => state.view.sort);
  const descending = useStore(queue, state => state.view.descending);
  const choose = (chosen: QueueSort): void => {
    const { view, setView } = queue.getState();
    setView(toggleSort(view, chosen));
  };
  return (
    <Menu
      align="end"
      trigger={
        <Button variant="quiet" icon={<ArrowDownUp aria-hidden="true" />}>
          {sortedBy({ sort, descending })}
        </Button>
      }
    >
      <MenuChoice<QueueSort>
        value={sort}
        options={sorts}
        onChange={chosen => chosen !== sort && choose(chosen)}
      />
      <MenuSeparator />
      <MenuItem onSelect={() => choose(sort)}>Turn round</MenuItem>
    </Menu>
  );
});
