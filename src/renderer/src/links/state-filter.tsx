import { useStore } from 'zustand';
import { linkStateSchema, type LinkState } from '../../../shared/api/index.ts';
import { useServices } from '../services.ts';
import { count, ToggleChip } from '../ui/index.ts';
import { stateLabels } from './link-words.ts';
import styles from './state-filter.module.css';

const states: readonly (LinkState | undefined)[] = [undefined, ...linkStateSchema.options];

/** One chip for each state with how many there are; one is on at a time. */
export function StateFilter() {
  const { links } = useServices();
  const chosen = useStore(links, ({ view }) => view.state);
  const counts = useStore(links, state => state.counts);
  return (
    <div role="group" aria-label="State" className={styles.bar}>
      {states.map(state => (
        <ToggleChip
          key={state ?? 'all'}
          on={chosen === state}
          count={counts && count(counts[state ?? 'all'])}
          onClick={() => links.getState().chooseState(state)}
        >
          {state === undefined ? 'All' : stateLabels[state]}
        </ToggleChip>
      ))}
    </div>
  );
}
