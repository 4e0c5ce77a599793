import { useStore } from 'zustand';
import { useAction } from '../keys/index.ts';
import { useServices } from '../services.ts';
import type { Route } from '../stores/route.ts';
import { useWorksOnCases } from '../use-works-on-cases.ts';

/** What had the focus is left behind, so that the screen that comes takes it. */
const leaveFocus = (): void => {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
};

/** The actions that have a meaning on every screen. */
export function useFrameActions(): void {
  const { app, newLink, route, sync, toasts, preferences } = useServices();
  const paused = useStore(sync, state => state.sync?.paused ?? false);
  const idle = useStore(sync, ({ sync: now }) => now?.activity === 'idle' || now?.problem !== undefined);
  const mayLink = useWorksOnCases();
  const undoable = useStore(toasts, state => state.toasts.some(toast => toast.kind === 'undo'));

  const go = (to: Route): void => {
    if (route.getState().route.screen !== to.screen) leaveFocus();
    route.getState().go(to);
  };
  useAction('go.queue', () => go({ screen: 'queue' }));
  useAction('go.links', () => go({ screen: 'links' }));
  useAction('links.create', () => newLink.getState().open(), mayLink);
  useAction('go.outbox', () => go({ screen: 'outbox' }));
  useAction('go.settings', () => go({ screen: 'settings' }));
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
