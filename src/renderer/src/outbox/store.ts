import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  outboxGroups,
  type Bridge,
  type CallOutput,
  type IpcProblem,
  type OutboxDetail,
  type OutboxGroup,
  type OutboxItem,
} from '../../../shared/ipc/index.ts';
import { placeFrom, rowsOf, type Loaded, type Place, type Totals } from './groups.ts';

export interface OutboxState {
  readonly loaded: Loaded;
  /** Undefined until the first answer. */
  readonly totals: Totals | undefined;
  readonly journal: CallOutput<'outbox.list'>['journal'] | undefined;
  readonly selectedId: string | undefined;
  readonly detail: OutboxDetail | undefined;
  /** Why the last act, or the decision looked at, failed. */
  readonly problem: IpcProblem | undefined;
  /** Why rows could not be had; until they can. */
  readonly unread: IpcProblem | undefined;
  /** Reads everything in sight anew. */
  readonly load: () => Promise<void>;
  /** Rows of a group up to this one are in sight; what is not at hand is fetched. */
  readonly show: (group: OutboxGroup, end: number) => void;
  readonly select: (commandId: string) => Promise<void>;
  /** Moves the selection by so many rows in the order shown. */
  readonly move: (rows: number) => Promise<void>;
  readonly showMoreDone: () => Promise<void>;
  readonly undo: (commandId: string) => Promise<boolean>;
  readonly withdraw: (commandId: string, reason: string) => Promise<boolean>;
  readonly escalate: (commandId: string, note: string) => Promise<boolean>;
  /** The customer whose new check now holds the old verdicts, or null when that failed. */
  readonly decideAgain: (commandId: string) => Promise<string | null>;
}
export type OutboxStore = StoreApi<OutboxState>;

/** Rows fetched beyond what is in sight, and at most at once. */
const ahead = 50;
const largestPage = 500;
/** Sending ten thousand decisions changes the list a hundred times: it is drawn anew at most so often. */
const changeDelayMs = 250;

const nothing: Loaded = { needsYou: [], undoable: [], waiting: [], done: [] };

/** Decisions made here and where each stands, as many as are looked at. `close` ends its subscription. */
export function createOutboxStore(
  bridge: Bridge,
  first?: string,
): OutboxStore & { readonly close: () => void } {
  const wanted: Record<OutboxGroup, number> = {
    needsYou: ahead,
    undoable: ahead,
    waiting: ahead,
    done: ahead,
  };
  const next: Record<OutboxGroup, number | null> = {
    needsYou: null,
    undoable: null,
    waiting: null,
    done: null,
  };
  let stale = false;
  let working: Promise<void> | undefined;
  let changeTimer: ReturnType<typeof setTimeout> | undefined;

  const store = createStore<OutboxState>((set, get) => {
    /**
     * Adds a page to the rows and gives what goes with it, to be shown together with them: totals alone would show a list
     * of nothing. Undefined when it could not be had.
     */
    async function readPage(
      group: OutboxGroup,
      rows: OutboxItem[],
      after: number | null,
    ): Promise<Pick<OutboxState, 'totals' | 'journal' | 'unread'> | undefined> {
      const limit = Math.min(largestPage, Math.max(ahead, wanted[group] - rows.length));
      const result = await bridge['outbox.list']({ group, limit, ...(after === null ? {} : { after }) });
      if (!result.ok) {
        set({ unread: result.problem });
        return undefined;
      }
      const { items, totals, journal } = result.value;
      rows.push(...items);
      next[group] = result.value.next;
      return { totals, journal, unread: undefined };
    }

    async function refresh(): Promise<boolean> {
      const rows = { needsYou: [], undoable: [], waiting: [], done: [] } as Record<OutboxGroup, OutboxItem[]>;
      let read: Awaited<ReturnType<typeof readPage>>;
      for (const group of outboxGroups) {
        next[group] = null;
        do {
          read = await readPage(group, rows[group], next[group]);
          if (!read) return false;
        } while (next[group] !== null && rows[group].length < wanted[group]);
      }
      set({ ...read, loaded: rows });
      return true;
    }

    const lacking = (): OutboxGroup | undefined =>
      outboxGroups.find(group => next[group] !== null && get().loaded[group].length < wanted[group]);

    async function extend(group: OutboxGroup): Promise<boolean> {
      const rows = [...get().loaded[group]];
      const read = await readPage(group, rows, next[group]);
      if (read) set(({ loaded }) => ({ ...read, loaded: { ...loaded, [group]: rows } }));
      return read !== undefined;
    }

    async function work(): Promise<void> {
      for (;;) {
        const group = lacking();
        if (!stale && group === undefined) return;
        const refreshing = stale || group === undefined;
        stale = false;
        if (!(await (refreshing ? refresh() : extend(group)))) return;
      }
    }

    /** One reader at a time; whatever is asked for meanwhile, it goes on until all is at hand. */
    const atHand = (): Promise<void> => {
      working ??= work().finally(() => {
        working = undefined;
      });
      return working;
    };

    async function itemAt({ group, index }: Place): Promise<OutboxItem | undefined> {
      wanted[group] = Math.max(wanted[group], index + 1 + ahead);
      await atHand();
      return get().loaded[group][index];
    }

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
      loaded: nothing,
      totals: undefined,
      journal: undefined,
      selectedId: first,
      detail: undefined,
      problem: undefined,
      unread: undefined,
      async load() {
        stale = true;
        await atHand();
        const { totals, loaded, selectedId } = get();
        if (totals === undefined) return;
        const place = selectedId === undefined ? placeFrom(undefined, 0, totals, loaded) : undefined;
        const selected = place ? loaded[place.group][place.index]?.commandId : selectedId;
        set({ selectedId: selected });
        if (selected === undefined) set({ detail: undefined });
        else await loadDetail(selected);
      },
      show(group, end) {
        wanted[group] = end + ahead;
        if (lacking() !== undefined) void atHand();
      },
      async select(commandId) {
        set({ selectedId: commandId, problem: undefined });
        await loadDetail(commandId);
      },
      async move(rows) {
        const { totals, loaded, selectedId } = get();
        const place = totals && placeFrom(selectedId, rows, totals, loaded);
        const item = place && (await itemAt(place));
        if (item) await get().select(item.commandId);
      },
      async showMoreDone() {
        wanted.done = get().loaded.done.length + 4 * ahead;
        await atHand();
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
  const unsubscribe = bridge.on['outbox.changed'](() => {
    changeTimer ??= setTimeout(() => {
      changeTimer = undefined;
      void store.getState().load();
    }, changeDelayMs);
  });
  const close = (): void => {
    clearTimeout(changeTimer);
    unsubscribe();
  };
  return { ...store, close };
}

/** Whether there is nothing at all to show. */
export const isEmpty = ({ totals }: Pick<OutboxState, 'totals'>): boolean =>
  totals !== undefined && outboxGroups.every(group => totals[group] === 0);

/** What is done and not on the screen. */
export const moreDone = ({ totals, loaded }: Pick<OutboxState, 'totals' | 'loaded'>): number =>
  totals ? Math.max(0, totals.done - rowsOf('done', totals, loaded)) : 0;
