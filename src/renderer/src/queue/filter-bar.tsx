import { useStore } from 'zustand';
import { useAction } from '../keys/index.ts';
import { useServices } from '../services.ts';
import { Button } from '../ui/index.ts';
import { AssigneeChip } from './assignee-chip.tsx';
import { FilterChip, ToggleChip } from './filter-chip.tsx';
import styles from './filter-bar.module.css';
import { SortMenu } from './sort-menu.tsx';
import { isFiltered, withFilter, type FilterKey } from './view-words.ts';

const keys: readonly FilterKey[] = ['statuses', 'kinds', 'levels', 'risks', 'countries'];

/** One chip for each dimension, lit where it narrows the list down. */
export function FilterBar() {
  const { queue } = useServices();
  const view = useStore(queue, state => state.view);
  const { setView } = queue.getState();
  const { filter } = view;
  const clear = (): void => setView({ ...view, filter: {} });
  useAction('queue.clearFilters', clear, isFiltered(view));

  return (
    <div className={styles.bar} role="group" aria-label="Filters">
      {keys.map(key => (
        <FilterChip
          key={key}
          dimension={key}
          values={filter[key] ?? []}
          onChange={values => setView(withFilter(view, { [key]: values }))}
        />
      ))}
      <AssigneeChip value={filter.assignee} onChange={assignee => setView(withFilter(view, { assignee }))} />
      <ToggleChip
        label="Missing items"
        on={filter.missing === true}
        onChange={on => setView(withFilter(view, { missing: on ? true : undefined }))}
      />
      <ToggleChip
        label="Decided here"
        on={filter.decided === true}
        onChange={on => setView(withFilter(view, { decided: on ? true : undefined }))}
      />
      {isFiltered(view) && (
        <Button variant="quiet" className={styles.clear} onClick={clear}>
          Clear
        </Button>
      )}
      <span className={styles.space} />
      <SortMenu view={view} onChange={setView} />
    </div>
  );
}
