import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge, CallInput, IpcProblem, SyncState } from '../../../shared/ipc/index.ts';
import type { Result } from '../../../shared/result.ts';

export interface SyncStoreState {
  readonly sync: SyncState | undefined;
  /** Why the last wish (sync now, work offline) was refused. */
  readonly problem: IpcProblem | undefined;
  readonly reload: () => Promise<void>;
  readonly syncNow: () => Promise<void>;
  readonly setPaused: (paused: boolean) => Promise<void>;
  readonly cancel: () => Promise<void>;
  /** Signs in again with the account of this vault; the problem when that failed. */
  readonly signIn: (password: string, totp: string) => Promise<IpcProblem | undefined>;
  /** Registers this device anew after a rollback; the problem when that failed. The workstation locks when it is done. */
  readonly registerAnew: (secrets: CallInput<'device.registerAnew'>) => Promise<IpcProblem | undefined>;
}
export type SyncStore = StoreApi<SyncStoreState>;

/** The time by the backend's clock, in milliseconds since 1970: what it dates is not to be measured by this machine's. */
export const serverNow = (store: SyncStore): number =>
  Date.now() + (store.getState().sync?.serverAheadMs ?? 0);

/** The network's and the outbox's standing. Follows `sync.changed`; a locked workstation forgets it. */
export function createSyncStore(bridge: Bridge): SyncStore {
  /** Grows with every event: an answer that was asked for before one must not paint over it. */
  let told = 0;
  const store = createStore<SyncStoreState>((set, get) => {
    const wish = async (call: Promise<Result<object, IpcProblem>>): Promise<void> => {
      const result = await call;
      set({ problem: result.ok ? undefined : result.problem });
      await get().reload();
    };
    return {
      sync: undefined,
      problem: undefined,
      async reload() {
        const asked = told;
        const result = await bridge['sync.state']({});
        if (!result.ok) set({ problem: result.problem });
        else if (asked === told) set({ sync: result.value });
      },
      syncNow: () => wish(bridge['sync.now']({})),
      setPaused: paused => wish(bridge['sync.setPaused']({ paused })),
      cancel: () => wish(bridge['sync.cancel']({})),
      async signIn(password, totp) {
        const result = await bridge['session.signIn'](totp === '' ? { password } : { password, totp });
        if (!result.ok) return result.problem;
        set({ problem: undefined });
        await get().reload();
        return undefined;
      },
      async registerAnew(secrets) {
        const result = await bridge['device.registerAnew'](secrets);
        return result.ok ? undefined : result.problem;
      },
    };
  });
  bridge.on['sync.changed'](sync => {
    told += 1;
    store.setState({ sync });
  });
  bridge.on['app.changed'](app => {
    if (app.phase !== 'ready') store.setState({ sync: undefined, problem: undefined });
  });
  return store;
}
