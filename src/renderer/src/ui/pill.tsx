import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';
import styles from './pill.module.css';
import { toneClass, type Tone } from './tones.ts';

interface PillProps extends ComponentProps<'button'> {
  readonly tone?: Tone;
  readonly icon?: ReactNode;
}

/** A rounded state that opens more about itself. */
export function PillButton({ tone = 'mute', icon, className, children, ...rest }: PillProps) {
  return (
    <button type="button" {...rest} className={cx(styles.pill, styles.button, toneClass(tone), className)}>
      {icon ?? <i aria-hidden="true" className={styles.dot} />}
      {children}
    </button>
  );
}

/** A rounded state. */
export function Pill({ tone = 'mute', icon, children }: Pick<PillProps, 'tone' | 'icon' | 'children'>) {
  return (
    <span className={cx(styles.pill, toneClass(tone))}>
      {icon ?? <i aria-hidden="true" className={styles.dot} />}
      {children}
    </span>
  );
}
