import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge, IpcProblem } from '../../../shared/ipc/index.ts';

export type Toast =
  | { readonly id: number; readonly kind: 'said'; readonly text: string }
  | { readonly id: number; readonly kind: 'problem'; readonly problem: IpcProblem }
  /** A decision that can be taken back until `undoUntil` (RFC 3339). */
  | {
      readonly id: number;
      readonly kind: 'undo';
      readonly text: string;
      readonly commandId: string;
      readonly undoUntil: string;
      /** Called once it was taken back: leads to where it can be decided again. */
      readonly onUndone?: () => void;
    };
type NewToast = Toast extends infer T ? (T extends Toast ? Omit<T, 'id'> : never) : never;

export interface ToastState {
  readonly toasts: readonly Toast[];
  readonly show: (toast: NewToast) => void;
  readonly dismiss: (id: number) => void;
  /** The decision was taken back elsewhere: nothing is left to undo. */
  readonly dismissUndo: (commandId: string) => void;
  /** Takes back the decision of the newest undo toast; says so, or why not. */
  readonly undoLast: () => Promise<void>;
  readonly undo: (id: number) => Promise<void>;
}
export type ToastStore = StoreApi<ToastState>;

/** Short messages in the corner, read out by screen readers. At most three stand at once: older ones give way. */
export function createToastStore(bridge: Bridge): ToastStore {
  let lastId = 0;
  const store = createStore<ToastState>((set, get) => ({
    toasts: [],
    show: toast =>
      set(({ toasts }) => {
        // Said again, it is the later one that counts: two of the same would read like a fault.
        const others = toasts.filter(
          other => other.kind !== 'said' || toast.kind !== 'said' || other.text !== toast.text,
        );
        return { toasts: [...others.slice(-2), { ...toast, id: ++lastId }] };
      }),
    dismiss: id => set(({ toasts }) => ({ toasts: toasts.filter(toast => toast.id !== id) })),
    dismissUndo: commandId =>
      set(({ toasts }) => ({
        toasts: toasts.filter(toast => toast.kind !== 'undo' || toast.commandId !== commandId),
      })),
    async undoLast() {
      const last = get().toasts.findLast(toast => toast.kind === 'undo');
      if (last) await get().undo(last.id);
    },
    async undo(id) {
      const toast = get().toasts.find(other => other.id === id);
      if (toast?.kind !== 'undo') return;
      const result = await bridge['review.undo']({ commandId: toast.commandId });
      get().dismiss(id);
      if (result.ok) toast.onUndone?.();
      get().show(
        result.ok
          ? { kind: 'said', text: `Undone: ${toast.text}` }
          : { kind: 'problem', problem: result.problem },
      );
    },
  }));
  bridge.on['app.changed'](app => {
    if (app.phase !== 'ready') store.setState({ toasts: [] });
  });
  return store;
}
