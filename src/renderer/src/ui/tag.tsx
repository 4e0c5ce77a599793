import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import styles from './tag.module.css';
import { toneClass, type Tone } from './tones.ts';

interface TagProps {
  readonly tone?: Tone;
  /** Colour never stands alone: a tone that carries a verdict brings its icon. */
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}

/** A small coloured word. */
export function Tag({ tone = 'accent', icon, children }: TagProps) {
  return (
    <span className={cx(styles.tag, toneClass(tone))}>
      {icon}
      {children}
    </span>
  );
}
