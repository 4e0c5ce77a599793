import { Check, Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { reasonOf } from '../../../shared/domain/index.ts';
import { cx } from '../ui/index.ts';
import { ReasonDialog } from './reason-dialog.tsx';
import styles from './reasons.module.css';

interface ReasonChipsProps {
  /** What the reasons are for, as in "Reasons: ID expiry". */
  readonly label: string;
  readonly suggested: readonly string[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
  readonly tone?: 'no' | 'wait';
  readonly disabled?: boolean;
}

/** The reasons most likely here as chips, and the way to all others. */
export function ReasonChips({ label, suggested, chosen, onChange, tone = 'no', disabled }: ReasonChipsProps) {
  const [all, setAll] = useState(false);
  const others = chosen.filter(code => !suggested.includes(code));
  const toggle = (code: string) =>
    onChange(chosen.includes(code) ? chosen.filter(other => other !== code) : [...chosen, code]);
  return (
    <div className={styles.chips} role="group" aria-label={`Reasons: ${label}`}>
      {[...suggested, ...others].map(code => {
        const on = chosen.includes(code);
        return (
          <button
            key={code}
            type="button"
            aria-pressed={on}
            disabled={disabled}
            className={cx(styles.chip, on && styles[tone])}
            onClick={() => toggle(code)}
          >
            {on && <Check aria-hidden="true" />}
            {reasonOf(code)?.label ?? code}
          </button>
        );
      })}
      <button
        type="button"
        disabled={disabled}
        className={cx(styles.chip, styles.more)}
        aria-haspopup="dialog"
        onClick={() => setAll(true)}
      >
        <Ellipsis aria-hidden="true" />
        All reasons…
      </button>
      {all && (
        <ReasonDialog
          label={label}
          chosen={chosen}
          onClose={() => setAll(false)}
          onChoose={codes => {
            setAll(false);
            onChange(codes);
          }}
        />
      )}
    </div>
  );
}
