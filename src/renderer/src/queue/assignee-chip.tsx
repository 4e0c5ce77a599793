import { Check } from 'lucide-react';
import type { QueueFilter } from '../../../shared/ipc/index.ts';
import { Chip } from './filter-chip.tsx';
import styles from './option-list.module.css';
import { assigneeLabels } from './view-words.ts';

type Assignee = NonNullable<QueueFilter['assignee']>;
const choices = ['me', 'nobody', 'others'] as const satisfies readonly Assignee[];

interface AssigneeChipProps {
  readonly value: Assignee | undefined;
  readonly onChange: (value: Assignee | undefined) => void;
}

/** Whose cases: exactly one answer, or any. */
export function AssigneeChip({ value, onChange }: AssigneeChipProps) {
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
}
