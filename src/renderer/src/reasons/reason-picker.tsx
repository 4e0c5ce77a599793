import { Search } from 'lucide-react';
import { useId, useState, type RefObject } from 'react';
import { fold, reasonGroups, reasons, type Reason, type ReasonGroup } from '../../../shared/domain/index.ts';
import { cx } from '../ui/index.ts';
import styles from './reasons.module.css';

interface ReasonPickerProps {
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
  /** The group that is open at first. */
  readonly first?: ReasonGroup;
  /** The search field, for the dialog's first focus. */
  readonly searchRef?: RefObject<HTMLInputElement | null>;
}

const groupNames = Object.keys(reasonGroups) as readonly ReasonGroup[];

const matches = (reason: Reason, words: string): boolean =>
  fold(`${reason.label} ${reasonGroups[reason.group]} ${reason.sentence}`).includes(fold(words));

/** The two-level list: groups, and the reasons of the open one with what the customer would read. */
export function ReasonPicker({ chosen, onChange, first = 'badDocument', searchRef }: ReasonPickerProps) {
  const id = useId();
  const [group, setGroup] = useState<ReasonGroup>(first);
  const [words, setWords] = useState('');
  const searching = fold(words) !== '';
  const shown = reasons.filter(reason => (searching ? matches(reason, words) : reason.group === group));
  const toggle = (code: string) =>
    onChange(chosen.includes(code) ? chosen.filter(other => other !== code) : [...chosen, code]);
  return (
    <div className={styles.picker}>
      <label className={styles.search}>
        <Search aria-hidden="true" />
        <input
          ref={searchRef}
          type="search"
          placeholder="Search reasons"
          aria-label="Search reasons"
          value={words}
          onChange={event => setWords(event.target.value)}
        />
      </label>
      <div
        className={styles.groups}
        role="tablist"
        aria-orientation="vertical"
        aria-label="Groups of reasons"
      >
        {groupNames.map(name => {
          const count = chosen.filter(code => code.startsWith(`${name}.`)).length;
          const on = !searching && name === group;
          return (
            <button
              key={name}
              type="button"
              role="tab"
              id={`${id}-${name}`}
              aria-selected={on}
              aria-controls={`${id}-list`}
              tabIndex={name === group ? 0 : -1}
              className={cx(styles.group, on && styles.open)}
              onClick={() => {
                setWords('');
                setGroup(name);
              }}
              onKeyDown={event => {
                const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
                const next = groupNames[groupNames.indexOf(name) + step];
                if (step === 0 || next === undefined) return;
                event.preventDefault();
                setWords('');
                setGroup(next);
                document.getElementById(`${id}-${next}`)?.focus();
              }}
            >
              {reasonGroups[name]}
              {count > 0 && <b aria-label={`${count} chosen`}>{count}</b>}
            </button>
          );
        })}
      </div>
      <div
        id={`${id}-list`}
        role="tabpanel"
        aria-label={searching ? 'Reasons found' : reasonGroups[group]}
        className={styles.list}
      >
        {shown.map(reason => (
          <label key={reason.code} className={styles.reason}>
            <input
              type="checkbox"
              checked={chosen.includes(reason.code)}
              onChange={() => toggle(reason.code)}
            />
            <span className={styles.label}>
              {reason.label}
              {reason.ending === 'final' && <em>usually final</em>}
            </span>
            <small>{reason.sentence}</small>
          </label>
        ))}
        {shown.length === 0 && <p className={styles.none}>No reason has these words.</p>}
      </div>
    </div>
  );
}
