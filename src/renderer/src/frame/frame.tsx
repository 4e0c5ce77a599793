import { useStore } from 'zustand';
import type { AppState } from '../../../shared/ipc/index.ts';
import { useKeyListener } from '../keys/index.ts';
import { useServices } from '../services.ts';
import styles from './frame.module.css';

interface FrameProps {
  readonly app: AppState;
}

/** What surrounds every screen of an unlocked workstation. */
export function Frame({ app }: FrameProps) {
  const { route: routeStore } = useServices();
  const route = useStore(routeStore, state => state.route);
  useKeyListener();
  return (
    <div className={styles.frame}>
      <main className={styles.main}>
        {route.screen} · {app.version}
      </main>
    </div>
  );
}
