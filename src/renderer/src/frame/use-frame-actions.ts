import { useStore } from 'zustand';
import { useAction } from '../keys/index.ts';
import { useServices } from '../services.ts';

/** The actions that have a meaning on every screen. */
export function useFrameActions(): void {
  const { app, route, sync, toasts, preferences } = useServices();
  const paused = useStore(sync, state => state.sync?.paused ?? false);
  const idle = useStore(sync, ({ sync: now }) => now?.activity === 'idle' || now?.problem !== undefined);
  const undoable = useStore(toasts, state => state.toasts.some(toast => toast.kind === 'undo'));

  useAction('go.queue', () => route.getState().go({ screen: 'queue' }));
  useAction('go.outbox', () => route.getState().go({ screen: 'outbox' }));
  useAction('go.settings', () => route.getState().go({ screen: 'settings' }));
  useAction('sync.now', () => void sync.getState().syncNow(), idle && !paused);
  useAction('sync.pause', () => void sync.getState().setPaused(true), !paused);
  useAction('sync.resume', () => void sync.getState().setPaused(false), paused);
  useAction('undo.last', () => void toasts.getState().undoLast(), undoable);
  useAction('lock', () => void app.getState().lock());
  useAction('theme.toggle', () => {
    const dark = document.documentElement.dataset['theme'] === 'dark';
    void preferences.getState().setTheme(dark ? 'light' : 'dark');
  });
}
