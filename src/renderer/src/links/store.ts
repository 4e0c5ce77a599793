import { createStore, type StoreApi } from 'zustand/vanilla';
import { linkStateAt, type LinkState, type Plan } from '../../../shared/api/index.ts';
import type { Level } from '../../../shared/domain/index.ts';
import type { Bridge, IpcProblem, LinkCounts, LinkRow } from '../../../shared/ipc/index.ts';
import { keepEqual } from '../stores/keep-equal.ts';

export interface LinksState {
  /** Undefined: links in every state. */
  readonly filter: LinkState | undefined;
  readonly window: { readonly offset: number; readonly rows: readonly LinkRow[] };
  /** Undefined until the first answer. */
  readonly total: number | undefined;
  readonly counts: LinkCounts | undefined;
  readonly problem: IpcProblem | undefined;
  readonly selected: { readonly index: number; readonly id: string | undefined };
  readonly levels: readonly Level[] | undefined;
  readonly levelsProblem: IpcProblem | undefined;
  readonly plan: Plan | undefined;

  readonly setFilter: (filter: LinkState | undefined) => void;
  /** Says which rows are in sight; fetches when they are not at hand. */
  readonly show: (first: number, end: number) => void;
  readonly select: (index: number) => void;
  readonly reload: () => void;
  readonly loadLevels: () => Promise<void>;
  readonly loadPlan: () => Promise<void>;
  /** The problem when it was refused. */
  readonly revoke: (id: string) => Promise<IpcProblem | undefined>;
}
export type LinksStore = StoreApi<LinksState>;

/** Rows fetched at once: several screens of scrolling. */
const windowSize = 200;
const margin = 30;
/** A burst of changes is two redraws, for its first and for its last. */
const changePauseMs = 250;
/** A timer's longest wait is 24.8 days. */
const longestTimerMs = 2 ** 31 - 1;

export const linkAt = ({ window }: Pick<LinksState, 'window'>, index: number): LinkRow | undefined =>
  window.rows[index - window.offset];

export const selectedLink = (state: LinksState): LinkRow | undefined => linkAt(state, state.selected.index);

/**
 * The links as they are looked at: filter, the rows in sight, selection, plan and levels. A lock empties it. Takes the time
 * by the backend's clock, in milliseconds.
 */
export function createLinksStore(bridge: Bridge, serverNow: () => number): LinksStore {
  let visible = { first: 0, end: 50 };
  let fetching = false;
  let again = false;
  let changeTimer: ReturnType<typeof setTimeout> | undefined;
  let changedMeanwhile = false;
  let expiryTimer: ReturnType<typeof setTimeout> | undefined;

  const store = createStore<LinksState>((set, get) => {
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
      const { filter } = get();
      const offset = Math.max(
        0,
        visible.first - Math.floor((windowSize - (visible.end - visible.first)) / 2),
      );
      const result = await bridge['links.window']({
        ...(filter === undefined ? {} : { state: filter }),
        offset,
        limit: windowSize,
      });
      if (get().filter !== filter) {
        again = true;
        return;
      }
      if (!result.ok) {
        set({ problem: result.problem });
        return;
      }
      const known = new Map(get().window.rows.map(row => [row.id, row]));
      const rows = result.value.rows.map(row => keepEqual(known.get(row.id), row));
      const { total, counts } = result.value;
      const window = { offset, rows };
      set({ window, total, counts, problem: undefined, selected: reselect(get().selected, window, total) });
      awaitExpiry(rows);
    }

    /** No change of the feed says that a link has expired: what time makes of the list is looked at then. */
    function awaitExpiry(rows: readonly LinkRow[]): void {
      clearTimeout(expiryTimer);
      const now = serverNow();
      const ends = rows.flatMap(row =>
        ['active', 'opened'].includes(linkStateAt(row, now)) ? [Date.parse(row.expiresAt)] : [],
      );
      if (ends.length === 0) return;
      const wait = Math.min(Math.max(0, Math.min(...ends) - now) + 1, longestTimerMs);
      expiryTimer = setTimeout(() => get().reload(), wait);
    }

    const atHand = (first: number, end: number): boolean => {
      const { window, total = 0 } = get();
      return (
        Math.max(0, first - margin) >= window.offset &&
        Math.min(end + margin, total) <= window.offset + window.rows.length
      );
    };

    return {
      filter: undefined,
      window: { offset: 0, rows: [] },
      total: undefined,
      counts: undefined,
      problem: undefined,
      selected: { index: 0, id: undefined },
      levels: undefined,
      levelsProblem: undefined,
      plan: undefined,

      setFilter(filter) {
        visible = { first: 0, end: visible.end - visible.first };
        set({ filter, selected: { index: 0, id: undefined } });
        void fetchWindow();
      },
      show(first, end) {
        visible = { first, end };
        if (!atHand(first, end)) void fetchWindow();
      },
      select(index) {
        const last = Math.max(0, (get().total ?? 0) - 1);
        const next = Math.min(Math.max(0, index), last);
        set({ selected: { index: next, id: linkAt(get(), next)?.id } });
      },
      reload: () => void fetchWindow(),
      async loadLevels() {
        const result = await bridge['links.levels']({});
        set(
          result.ok
            ? { levels: keepEqual(get().levels, result.value.levels), levelsProblem: undefined }
            : { levelsProblem: result.problem },
        );
      },
      async loadPlan() {
        const result = await bridge['links.plan']({});
        // Without it links are made all the same: the backend counts, and says when there is none left.
        if (result.ok) set({ plan: keepEqual(get().plan, result.value.plan) });
      },
      async revoke(id) {
        const result = await bridge['links.revoke']({ id });
        return result.ok ? undefined : result.problem;
      },
    };
  });

  /** At once, and again after a pause for all that changed meanwhile. */
  function followChanges(): void {
    if (store.getState().total === undefined) return;
    if (changeTimer !== undefined) {
      changedMeanwhile = true;
      return;
    }
    store.getState().reload();
    changeTimer = setTimeout(() => {
      changeTimer = undefined;
      if (!changedMeanwhile) return;
      changedMeanwhile = false;
      followChanges();
    }, changePauseMs);
  }
  // Its customer's name is in each row.
  bridge.on['cache.changed'](followChanges);
  bridge.on['links.changed'](() => {
    followChanges();
    const { levels, plan, loadLevels, loadPlan } = store.getState();
    if (levels) void loadLevels();
    if (plan) void loadPlan();
  });
  bridge.on['app.changed'](app => {
    if (app.phase === 'ready') return;
    clearTimeout(expiryTimer);
    store.setState(store.getInitialState(), true);
  });
  return store;
}

/** Keeps the selection on its link when rows have moved; where that is out of sight, on its place. */
function reselect(
  selected: LinksState['selected'],
  window: LinksState['window'],
  total: number,
): LinksState['selected'] {
  const moved = selected.id === undefined ? -1 : window.rows.findIndex(row => row.id === selected.id);
  if (moved >= 0) return { index: window.offset + moved, id: selected.id };
  const index = Math.min(selected.index, Math.max(0, total - 1));
  return { index, id: window.rows[index - window.offset]?.id ?? selected.id };
}
