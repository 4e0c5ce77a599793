import { createStore, type StoreApi } from 'zustand/vanilla';
import type {
  Bridge,
  CallOutput,
  IpcProblem,
  QueueCounts,
  QueueFilter,
  QueueRow,
  QueueView,
} from '../../../shared/ipc/index.ts';
import { createRows, inBursts, selectedRow, type RowsState } from '../list/index.ts';
import { keepEqual } from '../stores/keep-equal.ts';
import { withFilter } from './view-words.ts';

export interface QueueState extends RowsState<QueueRow, QueueView> {
  readonly asOf: string | undefined;
  readonly counts: QueueCounts | undefined;

  readonly setView: (view: QueueView) => void;
  /** Sets dimensions of the filter; an undefined or empty one narrows nothing down. */
  readonly narrow: (change: QueueFilter) => void;
  readonly setText: (text: string) => void;
  /** The selected case as soon as its rows are here; undefined when there is none, or the view or selection moved on. */
  readonly awaitSelected: () => Promise<QueueRow | undefined>;
  readonly loadCounts: () => Promise<void>;
  /** Starts the check of the next free case of this view. Both members: somebody was faster, the case can be read. */
  readonly claimNext: () => Promise<{ readonly customerId?: string; readonly problem?: IpcProblem }>;
}
export type QueueStore = StoreApi<QueueState>;

export const defaultView: QueueView = { filter: { statuses: ['UNDER_REVIEW'] }, sort: 'sla' };

/** A burst of changes during a sync is two redraws, for its first and for its last. */
const changePauseMs = 250;
/** Typing is not searched letter by letter. */
const typingDelayMs = 120;

/** The queue as it is looked at: view, the rows in sight, selection. Lives as long as the window. */
export function createQueueStore(bridge: Bridge): QueueStore {
  const rows = createRows<QueueRow, QueueView, CallOutput<'queue.window'>>({
    first: defaultView,
    ask: (view, stretch) => bridge['queue.window']({ view, ...stretch }),
    arrived: ({ asOf }) => store.setState({ asOf }),
    get: () => store.getState(),
    set: change => store.setState(change),
  });
  const store: QueueStore = createStore<QueueState>((set, get, api) => ({
    ...rows.state,
    asOf: undefined,
    counts: undefined,

    setView: rows.look,
    narrow: change => rows.look(withFilter(get().view, change)),
    setText: text => {
      const { text: _before, ...filter } = get().view.filter;
      rows.look({ ...get().view, filter: text === '' ? filter : { ...filter, text } }, typingDelayMs);
    },
    awaitSelected: () => {
      const { view, selected } = get();
      // Said of every state from now on: the row, undefined for none, or null while it is on its way.
      const answer = (state: QueueState): QueueRow | undefined | null => {
        if (state.view !== view || state.selected.index !== selected.index || state.problem) return undefined;
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
  }));

  const followChanges = inBursts(() => {
    if (store.getState().total === undefined) return;
    store.getState().reload();
    void store.getState().loadCounts();
  }, changePauseMs);
  bridge.on['cache.changed'](followChanges);
  bridge.on['app.changed'](app => {
    if (app.phase === 'ready') return;
    // A locked window keeps nothing of any case, not even in memory.
    rows.drop();
    store.setState(store.getInitialState(), true);
  });
  return store;
}
