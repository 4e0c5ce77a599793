import { useStore } from 'zustand';
import { isTakenOver } from '../keys/index.ts';
import { useServices } from '../services.ts';
import { ToastCard } from './toast-card.tsx';
import styles from './toasts.module.css';

/** Short messages in the corner; a live region that is always there, so that screen readers hear what enters it. */
export function Toasts() {
  const { toasts: store, keys, route } = useServices();
  const screen = useStore(route, state => state.route.screen);
  const toasts = useStore(store, state => state.toasts);
  // The key takes back one decision: the newest here, or the one that the outbox shows.
  const elsewhere = useStore(keys.store, state => isTakenOver(state, 'undo.last'));
  const keyed = elsewhere ? undefined : toasts.findLast(({ kind }) => kind === 'undo')?.id;
  return (
    <div role="region" aria-label="Messages" data-screen={screen} className={styles.corner}>
      <div aria-live="polite" className={styles.stack}>
        {toasts.map(toast => (
          <ToastCard key={toast.id} toast={toast} keyed={toast.id === keyed} />
        ))}
      </div>
    </div>
  );
}
