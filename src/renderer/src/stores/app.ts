import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppState, Bridge, IpcProblem } from '../../../shared/ipc/index.ts';

export interface AppStoreState {
  /** Undefined until the shell has answered once. */
  readonly app: AppState | undefined;
  readonly problem: IpcProblem | undefined;
  readonly reload: () => Promise<void>;
  readonly lock: () => Promise<void>;
  readonly dismissNotice: (id: string) => Promise<void>;
}
export type AppStore = StoreApi<AppStoreState>;

/** Where the workstation stands: phase, account, notices. Follows `app.changed`. */
export function createAppStore(bridge: Bridge): AppStore {
  const store = createStore<AppStoreState>((set, get) => ({
    app: undefined,
    problem: undefined,
    async reload() {
      const result = await bridge['app.state']({});
      set(result.ok ? { app: result.value, problem: undefined } : { problem: result.problem });
    },
    async lock() {
      const result = await bridge['vault.lock']({});
      if (!result.ok) set({ problem: result.problem });
      await get().reload();
    },
    async dismissNotice(id) {
      const result = await bridge['app.dismissNotice']({ id });
      if (!result.ok) set({ problem: result.problem });
      await get().reload();
    },
  }));
  bridge.on['app.changed'](app => store.setState({ app, problem: undefined }));
  return store;
}
