import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge, CallOutput, IpcProblem, OutboxDetail, OutboxItem } from '../../../shared/ipc/index.ts';
import { grouped } from './groups.ts';

export interface OutboxState {
  readonly list: CallOutput<'outbox.list'> | undefined;
  /** Whether a longer stretch of done ones may be asked for. */
  readonly mayShowMore: boolean;
  readonly selectedId: string | undefined;
  readonly detail: OutboxDetail | undefined;
  readonly problem: IpcProblem | undefined;
  readonly load: () => Promise<void>;
  readonly select: (commandId: string) => Promise<void>;
  /** Moves the selection by so many rows in the order shown. */
  readonly move: (rows: number) => Promise<void>;
  readonly showMoreApplied: () => Promise<void>;
  readonly undo: (commandId: string) => Promise<boolean>;
  readonly withdraw: (commandId: string, reason: string) => Promise<boolean>;
  readonly escalate: (commandId: string, note: string) => Promise<boolean>;
  /** The customer whose new check now holds the old verdicts, or null when that failed. */
  readonly decideAgain: (commandId: string) => Promise<string | null>;
}
export type OutboxStore = StoreApi<OutboxState>;

const appliedStep = 50;
const maxApplied = 500;

/** The items in the order in which they stand on the screen. */
export const shownItems = (state: Pick<OutboxState, 'list'>): readonly OutboxItem[] =>
  grouped(state.list?.items ?? []).flatMap(group => group.items);

/** Decisions made here and where each stands. `close` ends its subscription. */
export function createOutboxStore(
  bridge: Bridge,
  first?: string,
): OutboxStore & { readonly close: () => void } {
  let appliedLimit = appliedStep;
  const store = createStore<OutboxState>((set, get) => {
    async function loadDetail(commandId: string): Promise<void> {
      const result = await bridge['outbox.detail']({ commandId });
      if (get().selectedId !== commandId) return;
      set(result.ok ? { detail: result.value } : { detail: undefined, problem: result.problem });
    }
    async function act(
      call: Promise<{ readonly ok: true } | { readonly ok: false; readonly problem: IpcProblem }>,
    ) {
      const result = await call;
      set({ problem: result.ok ? undefined : result.problem });
      if (result.ok) await get().load();
      return result.ok;
    }
    return {
      list: undefined,
      mayShowMore: true,
      selectedId: first,
      detail: undefined,
      problem: undefined,
      async load() {
        const result = await bridge['outbox.list']({ appliedLimit });
        if (!result.ok) {
          set({ problem: result.problem });
          return;
        }
        set({ list: result.value });
        const items = shownItems(get());
        const selected = items.find(item => item.commandId === get().selectedId) ?? items[0];
        set({ selectedId: selected?.commandId });
        if (selected) await loadDetail(selected.commandId);
        else set({ detail: undefined });
      },
      async select(commandId) {
        set({ selectedId: commandId, problem: undefined });
        await loadDetail(commandId);
      },
      async move(rows) {
        const items = shownItems(get());
        const index = items.findIndex(item => item.commandId === get().selectedId);
        const next = items[Math.min(items.length - 1, Math.max(0, index + rows))];
        if (next) await get().select(next.commandId);
      },
      async showMoreApplied() {
        appliedLimit = Math.min(maxApplied, appliedLimit + 4 * appliedStep);
        set({ mayShowMore: appliedLimit < maxApplied });
        await get().load();
      },
      undo: commandId => act(bridge['review.undo']({ commandId })),
      withdraw: (commandId, reason) => act(bridge['outbox.withdraw']({ commandId, reason })),
      escalate: (commandId, note) => act(bridge['outbox.escalate']({ commandId, note })),
      async decideAgain(commandId) {
        const result = await bridge['outbox.decideAgain']({ commandId });
        set({ problem: result.ok ? undefined : result.problem });
        return result.ok ? result.value.customerId : null;
      },
    };
  });
  const close = bridge.on['outbox.changed'](() => void store.getState().load());
  return { ...store, close };
}
