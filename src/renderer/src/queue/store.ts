import { createStore, type StoreApi } from 'zustand/vanilla';
import type {
  Bridge,
  IpcProblem,
  QueueCounts,
  QueueFilter,
  QueueRow,
  QueueView,
} from '../../../shared/ipc/index.ts';
import { keepEqual } from '../stores/keep-equal.ts';
import { withFilter } from './view-words.ts';

/** One stretch of the list, all rows from one revision of the cache. */
interface Rows {
  readonly offset: number;
  readonly rows: readonly QueueRow[];
}

export interface QueueState {
  readonly view: QueueView;
  readonly window: Rows;
  /** The view that the rows answer; another one than `view` while the answer is under way. */
  readonly shownView: QueueView | undefined;
  /** Undefined until the first answer for this view. */
  readonly total: number | undefined;
  readonly asOf: string | undefined;
  readonly problem: IpcProblem | undefined;
  readonly counts: QueueCounts | undefined;
  readonly selected: { readonly index: number; readonly id: string | undefined };
  /** Where the list was scrolled to, for coming back to it. */
  readonly scrollTop: number;

  readonly setView: (view: QueueView) => void;
  /** Sets dimensions of the filter; an undefined or empty one narrows nothing down. */
  readonly narrow: (change: QueueFilter) => void;
  readonly setText: (text: string) => void;
  /** Says which rows are in sight; fetches when they are not at hand. */
  readonly show: (first: number, end: number) => void;
  readonly select: (index: number) => void;
  /** The selected case as soon as its rows are here; undefined when there is none, or the view or selection moved on. */
  readonly awaitSelected: () => Promise<QueueRow | undefined>;
  readonly setScrollTop: (scrollTop: number) => void;
  readonly reload: () => void;
  readonly loadCounts: () => Promise<void>;
  /** Starts the check of the next free case of this view. Both members: somebody was faster, the case can be read. */
  readonly claimNext: () => Promise<{ readonly customerId?: string; readonly problem?: IpcProblem }>;
}
export type QueueStore = StoreApi<QueueState>;

export const defaultView: QueueView = { filter: { statuses: ['UNDER_REVIEW'] }, sort: 'sla' };

/** Rows fetched at once: a screenful at 4K is 55, so one answer serves several screens of scrolling. */
const chunk = 100;
const windowSize = 3 * chunk;
/** More are fetched when fewer than these are here before or behind those in sight. */
const margin = 30;
/** A burst of changes during a sync is two redraws, for its first and for its last. */
const changePauseMs = 250;
/** Typing is not searched letter by letter. */
const typingDelayMs = 120;

const windowStart = (first: number): number => Math.max(0, Math.floor(first / chunk) * chunk - chunk);

export const rowAt = (state: Pick<QueueState, 'window'>, index: number): QueueRow | undefined =>
  state.window.rows[index - state.window.offset];

/** The selected case, unless the rows still are those of the view before: opening one of these would surprise. */
export const selectedRow = (state: QueueState): QueueRow | undefined =>
  state.shownView === state.view ? rowAt(state, state.selected.index) : undefined;

