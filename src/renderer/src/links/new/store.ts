import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CustomerKind } from '../../../../shared/domain/index.ts';
import type { Bridge } from '../../../../shared/ipc/index.ts';

/** Somebody who is a customer already: what the link asks of them follows from where their case stands. */
export interface LinkedCustomer {
  readonly customerId: string;
  readonly kind: CustomerKind;
  readonly levelId: string;
  readonly levelName: string;
  readonly name: string | undefined;
  readonly email: string | undefined;
  /** The single things that it will ask for, in words; absent where it asks for all of the level, or what is not known here. */
  readonly asksFor: readonly string[] | undefined;
  /** Whether they had a link before: a further one uses nothing of the plan. */
  readonly counted: boolean;
}

/** For whom the dialog is open: somebody new, or a customer. */
export type NewLinkTarget =
  { readonly kind: 'new' } | { readonly kind: 'customer'; readonly customer: LinkedCustomer };

export interface NewLinkState {
  readonly target: NewLinkTarget | undefined;
  readonly open: (customer?: LinkedCustomer) => void;
  readonly close: () => void;
}
export type NewLinkStore = StoreApi<NewLinkState>;

/** Whether the dialog for making a link is open. What is made in it lives in the dialog alone and ends with it. */
export function createNewLinkStore(bridge: Bridge): NewLinkStore {
  const store = createStore<NewLinkState>(set => ({
    target: undefined,
    open: customer => set({ target: customer ? { kind: 'customer', customer } : { kind: 'new' } }),
    close: () => set({ target: undefined }),
  }));
  bridge.on['app.changed'](app => {
    if (app.phase !== 'ready') store.setState({ target: undefined });
  });
  return store;
}
