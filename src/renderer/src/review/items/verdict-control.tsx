import type { Verdict } from '../../../../shared/domain/index.ts';
import { ariaShortcut, type Shortcut } from '../../keys/index.ts';
import { cx } from '../../ui/index.ts';
import { verdictLook } from '../verdict-look.tsx';
import styles from './items.module.css';

interface VerdictControlProps {
  readonly label: string;
  readonly verdict: Verdict;
  /** Nothing was given, so there is nothing to approve. */
  readonly missing: boolean;
  readonly disabled: boolean;
  readonly onVerdict: (verdict: Verdict) => void;
}

const choices = [
  { verdict: 'approved', key: 'a' },
  { verdict: 'pending', key: 'p' },
  { verdict: 'rejected', key: 'r' },
] as const satisfies readonly { readonly verdict: Verdict; readonly key: Shortcut }[];

/** Approve, pending, reject; pressing what is already on takes the verdict back. */
export function VerdictControl({ label, verdict, missing, disabled, onVerdict }: VerdictControlProps) {
  return (
    <div className={styles.verdict} role="group" aria-label={`Verdict: ${label}`}>
      {choices.map(choice => {
        const look = verdictLook[choice.verdict];
        const on = choice.verdict === verdict;
        return (
          <button
            key={choice.verdict}
            type="button"
            aria-pressed={on}
            aria-label={`${look.command} ${label}`}
            aria-keyshortcuts={ariaShortcut(choice.key)}
            title={look.command}
            disabled={disabled || (missing && choice.verdict === 'approved')}
            className={cx(styles.choice, on && styles[look.tone])}
            onClick={() => onVerdict(on ? 'unreviewed' : choice.verdict)}
          >
            {look.icon}
          </button>
        );
      })}
    </div>
  );
}
