import { Check } from 'lucide-react';
import { useState } from 'react';
import { fold } from '../../../shared/domain/index.ts';
import { count } from '../ui/index.ts';
import styles from './option-list.module.css';
import type { FilterOption } from './view-words.ts';

interface OptionListProps {
  readonly label: string;
  readonly options: readonly FilterOption[];
  readonly chosen: readonly string[];
  readonly onToggle: (value: string, on: boolean) => void;
}

/** Beyond this many, looking through them takes longer than typing. */
const searchFrom = 10;

/** Values to tick; a long list can be searched. */
export function OptionList({ label, options, chosen, onToggle }: OptionListProps) {
  const [text, setText] = useState('');
  const found = options.filter(option => fold(option.label).includes(fold(text)));
  return (
    <div className={styles.list}>
      {options.length >= searchFrom && (
        <input
          type="text"
          className={styles.search}
          aria-label={`Find in ${label}`}
          placeholder="Find…"
          value={text}
          onChange={event => setText(event.target.value)}
        />
      )}
      <div role="group" aria-label={label} className={styles.options}>
        {found.map(option => (
          <label key={option.value} className={styles.option}>
            <input
              type="checkbox"
              className={styles.box}
              checked={chosen.includes(option.value)}
              onChange={event => onToggle(option.value, event.target.checked)}
            />
            <span aria-hidden="true" className={styles.mark}>
              <Check />
            </span>
            <span className={styles.name}>{option.label}</span>
            {option.count !== undefined && <span className={styles.count}>{count(option.count)}</span>}
          </label>
        ))}
        {found.length === 0 && (
          <p className={styles.none}>
            {options.length === 0 ? 'Nothing to choose from yet.' : 'None found.'}
          </p>
        )}
      </div>
    </div>
  );
}