/** The queue as it is looked at: view, the rows in sight, selection. Lives as long as the window. */
export function createQueueStore(bridge: Bridge): QueueStore {
  let visible = { first: 0, end: 50 };
  let fetching = false;
  let again = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let changeTimer: ReturnType<typeof setTimeout> | undefined;
  let changedMeanwhile = false;

  const store = createStore<QueueState>((set, get, api) => {
    async function fetchWindow(): Promise<void> {
      if (fetching) {
        again = true;
        return;
      }
      fetching = true;
      try {
        do {
          again = false;
          await fetchOnce();
        } while (again);
      } finally {
        fetching = false;
      }
    }

    async function fetchOnce(): Promise<void> {
      const { view } = get();
      const offset = windowStart(visible.first);
      const result = await bridge['queue.window']({ view, offset, limit: windowSize });
      // An answer to a view that is no longer looked at would show rows under the wrong filters.
      if (get().view !== view) {
        again = true;
        return;
      }
      if (!result.ok) {
        set({ problem: result.problem });
        return;
      }
      const { total, asOf } = result.value;
      // A row that is as it was stays the same object and is not drawn anew: while cases arrive, and where windows overlap.
      const known = new Map(get().window.rows.map(row => [row.id, row]));
      const rows = result.value.rows.map(row => keepEqual(known.get(row.id), row));
      const window = { offset: result.value.offset, rows };
      set({
        window,
        shownView: view,
        total,
        asOf,
        problem: undefined,
        selected: reselect(get().selected, window, total),
      });
    }

    /** Whether the rows in sight are here with a screenful on both sides, so that a steady scroll never meets the end. */
    const atHand = (first: number, end: number): boolean => {
      const { window, total = 0 } = get();
      const here = window.offset + window.rows.length;
      const before = Math.max(0, first - margin);
      const behind = Math.min(end + margin, total);
      return before >= window.offset && behind <= here;
    };

    const schedule = (delayMs: number): void => {
      clearTimeout(timer);
      timer = setTimeout(() => void fetchWindow(), delayMs);
    };

    const setView = (view: QueueView, delayMs: number): void => {
      visible = { first: 0, end: visible.end - visible.first };
      set({ view, selected: { index: 0, id: undefined }, scrollTop: 0 });
      schedule(delayMs);
    };

    return {
      view: defaultView,
      window: { offset: 0, rows: [] },
      shownView: undefined,
      total: undefined,
      asOf: undefined,
      problem: undefined,
      counts: undefined,
      selected: { index: 0, id: undefined },
      scrollTop: 0,

      setView: view => setView(view, 0),
      narrow: change => setView(withFilter(get().view, change), 0),
      setText: text => {
        const { text: _before, ...filter } = get().view.filter;
        setView({ ...get().view, filter: text === '' ? filter : { ...filter, text } }, typingDelayMs);
      },
      show(first, end) {
        visible = { first, end };
        if (!atHand(first, end)) void fetchWindow();
      },
      select(index) {
        const last = Math.max(0, (get().total ?? 0) - 1);
        const next = Math.min(Math.max(0, index), last);
        set({ selected: { index: next, id: rowAt(get(), next)?.id } });
      },
      awaitSelected: () => {
        const { view, selected } = get();
        // Said of every state from now on: the row, undefined for none, or null while it is on its way.
        const answer = (state: QueueState): QueueRow | undefined | null => {
          if (state.view !== view || state.selected.index !== selected.index || state.problem)
            return undefined;
          if (state.shownView !== view) return null;
          return selectedRow(state) ?? (selected.index < (state.total ?? 0) ? null : undefined);
        };
        return new Promise(resolve => {
          const settle = (state: QueueState): void => {
            const row = answer(state);
            if (row === null) return;
            stop();
            resolve(row);
          };
          const stop = api.subscribe(settle);
          settle(get());
        });
      },
      setScrollTop: scrollTop => set({ scrollTop }),
      reload: () => schedule(0),
      async loadCounts() {
        const result = await bridge['queue.counts']({});
        if (result.ok) set({ counts: keepEqual(get().counts, result.value) });
        else set({ problem: result.problem });
      },
      async claimNext() {
        const next = await bridge['queue.next']({ view: get().view, claimable: true });
        if (!next.ok) return { problem: next.problem };
        const { customerId } = next.value;
        if (customerId === null) return {};
        const started = await bridge['review.start']({ customerId });
        return started.ok ? { customerId } : { customerId, problem: started.problem };
      },
    };
  });

  /** At once, and again after a pause for all that changed meanwhile: a long sync must not keep the list from moving. */
  function followChanges(): void {
    if (store.getState().total === undefined) return;
    if (changeTimer !== undefined) {
      changedMeanwhile = true;
      return;
    }
    store.getState().reload();
    void store.getState().loadCounts();
    changeTimer = setTimeout(() => {
      changeTimer = undefined;
      if (!changedMeanwhile) return;
      changedMeanwhile = false;
      followChanges();
    }, changePauseMs);
  }
  bridge.on['cache.changed'](followChanges);
  bridge.on['app.changed'](app => {
    // A locked window keeps nothing of any case, not even in memory.
    if (app.phase !== 'ready') store.setState(store.getInitialState(), true);
  });
  return store;
}

/** Keeps the selection on its case when rows have moved; where that is out of sight, on its place. */
function reselect(selected: QueueState['selected'], window: Rows, total: number): QueueState['selected'] {
  const moved = selected.id === undefined ? -1 : window.rows.findIndex(row => row.id === selected.id);
  if (moved >= 0) return { index: window.offset + moved, id: selected.id };
  const index = Math.min(selected.index, Math.max(0, total - 1));
  return { index, id: window.rows[index - window.offset]?.id ?? selected.id };
}
