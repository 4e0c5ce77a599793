import type { ReactNode } from 'react';
import { Kbd } from './kbd.tsx';
import styles from './list-foot.module.css';

interface ListFootProps {
  readonly children: ReactNode;
  /** The keys that matter here, and what they do. */
  readonly hints: readonly (readonly [keys: readonly string[], text: string])[];
}

/** The line below a list: how it stands, then its keys. */
export function ListFoot({ children, hints }: ListFootProps) {
  return (
    <footer className={styles.foot}>
      {children}
      <span className={styles.space} />
      {hints.map(([keys, text]) => (
        <span key={text} className={styles.hint}>
          {keys.map(key => (
            <Kbd key={key} keys={key} />
          ))}
          {text}
        </span>
      ))}
    </footer>
  );
}
