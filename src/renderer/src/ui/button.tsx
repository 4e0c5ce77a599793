import type { ComponentProps, ReactNode } from 'react';
import { ariaShortcut, type Shortcut } from '../keys/shortcut.ts';
import styles from './button.module.css';
import { cx } from './cx.ts';
import { Kbd } from './kbd.tsx';
import { Spinner } from './spinner.tsx';

export interface ButtonProps extends ComponentProps<'button'> {
  readonly variant?: 'plain' | 'primary' | 'danger' | 'dangerSolid' | 'quiet';
  readonly icon?: ReactNode;
  /** Shown as a cap; the action itself is bound with `useAction`. */
  readonly shortcut?: Shortcut;
  /** Something is under way: shows a spinner and takes no clicks, but keeps the focus. */
  readonly busy?: boolean;
}

/** A button with words. */
export function Button({
  variant = 'plain',
  icon,
  shortcut,
  busy = false,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      aria-keyshortcuts={shortcut && ariaShortcut(shortcut)}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      {...rest}
      className={cx(styles.button, styles[variant], className)}
      onClick={busy ? event => event.preventDefault() : onClick}
    >
      {busy ? <Spinner /> : icon}
      <span className={styles.words}>{children}</span>
      {shortcut && <Kbd keys={shortcut} inherit />}
    </button>
  );
}

export interface IconButtonProps extends ComponentProps<'button'> {
  /** The accessible name; pair with a Tooltip where the picture alone may puzzle. */
  readonly label: string;
  readonly icon: ReactNode;
  readonly shortcut?: Shortcut;
}

/** A square button with a picture and a name. */
export function IconButton({ label, icon, shortcut, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-keyshortcuts={shortcut && ariaShortcut(shortcut)}
      {...rest}
      className={cx(styles.icon, className)}
    >
      {icon}
    </button>
  );
}
