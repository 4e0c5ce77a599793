import { createStore, type StoreApi } from 'zustand/vanilla';
import { actionIds, actionOf, type ActionId } from './actions.ts';
import { isSingleCharacter, matches, type KeyPress } from './shortcut.ts';

export type ActionHandler = () => void;

export interface KeysState {
  /** The handlers of each action, the latest on top: a screen may take an action over from the frame behind it. */
  readonly handlers: ReadonlyMap<ActionId, readonly ActionHandler[]>;
}

export interface Keys {
  readonly store: StoreApi<KeysState>;
  /** Gives an action its meaning until the returned function is called. */
  register(id: ActionId, handler: ActionHandler): () => void;
  /** Runs an action as its key would; false when nothing on show has taken it. */
  run(id: ActionId): boolean;
  /** Finds the action of a key press among those taken, the most recently taken first. */
  find(press: KeyPress, singleKeys: boolean): ActionId | undefined;
}

/** Knows which actions have a meaning right now and which key sets off which. */
export function createKeys(): Keys {
  const store = createStore<KeysState>(() => ({ handlers: new Map() }));
  const top = (id: ActionId): ActionHandler | undefined => store.getState().handlers.get(id)?.at(-1);

  return {
    store,
    register(id, handler) {
      store.setState(({ handlers }) => {
        // Deleting first moves the action to the end: of two with one key, the later taken wins.
        const next = new Map(handlers);
        next.delete(id);
        return { handlers: next.set(id, [...(handlers.get(id) ?? []), handler]) };
      });
      return () =>
        store.setState(({ handlers }) => {
          const rest = (handlers.get(id) ?? []).filter(other => other !== handler);
          const next = new Map(handlers);
          if (rest.length === 0) next.delete(id);
          else next.set(id, rest);
          return { handlers: next };
        });
    },
    run(id) {
      const handler = top(id);
      handler?.();
      return handler !== undefined;
    },
    find(press, singleKeys) {
      const taken = [...store.getState().handlers.keys()].reverse();
      return taken.find(id =>
        actionOf(id).keys.some(
          shortcut => (singleKeys || !isSingleCharacter(shortcut)) && matches(shortcut, press),
        ),
      );
    },
  };
}

/** Actions that have a meaning right now, in the order of the table. */
export const takenActions = (state: KeysState): readonly ActionId[] =>
  actionIds.filter(id => state.handlers.has(id));

/** Whether a screen has taken an action over from the frame behind it. */
export const isTakenOver = (state: KeysState, id: ActionId): boolean =>
  (state.handlers.get(id)?.length ?? 0) > 1;
