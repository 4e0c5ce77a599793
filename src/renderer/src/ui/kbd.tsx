import { keyCaps } from '../keys/shortcut.ts';
import { cx } from './cx.ts';
import styles from './kbd.module.css';

interface KbdProps {
  /** A shortcut as the action table writes it: `mod+k`, `j`, `enter`. */
  readonly keys: string;
  /** On a coloured surface: takes the surface's ink. */
  readonly inherit?: boolean;
}

/** The keys of a shortcut as caps. Decoration: the control itself carries `aria-keyshortcuts`. */
export function Kbd({ keys, inherit = false }: KbdProps) {
  return (
    <kbd aria-hidden="true" className={cx(styles.kbd, inherit && styles.inherit)}>
      {keyCaps(keys).join(' ')}
    </kbd>
  );
}
