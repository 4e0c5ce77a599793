import type { ReactNode } from 'react';
import styles from './visually-hidden.module.css';

interface VisuallyHiddenProps {
  /** Read out whenever it changes. */
  readonly status?: boolean;
  readonly children: ReactNode;
}

/** Words for screen readers only. */
export function VisuallyHidden({ status = false, children }: VisuallyHiddenProps) {
  return (
    <span role={status ? 'status' : undefined} className={styles.hidden}>
      {children}
    </span>
  );
}
