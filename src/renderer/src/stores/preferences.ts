import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  defaultPreferences,
  type Bridge,
  type IpcProblem,
  type Preferences,
  type QueueView,
} from '../../../shared/ipc/index.ts';
import type { AppStore } from './app.ts';

export type Theme = Preferences['theme'];
export type SavedView = Preferences['views'][number];

/** The longest name of a saved view, as the contract has it. */
export const maxViewName = 40;

export interface PreferencesState extends Readonly<Preferences> {
  /** Why the last change could not be kept beyond this session. */
  readonly problem: IpcProblem | undefined;
  readonly setTheme: (theme: Theme) => Promise<void>;
  readonly setSingleKeys: (singleKeys: boolean) => Promise<void>;
  /**
   * Keeps a view under a name, replacing an older one; the problem when it lasts for this session only. Search text
   * is left out: it may be somebody's name.
   */
  readonly saveView: (name: string, view: QueueView) => Promise<IpcProblem | undefined>;
  readonly removeView: (name: string) => Promise<IpcProblem | undefined>;
}
export type PreferencesStore = StoreApi<PreferencesState>;

const withoutText = ({ filter: { text: _text, ...filter }, ...view }: QueueView): SavedView['view'] => ({
  ...view,
  filter,
});

const pick = ({ theme, singleKeys, views }: Preferences): Preferences => ({ theme, singleKeys, views });

/** What a person set for this window; painted at once, kept by the shell. */
export function createPreferencesStore(bridge: Bridge, app: AppStore): PreferencesStore {
  const store = createStore<PreferencesState>((set, get) => {
    const change = async (next: Partial<Preferences>): Promise<IpcProblem | undefined> => {
      set(next);
      const result = await bridge['app.setPreferences'](pick(get()));
      set({ problem: result.ok ? undefined : result.problem });
      return get().problem;
    };
    return {
      ...defaultPreferences,
      problem: undefined,
      setTheme: async theme => void (await change({ theme })),
      setSingleKeys: async singleKeys => void (await change({ singleKeys })),
      saveView: (name, view) =>
        change({
          views: [...get().views.filter(other => other.name !== name), { name, view: withoutText(view) }],
        }),
      removeView: name => change({ views: get().views.filter(other => other.name !== name) }),
    };
  });
  app.subscribe((state, before) => {
    if (state.app && state.app.preferences !== before.app?.preferences) {
      store.setState(pick(state.app.preferences));
    }
  });
  return store;
}
