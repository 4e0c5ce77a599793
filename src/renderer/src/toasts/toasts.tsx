import { useStore } from 'zustand';
import { useServices } from '../services.ts';
import { ToastCard } from './toast-card.tsx';
import styles from './toasts.module.css';

/** Short messages in the corner; a live region that is always there, so that screen readers hear what enters it. */
export function Toasts() {
  const { toasts: store } = useServices();
  const toasts = useStore(store, state => state.toasts);
  return (
    <div role="region" aria-label="Messages" className={styles.corner}>
      <div aria-live="polite" className={styles.stack}>
        {toasts.map(toast => (
          <ToastCard key={toast.id} toast={toast} />
        ))}
      </div>
    </div>
  );
}
