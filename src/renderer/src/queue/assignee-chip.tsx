import { Check } from 'lucide-react';
import { memo } from 'react';
import { useStore } from 'zustand';
import type { QueueFilter } from '../../../shared/ipc/index.ts';
import { useServices } from '../services.ts';
import { Chip } from './filter-chip.tsx';
import styles from './option-list.module.css';
import { assigneeLabels } from './view-words.ts';

type Assignee = NonNullable<QueueFilter['assignee']>;
const choices = ['me', 'nobody', 'others'] as const satisfies readonly Assignee[];

/** Whose cases: exactly one answer, or any. */
export const AssigneeChip = memo(function AssigneeChip() {
  const { queue } = useServices();
  const value = useStore(queue, state => state.view.filter.assignee);
  const onChange = (assignee: Assignee | undefined): void => queue.getState().narrow({ assignee });
  return (
    <Chip
      name="Assignee"
      words={value && `Assigned to ${assigneeLabels[value].toLowerCase()}`}
      onClear={() => onChange(undefined)}
    >
      <div role="radiogroup" aria-label="Assignee" className={styles.list}>
        {choices.map(choice => (
          <label key={choice} className={styles.option}>
            <input
              type="radio"
              name="assignee"
              className={styles.box}
              checked={value === choice}
              onChange={() => onChange(choice)}
            />
            <span aria-hidden="true" className={styles.mark}>
              <Check />
            </span>
            <span className={styles.name}>{assigneeLabels[choice]}</span>
          </label>
        ))}
      </div>
    </Chip>
  );
});
