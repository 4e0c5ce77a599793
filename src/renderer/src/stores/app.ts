import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppState, Bridge, CallInput, IpcProblem } from '../../../shared/ipc/index.ts';

export interface AppStoreState {
  /** Undefined until the shell has answered once. */
  readonly app: AppState | undefined;
  /** Why the shell did not answer, or refused the last wish (lock, quit, put away). */
  readonly problem: IpcProblem | undefined;
  readonly dismissProblem: () => void;
  readonly reload: () => Promise<void>;
  /** Opens the vault; the problem when that failed, with `waitMs` until another try is taken. */
  readonly unlock: (
    passphrase: string,
    signIn?: CallInput<'vault.unlock'>['signIn'],
  ) => Promise<IpcProblem | undefined>;
  readonly lock: () => Promise<void>;
  /** Begins anew after what was in the way may have passed. */
  readonly retry: () => Promise<void>;
  readonly quit: () => Promise<void>;
  readonly dismissNotice: (id: string) => Promise<void>;
  /** Somebody is working; told to the shell at most every 15 s, which is enough where idle time counts in minutes. */
  readonly active: () => void;
}
export type AppStore = StoreApi<AppStoreState>;

const activityEveryMs = 15_000;

/** Where the workstation stands: phase, account, notices. Follows `app.changed`. */
export function createAppStore(bridge: Bridge): AppStore {
  let toldAt = -Infinity;
  /** Grows with every event: an answer that was asked for before one must not paint over it. */
  let events = 0;
  const store = createStore<AppStoreState>((set, get) => ({
    app: undefined,
    problem: undefined,
    dismissProblem: () => set({ problem: undefined }),
    async reload() {
      const asked = events;
      const result = await bridge['app.state']({});
      if (!result.ok) set({ problem: result.problem });
      else set(asked === events ? { app: result.value, problem: undefined } : { problem: undefined });
    },
    async unlock(passphrase, signIn) {
      const result = await bridge['vault.unlock']({ passphrase, ...(signIn && { signIn }) });
      if (!result.ok) return result.problem;
      await get().reload();
      return undefined;
    },
    async lock() {
      const result = await bridge['vault.lock']({});
      await get().reload();
      // Who pressed it may be about to leave: a desk that stayed open must be said.
      if (!result.ok) set({ problem: result.problem });
    },
    async retry() {
      const result = await bridge['app.retry']({});
      if (!result.ok) await get().reload();
    },
    async quit() {
      const result = await bridge['app.quit']({});
      if (!result.ok) set({ problem: result.problem });
    },
    async dismissNotice(id) {
      const result = await bridge['app.dismissNotice']({ id });
      await get().reload();
      if (!result.ok) set({ problem: result.problem });
    },
    active() {
      const now = performance.now();
      if (now - toldAt < activityEveryMs) return;
      toldAt = now;
      // Unanswered, the worst is that the workstation locks early.
      void bridge['app.activity']({});
    },
  }));
  bridge.on['app.changed'](app => {
    events += 1;
    store.setState({ app, problem: undefined });
  });
  return store;
}
