import { createStore, type StoreApi } from 'zustand/vanilla';
import type { QueueView } from '../../../shared/ipc/index.ts';

/** The screens of an unlocked workstation. */
export type Route =
  | { readonly screen: 'queue' }
  | {
      readonly screen: 'review';
      readonly customerId: string;
      readonly view: QueueView;
      /** What of the case to show first; by itself what is to be checked. */
      readonly tab?: 'screening';
    }
  | { readonly screen: 'links' }
  | { readonly screen: 'outbox'; readonly commandId?: string }
  | { readonly screen: 'settings' };

export interface RouteState {
  readonly route: Route;
  /** Where the case on show was opened from, which leaving it leads back to; one that follows another keeps it. */
  readonly origin: Exclude<Route, { readonly screen: 'review' }>;
  readonly go: (route: Route) => void;
}
export type RouteStore = StoreApi<RouteState>;

/** Which screen is on show. */
export const createRouteStore = (): RouteStore =>
  createStore<RouteState>((set, get) => ({
    route: { screen: 'queue' },
    origin: { screen: 'queue' },
    go: route => {
      const { route: before } = get();
      // Every letter typed into the search goes to the queue; where one is already nothing is drawn anew.
      if (route.screen === 'queue' && before.screen === 'queue') return;
      set(route.screen === 'review' && before.screen !== 'review' ? { route, origin: before } : { route });
    },
  }));
