import { Spinner } from '../ui/index.ts';
import { LockScreen } from './lock-screen.tsx';
import styles from './lock-screen.module.css';

/** While the engine comes up; usually too short to be read. */
export function Starting() {
  return (
    <LockScreen>
      <p role="status" className={styles.actions}>
        <Spinner /> Starting…
      </p>
    </LockScreen>
  );
}
