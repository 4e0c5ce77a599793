import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge, CallInput, CallOutput, IpcProblem } from '../../../../shared/ipc/index.ts';
import { isDoubtful } from '../doubt.ts';

type Wanted = CallInput<'links.create'>['link'];
export type Made = CallOutput<'links.create'>;

export interface MakingState {
  readonly busy: boolean;
  /** Why none was made. */
  readonly problem: IpcProblem | undefined;
  readonly made: (Made & { readonly wanted: Wanted }) | undefined;

  readonly make: (link: Wanted) => Promise<void>;
  /** Something else will be asked for: what was refused before is no answer to it. */
  readonly edited: () => void;
  readonly another: () => void;
  /** Somebody waits for the answer, until the returned function is called. */
  readonly attend: () => () => void;
}
export type MakingStore = StoreApi<MakingState>;

const afterAll =
  'The link you did not wait for was made, and nobody has its address. It is in the list, to be revoked or made anew.';
const perhaps =
  'Whether the link you did not wait for was made is not known. If it was, the list of links shows it.';

/**
 * Making one link at a time, for as long as its dialog is open. The key is minted at the click and kept for as long as the
 * same is asked for: a lost answer that is asked for again is about the same link. An answer that nobody waits for any
 * more is told in words alone.
 */
export function createMaking(bridge: Bridge, late: (words: string) => void): MakingStore {
  let asked: { readonly key: string; readonly text: string } | undefined;
  let attended = false;
  const nothing = { busy: false, problem: undefined, made: undefined };
  return createStore<MakingState>((set, get) => ({
    ...nothing,
    async make(link) {
      if (get().busy) return;
      const text = JSON.stringify(link);
      if (asked?.text !== text) asked = { key: crypto.randomUUID(), text };
      set({ busy: true });
      const answer = await bridge['links.create']({ key: asked.key, link });
      if (attended) {
        set(
          answer.ok
            ? { ...nothing, made: { ...answer.value, wanted: link } }
            : { ...nothing, problem: answer.problem },
        );
      } else if (answer.ok) late(afterAll);
      else if (isDoubtful(answer.problem)) late(perhaps);
    },
    edited: () => {
      const { problem } = get();
      if (problem && !isDoubtful(problem)) set({ problem: undefined });
    },
    another: () => {
      asked = undefined;
      set(nothing);
    },
    attend: () => {
      attended = true;
      return () => {
        attended = false;
        set(nothing);
      };
    },
  }));
}
