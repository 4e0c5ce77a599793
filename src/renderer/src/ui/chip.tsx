import type { ReactNode } from 'react';
import styles from './chip.module.css';
import { cx } from './cx.ts';

interface ChipFrameProps {
  readonly on: boolean;
  readonly children: ReactNode;
}

/** What narrows a list down, lit while it does, around its button and what clears it. */
export const ChipFrame = ({ on, children }: ChipFrameProps) => (
  <span className={cx(styles.chip, on && styles.on)}>{children}</span>
);

interface ToggleChipProps extends ChipFrameProps {
  /** How many rows it would leave. */
  readonly count?: string | undefined;
  readonly onClick: () => void;
}

/** One that is only on or off. */
export const ToggleChip = ({ on, count, onClick, children }: ToggleChipProps) => (
  <ChipFrame on={on}>
    <button type="button" aria-pressed={on} className={styles.main} onClick={onClick}>
      {children}
      {count !== undefined && <span className={styles.count}>{count}</span>}
    </button>
  </ChipFrame>
);

/** As class names, for a chip that opens a list. */
export const chipParts = { main: styles['main'], words: styles['words'], clear: styles['clear'] };
