import type { ReactNode } from 'react';
import { cx } from '../ui/index.ts';
import styles from './lock-screen.module.css';

interface LockScreenProps {
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** The one thing on an otherwise empty desk: nothing of any case is in sight. */
export function LockScreen({ wide = false, children }: LockScreenProps) {
  return (
    <main className={styles.desk}>
      <div className={cx(styles.card, wide && styles.wide)}>
        <span aria-hidden="true" className={styles.seal}>
          S
        </span>
        {children}
      </div>
    </main>
  );
}
