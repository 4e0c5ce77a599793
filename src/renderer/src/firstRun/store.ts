import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppState, Bridge, CallOutput, IpcProblem } from '../../../shared/ipc/index.ts';
import { shortest } from './passphrase.ts';

export type Step = 'backend' | 'signIn' | 'passphrase' | 'sync';
export const steps: readonly Step[] = ['backend', 'signIn', 'passphrase', 'sync'];

export type BackendCheck =
  | { readonly state: 'none' | 'checking' }
  | { readonly state: 'found'; readonly backend: CallOutput<'setup.checkBackend'> }
  | { readonly state: 'failed'; readonly problem: IpcProblem };

export interface FirstRunState {
  readonly step: Step;
  readonly url: string;
  readonly check: BackendCheck;
  readonly email: string;
  readonly password: string;
  readonly totp: string;
  readonly deviceName: string;
  readonly signedInAs: string | undefined;
  readonly busy: boolean;
  readonly problem: IpcProblem | undefined;
  readonly edit: (change: Partial<Pick<FirstRunState, 'email' | 'password' | 'totp' | 'deviceName'>>) => void;
  readonly setUrl: (url: string) => void;
  readonly checkBackend: () => Promise<void>;
  readonly back: () => void;
  readonly continueToSignIn: () => Promise<void>;
  readonly signIn: () => Promise<void>;
  readonly finish: (passphrase: string) => Promise<void>;
}
export type FirstRunStore = StoreApi<FirstRunState>;

/** The address is checked while it is typed, once typing pauses. */
const typingDelayMs = 400;

/** The steps before the first case: where the backend is, who works here, what unlocks this device. */
export function createFirstRunStore(bridge: Bridge, suggestion: AppState['suggestion']): FirstRunStore {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return createStore<FirstRunState>((set, get) => ({
    step: 'backend',
    url: suggestion.backendUrl ?? '',
    check: { state: 'none' },
    email: suggestion.email ?? '',
    password: suggestion.password ?? '',
    totp: '',
    deviceName: suggestion.deviceName,
    signedInAs: undefined,
    busy: false,
    problem: undefined,

    edit: change => set({ ...change, problem: undefined }),
    setUrl(url) {
      set({ url, check: { state: 'none' } });
      clearTimeout(timer);
      if (url.trim() !== '') timer = setTimeout(() => void get().checkBackend(), typingDelayMs);
    },
    async checkBackend() {
      clearTimeout(timer);
      const url = get().url.trim();
      set({ check: { state: 'checking' } });
      const result = await bridge['setup.checkBackend']({ url });
      // Typed on meanwhile: the answer is about an address that no longer stands there.
      if (get().url.trim() !== url) return;
      set({
        check: result.ok
          ? { state: 'found', backend: result.value }
          : { state: 'failed', problem: result.problem },
      });
    },
    back() {
      const before = steps[steps.indexOf(get().step) - 1];
      if (before !== undefined) set({ step: before, problem: undefined });
    },
    async continueToSignIn() {
      if (get().check.state !== 'found') await get().checkBackend();
      if (get().check.state === 'found') set({ step: 'signIn', problem: undefined });
    },
    async signIn() {
      const { url, check, email, password, totp, deviceName } = get();
      set({ busy: true, problem: undefined });
      const result = await bridge['setup.signIn']({
        url: check.state === 'found' ? check.backend.url : url,
        email: email.trim(),
        password,
        deviceName: deviceName.trim(),
        ...(totp === '' ? {} : { totp }),
      });
      set({ busy: false });
      if (!result.ok) set({ problem: result.problem });
      // The password is needed no more; it should not lie in memory while a passphrase is thought up.
      else set({ step: 'passphrase', signedInAs: result.value.name, password: '', totp: '' });
    },
    async finish(passphrase) {
      if ([...passphrase].length < shortest) {
        set({ problem: { kind: 'weak_passphrase' } });
        return;
      }
      set({ busy: true, problem: undefined });
      const result = await bridge['setup.finish']({ passphrase });
      set(result.ok ? { busy: false, step: 'sync' } : { busy: false, problem: result.problem });
    },
  }));
}
