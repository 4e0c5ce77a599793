import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LinkState, Plan } from '../../../shared/api/index.ts';
import type { Level } from '../../../shared/domain/index.ts';
import type { Bridge, CallOutput, IpcProblem, LinkCounts, LinkRow } from '../../../shared/ipc/index.ts';
import { createRows, inBursts, type RowsState } from '../list/index.ts';
import { keepEqual } from '../stores/keep-equal.ts';
import { isLive } from './link-words.ts';

/** Links in one state, or in all. */
interface LinksView {
  readonly state?: LinkState;
}

export interface LinksState extends RowsState<LinkRow, LinksView> {
  readonly counts: LinkCounts | undefined;
  readonly levels: readonly Level[] | undefined;
  readonly levelsProblem: IpcProblem | undefined;
  readonly plan: Plan | undefined;

  readonly chooseState: (state: LinkState | undefined) => void;
  readonly loadLevels: () => Promise<void>;
  readonly loadPlan: () => Promise<void>;
  /** The problem when it was refused. */
  readonly revoke: (id: string) => Promise<IpcProblem | undefined>;
}
export type LinksStore = StoreApi<LinksState>;

/** A burst of changes is two redraws, for its first and for its last. */
const changePauseMs = 250;
/** Neither whose clock is ahead of the backend's nor who can't reach it asks without a pause. */
const leastPlanWaitMs = 60_000;
/** A timer's longest wait is 24.8 days. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * The links as they are looked at: in which state, the rows in sight, selection, plan and levels. A lock empties it. Takes the
 * time by the backend's clock, in milliseconds.
 */
export function createLinksStore(bridge: Bridge, serverNow: () => number): LinksStore {
  let expiryTimer: ReturnType<typeof setTimeout> | undefined;
  let planTimer: ReturnType<typeof setTimeout> | undefined;
  /** Whether somebody looks at the plan, known or not. */
  let isPlanWanted = false;
  const after = (end: number, run: () => void): ReturnType<typeof setTimeout> =>
    setTimeout(run, Math.min(Math.max(0, end - serverNow()) + 1, longestTimerMs));

  /** No change of the feed says that a link has expired: what time makes of the list is looked at then. */
  function awaitExpiry(links: readonly LinkRow[]): void {
    clearTimeout(expiryTimer);
    const now = serverNow();
    const ends = links.filter(link => isLive(link, now)).map(({ expiresAt }) => Date.parse(expiresAt));
    if (ends.length > 0) expiryTimer = after(Math.min(...ends), store.getState().reload);
  }

  /** Nor that the plan's month is over. One that could not be had is asked for again: the month may end offline. */
  function awaitNextMonth(plan: Plan | undefined): void {
    clearTimeout(planTimer);
    const end = plan ? Date.parse(plan.period.to) : -Infinity;
    const isOver = end <= serverNow();
    planTimer = after(isOver ? serverNow() + leastPlanWaitMs : end, () => void store.getState().loadPlan());
  }

  const rows = createRows<LinkRow, LinksView, CallOutput<'links.window'>>({
    first: {},
    ask: (view, stretch) => bridge['links.window']({ ...view, ...stretch }),
    arrived({ counts }, links) {
      store.setState({ counts });
      awaitExpiry(links);
    },
    get: () => store.getState(),
    set: change => store.setState(change),
  });
  const store: LinksStore = createStore<LinksState>((set, get) => ({
    ...rows.state,
    counts: undefined,
    levels: undefined,
    levelsProblem: undefined,
    plan: undefined,

    chooseState: state => rows.look(state === undefined ? {} : { state }),
    async loadLevels() {
      const result = await bridge['links.levels']({});
      set(
        result.ok
          ? { levels: keepEqual(get().levels, result.value.levels), levelsProblem: undefined }
          : { levelsProblem: result.problem },
      );
    },
    async loadPlan() {
      isPlanWanted = true;
      const result = await bridge['links.plan']({});
      // Locked meanwhile.
      if (!isPlanWanted) return;
      // Without it links are made all the same: the backend counts, and says when there is none left.
      if (result.ok) set({ plan: keepEqual(get().plan, result.value.plan) });
      awaitNextMonth(get().plan);
    },
    async revoke(id) {
      const result = await bridge['links.revoke']({ id });
      return result.ok ? undefined : result.problem;
    },
  }));

  const followChanges = inBursts(() => {
    if (store.getState().total !== undefined) store.getState().reload();
  }, changePauseMs);
  // Its customer's name is in each row.
  bridge.on['cache.changed'](followChanges);
  bridge.on['links.changed'](() => {
    followChanges();
    const { levels, levelsProblem, loadLevels, loadPlan } = store.getState();
    if (levels ?? levelsProblem) void loadLevels();
    if (isPlanWanted) void loadPlan();
  });
  bridge.on['app.changed'](app => {
    if (app.phase === 'ready') return;
    clearTimeout(expiryTimer);
    clearTimeout(planTimer);
    isPlanWanted = false;
    rows.drop();
    store.setState(store.getInitialState(), true);
  });
  return store;
}
