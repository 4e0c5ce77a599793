import { createStore, type StoreApi } from 'zustand/vanilla';
import type { QueueView } from '../../../shared/ipc/index.ts';

/** The screens of an unlocked workstation. */
export type Route =
  | { readonly screen: 'queue' }
  | { readonly screen: 'review'; readonly customerId: string; readonly view: QueueView }
  | { readonly screen: 'links' }
  | { readonly screen: 'outbox'; readonly commandId?: string }
  | { readonly screen: 'settings' };

export interface RouteState {
  readonly route: Route;
  readonly go: (route: Route) => void;
}
export type RouteStore = StoreApi<RouteState>;

/** Which screen is on show. */
export const createRouteStore = (): RouteStore =>
  createStore<RouteState>((set, get) => ({
    route: { screen: 'queue' },
    go: route => {
      // Every letter typed into the search goes to the queue; where one is already nothing is drawn anew.
      if (route.screen !== 'queue' || get().route.screen !== 'queue') set({ route });
    },
  }));
