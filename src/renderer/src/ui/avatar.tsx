import { cx } from './cx.ts';
import styles from './avatar.module.css';

/** The first letters of the first and last word, by grapheme, so that combining marks stay whole. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const segmenter = new Intl.Segmenter();
  const first = (word: string | undefined): string =>
    word === undefined ? '' : ([...segmenter.segment(word)][0]?.segment ?? '');
  return (first(words[0]) + (words.length > 1 ? first(words.at(-1)) : '')).toUpperCase();
}

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
