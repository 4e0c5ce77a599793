import { ChevronDown, X } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { useServices } from '../services.ts';
import { ChipFrame, chipParts, Popover, ToggleChip } from '../ui/index.ts';
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
    <ChipFrame on={on}>
      <Popover
        label={name}
        trigger={
          <button type="button" className={chipParts.main} aria-label={on ? `${name}: ${words}` : name}>
            <span className={chipParts.words}>{words ?? name}</span>
            {!on && <ChevronDown aria-hidden="true" />}
          </button>
        }
      >
        {children}
      </Popover>
      {on && (
        <button type="button" className={chipParts.clear} aria-label={`Clear ${name}`} onClick={onClear}>
          <X aria-hidden="true" />
        </button>
      )}
    </ChipFrame>
  );
}

interface SwitchChipProps {
  readonly label: string;
  readonly dimension: 'missing' | 'decided';
}

/** A dimension that is only on or off. */
export const SwitchChip = memo(function SwitchChip({ label, dimension }: SwitchChipProps) {
  const { queue } = useServices();
  const on = useStore(queue, state => state.view.filter[dimension] === true);
  return (
    <ToggleChip on={on} onClick={() => queue.getState().narrow({ [dimension]: on ? undefined : true })}>
      {label}
      {on && <X aria-hidden="true" />}
    </ToggleChip>
  );
});
