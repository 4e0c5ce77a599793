import styles from './spinner.module.css';

/** A turning ring; decoration, the words beside it say what is under way. */
export function Spinner() {
  return <span aria-hidden="true" className={styles.spinner} />;
}
