import styles from './row-grid.module.css';

/** What cells of every list look like, as class names. */
export const cells = {
  name: styles['name'],
  muted: styles['muted'],
  soon: styles['soon'],
  late: styles['late'],
  actions: styles['actions'],
};

interface LevelCellsProps {
  readonly kind: string;
  readonly levelName: string;
}

/** What is verified, and how thoroughly. */
export const LevelCells = ({ kind, levelName }: LevelCellsProps) => (
  <>
    <div role="gridcell" className={cells.muted}>
      {kind}
    </div>
    <div role="gridcell" className={cells.muted} title={levelName}>
      {levelName}
    </div>
  </>
);

interface NameLinkProps {
  readonly name: string;
  readonly onOpen: () => void;
}

/** Whose row it is. A plain click opens: the name is the case's link. Out of the tab order, the grid's keys do it. */
export function NameLink({ name, onOpen }: NameLinkProps) {
  return (
    <button type="button" tabIndex={-1} dir="auto" title={name} className={styles.link} onClick={onOpen}>
      {name}
    </button>
  );
}
