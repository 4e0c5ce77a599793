import { cx } from './cx.ts';
import styles from './progress.module.css';

interface ProgressProps {
  readonly label: string;
  /** 0 to 1; absent when the end is not known. */
  readonly value?: number;
  readonly className?: string;
}

/** A thin bar. What it counts is said in words beside it. */
export function Progress({ label, value, className }: ProgressProps) {
  const percent = value === undefined ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={cx(styles.track, percent === undefined && styles.unknown, className)}
    >
      <div className={styles.bar} style={percent === undefined ? undefined : { width: `${percent}%` }} />
    </div>
  );
}
