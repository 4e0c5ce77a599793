import styles from './row-grid.module.css';

/** What cells of every list look like, as class names. */
export const cells = {
  name: styles['name'],
  muted: styles['muted'],
  soon: styles['soon'],
  late: styles['late'],
  actions: styles['actions'],
};

interface NameLinkProps {
  readonly name: string;
  readonly onOpen: () => void;
}

/** Whose row it is. A plain click opens: the name is the case's link. Out of the tab order, the grid's keys do it. */
export function NameLink({ name, onOpen }: NameLinkProps) {
  return (
    <button
      type="button"
      tabIndex={-1}
      dir="auto"
      title={name}
      className={styles.link}
      onClick={event => {
        event.stopPropagation();
        onOpen();
      }}
    >
      {name}
    </button>
  );
}
