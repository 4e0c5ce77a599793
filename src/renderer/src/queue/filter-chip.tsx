import { ChevronDown, X } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { useServices } from '../services.ts';
import { cx, Popover } from '../ui/index.ts';
import styles from './filter-chip.module.css';
import { OptionList } from './option-list.tsx';
import { chosenWords, filterNames, filterOptions, type FilterKey } from './view-words.ts';

const none: readonly string[] = [];

/** One dimension that is a set of values: opens the list of them, says which are chosen, clears. */
export const FilterChip = memo(function FilterChip({ dimension }: { readonly dimension: FilterKey }) {
  const { queue } = useServices();
  const values: readonly string[] = useStore(queue, state => state.view.filter[dimension]) ?? none;
  const onChange = (chosen: string[]): void => queue.getState().narrow({ [dimension]: chosen });
  const counts = useStore(queue, state => state.counts);
  const offered = filterOptions(dimension, counts);
  const name = filterNames[dimension];
  const words = values.length > 0 ? chosenWords(dimension, values, offered) : undefined;
  return (
    <Chip name={name} words={words} onClear={() => onChange([])}>
      <OptionList
        label={name}
        options={offered}
        chosen={values}
        onToggle={(value, on) => onChange(on ? [...values, value] : values.filter(other => other !== value))}
      />
    </Chip>
  );
});

interface ChipProps {
  readonly name: string;
  readonly words: string | undefined;
  readonly onClear: () => void;
  readonly children: ReactNode;
}

/** A chip that opens a list; lit and clearable when something is chosen. */
export function Chip({ name, words, onClear, children }: ChipProps) {
  const on = words !== undefined;
  return (
    <span className={cx(styles.chip, on && styles.on)}>
      <Popover
        label={name}
        trigger={
          <button type="button" className={styles.main} aria-label={on ? `${name}: ${words}` : name}>
            <span className={styles.words}>{words ?? name}</span>
            {!on && <ChevronDown aria-hidden="true" />}
          </button>
        }
      >
        {children}
      </Popover>
      {on && (
        <button type="button" className={styles.clear} aria-label={`Clear ${name}`} onClick={onClear}>
          <X aria-hidden="true" />
        </button>
      )}
    </span>
  );
}

interface ToggleChipProps {
  readonly label: string;
  readonly dimension: 'missing' | 'decided';
}

/** A dimension that is only on or off. */
export const ToggleChip = memo(function ToggleChip({ label, dimension }: ToggleChipProps) {
  const { queue } = useServices();
  const on = useStore(queue, state => state.view.filter[dimension] === true);
  return (
    <span className={cx(styles.chip, on && styles.on)}>
      <button
        type="button"
        aria-pressed={on}
        className={styles.main}
        onClick={() => queue.getState().narrow({ [dimension]: on ? undefined : true })}
      >
        {label}
        {on && <X aria-hidden="true" />}
      </button>
    </span>
  );
});
