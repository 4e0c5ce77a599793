import { ArrowDownUp } from 'lucide-react';
import type { QueueSort, QueueView } from '../../../shared/ipc/index.ts';
import { Button, Menu, MenuChoice, MenuItem, MenuSeparator } from '../ui/index.ts';
import { sortedBy, toggleSort } from './view-words.ts';

const sorts = [
  { value: 'sla', label: 'SLA, then risk' },
  { value: 'risk', label: 'Risk' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'name', label: 'Name' },
  { value: 'updated', label: 'Last change' },
] as const satisfies readonly { readonly value: QueueSort; readonly label: string }[];

interface SortMenuProps {
  readonly view: QueueView;
  readonly onChange: (view: QueueView) => void;
}

/** Says in words how the list is sorted, and changes it. */
export function SortMenu({ view, onChange }: SortMenuProps) {
  return (
    <Menu
      align="end"
      trigger={
        <Button variant="quiet" icon={<ArrowDownUp aria-hidden="true" />}>
          {sortedBy(view)}
        </Button>
      }
    >
      <MenuChoice<QueueSort>
        value={view.sort}
        options={sorts}
        onChange={sort => sort !== view.sort && onChange(toggleSort(view, sort))}
      />
      <MenuSeparator />
      <MenuItem onSelect={() => onChange(toggleSort(view, view.sort))}>Turn round</MenuItem>
    </Menu>
  );
}
