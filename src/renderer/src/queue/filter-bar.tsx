import { useStore } from 'zustand';
import { useAction } from '../keys/index.ts';
import { useServices } from '../services.ts';
import { Button } from '../ui/index.ts';
import { AssigneeChip } from './assignee-chip.tsx';
import { FilterChip, SwitchChip } from './filter-chip.tsx';
import styles from './filter-bar.module.css';
import { SortMenu } from './sort-menu.tsx';
import { isFiltered, type FilterKey } from './view-words.ts';

const keys: readonly FilterKey[] = ['statuses', 'kinds', 'levels', 'risks', 'countries'];

/**
 * One chip for each dimension, lit where it narrows the list down. Each reads its own part of the view: a letter typed
 * into the search draws none of them anew.
 */
export function FilterBar() {
  const { queue } = useServices();
  const filtered = useStore(queue, state => isFiltered(state.view));
  const clear = (): void => {
    const { view, setView } = queue.getState();
    setView({ ...view, filter: {} });
  };
  useAction('queue.clearFilters', clear, filtered);

  return (
    <div className={styles.bar} role="group" aria-label="Filters">
      {keys.map(key => (
        <FilterChip key={key} dimension={key} />
      ))}
      <AssigneeChip />
      <SwitchChip label="Missing items" dimension="missing" />
      <SwitchChip label="Decided here" dimension="decided" />
      {filtered && (
        <Button variant="quiet" className={styles.clear} onClick={clear}>
          Clear
        </Button>
      )}
      <div className={styles.sort}>
        <SortMenu />
      </div>
    </div>
  );
}
