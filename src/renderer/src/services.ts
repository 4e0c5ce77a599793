import { createContext, use } from 'react';
import type { Bridge } from '../../shared/ipc/index.ts';
import type { Keys } from './keys/index.ts';
import type { LinksStore, NewLinkStore } from './links/index.ts';
import type { QueueStore } from './queue/store.ts';
import type { AppStore } from './stores/app.ts';
import type { PreferencesStore } from './stores/preferences.ts';
import type { RouteStore } from './stores/route.ts';
import type { SyncStore } from './stores/sync.ts';
import type { ToastStore } from './stores/toasts.ts';
import type { DocumentLibrary } from './viewer/index.ts';

/** What lives as long as the window: wired by hand in main.tsx, read by screens through `useServices`. */
export interface Services {
  readonly bridge: Bridge;
  readonly app: AppStore;
  readonly sync: SyncStore;
  readonly queue: QueueStore;
  readonly links: LinksStore;
  /** The dialog that makes a link: it opens over any screen. */
  readonly newLink: NewLinkStore;
  readonly route: RouteStore;
  readonly toasts: ToastStore;
  readonly preferences: PreferencesStore;
  readonly keys: Keys;
  /** Opened documents, kept across cases. */
  readonly documents: DocumentLibrary;
}

export const ServicesContext = createContext<Services | undefined>(undefined);

/** The window's services; throws outside of `ServicesContext`, which would be a bug. */
export function useServices(): Services {
  const services = use(ServicesContext);
  if (services === undefined) throw new Error('no services above this component');
  return services;
}
