import { cx } from './cx.ts';
import styles from './avatar.module.css';
import { initials } from './initials.ts';

interface AvatarProps {
  readonly name: string;
  /** Where more than the name is to be said: "Claimed by Anna Lindqvist". */
  readonly label?: string;
  readonly small?: boolean;
}

/** A person as initials; the full name is its accessible name and its title. */
export function Avatar({ name, label = name, small = false }: AvatarProps) {
  return (
    <span role="img" aria-label={label} title={label} className={cx(styles.avatar, small && styles.small)}>
      {initials(name)}
    </span>
  );
}
