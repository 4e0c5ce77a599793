import type { IpcProblem } from '../../../shared/ipc/index.ts';
import type { Result } from '../../../shared/result.ts';
import { keepEqual } from '../stores/keep-equal.ts';

/** One stretch of a list, all rows from one revision of the cache. */
interface Stretch<Row> {
  readonly offset: number;
  readonly rows: readonly Row[];
}

/** What the store of a list of any length has: the rows in sight and around them, and which one is selected. */
export interface RowsState<Row, View = unknown> {
  /** Which rows, in which order; another object is another view. */
  readonly view: View;
  readonly window: Stretch<Row>;
  /** The view that the rows answer; another one than `view` while the answer is under way. */
  readonly shownView: View | undefined;
  /** Undefined until the first answer. */
  readonly total: number | undefined;
  readonly problem: IpcProblem | undefined;
  readonly selected: { readonly index: number; readonly id: string | undefined };
  /** Where the list was scrolled to, for coming back to it. */
  readonly scrollTop: number;

  /** Says which rows are in sight; fetches when they are not at hand. */
  readonly show: (first: number, end: number) => void;
  readonly select: (index: number) => void;
  readonly setScrollTop: (scrollTop: number) => void;
  readonly reload: () => void;
}

export interface RowsSource<Row, View, Answer> {
  readonly first: View;
  readonly ask: (
    view: View,
    stretch: { readonly offset: number; readonly limit: number },
  ) => Promise<Result<Answer, IpcProblem>>;
  /** Sees each answer just before its rows are in the store, as they will be there. */
  readonly arrived: (answer: Answer, rows: readonly Row[]) => void;
  /** The store that the rows are part of. */
  readonly get: () => RowsState<Row, View>;
  readonly set: (change: Partial<RowsState<Row, View>>) => void;
}

export interface Rows<Row, View> {
  /** The store's part, to begin with. */
  readonly state: RowsState<Row, View>;
  /** Looks at another view, from its top; its rows are asked for after so many milliseconds without another one. */
  readonly look: (view: View, delayMs?: number) => void;
  /** Ends what is under way: an answer that comes later is about nothing. */
  readonly drop: () => void;
}

/** Rows fetched at once: a screenful at 4K is 55, so one answer serves several screens of scrolling. */
const chunk = 100;
const windowSize = 3 * chunk;
/** More are fetched when fewer than these are here before or behind those in sight. */
const margin = 30;

const windowStart = (first: number): number => Math.max(0, Math.floor(first / chunk) * chunk - chunk);

type Shown<Row> = Pick<RowsState<Row>, 'window'>;
export const rowAt = <Row>({ window }: Shown<Row>, index: number): Row | undefined =>
  window.rows[index - window.offset];

/** The selected row, unless the rows still are those of the view before: opening one of these would surprise. */
export const selectedRow = <Row>(state: RowsState<Row>): Row | undefined =>
  state.shownView === state.view ? rowAt(state, state.selected.index) : undefined;

/** The rows of a list, fetched around those in sight by one request at a time. */
export function createRows<
  Row extends { readonly id: string },
  View,
  Answer extends { readonly offset: number; readonly total: number; readonly rows: readonly Row[] },
>({ first, ask, arrived, get, set }: RowsSource<Row, View, Answer>): Rows<Row, View> {
  let visible = { first: 0, end: 50 };
  let fetching = false;
  let again = false;
  let drops = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

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
    const asked = drops;
    const result = await ask(view, { offset: windowStart(visible.first), limit: windowSize });
    if (asked !== drops) return;
    // An answer to a view that is no longer looked at would show rows under the wrong filters.
    if (get().view !== view) {
      again = true;
      return;
    }
    if (!result.ok) {
      set({ problem: result.problem });
      return;
    }
    const { offset, total } = result.value;
    // A row that is as it was stays the same object and is not drawn anew: while rows arrive, and where windows overlap.
    const known = new Map(get().window.rows.map(row => [row.id, row]));
    const rows = result.value.rows.map(row => keepEqual(known.get(row.id), row));
    const window = { offset, rows };
    arrived(result.value, rows);
    const selected = reselect(get().selected, window, total);
    set({ window, shownView: view, total, problem: undefined, selected });
  }

  /** Whether the rows in sight are here with a screenful on both sides, so that a steady scroll never meets the end. */
  const atHand = (from: number, end: number): boolean => {
    const { window, total = 0 } = get();
    const here = window.offset + window.rows.length;
    return Math.max(0, from - margin) >= window.offset && Math.min(end + margin, total) <= here;
  };

  const schedule = (delayMs: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void fetchWindow(), delayMs);
  };

  return {
    state: {
      view: first,
      window: { offset: 0, rows: [] },
      shownView: undefined,
      total: undefined,
      problem: undefined,
      selected: { index: 0, id: undefined },
      scrollTop: 0,
      show(from, end) {
        visible = { first: from, end };
        if (!atHand(from, end)) void fetchWindow();
      },
      select(index) {
        const last = Math.max(0, (get().total ?? 0) - 1);
        const next = Math.min(Math.max(0, index), last);
        set({ selected: { index: next, id: rowAt(get(), next)?.id } });
      },
      setScrollTop: scrollTop => set({ scrollTop }),
      reload: () => schedule(0),
    },
    look(view, delayMs = 0) {
      visible = { first: 0, end: visible.end - visible.first };
      set({ view, selected: { index: 0, id: undefined }, scrollTop: 0 });
      schedule(delayMs);
    },
    drop() {
      drops += 1;
      again = false;
      clearTimeout(timer);
    },
  };
}

/** Keeps the selection on its row when rows have moved; where that is out of sight, on its place. */
function reselect<Row extends { readonly id: string }>(
  selected: RowsState<Row>['selected'],
  window: Stretch<Row>,
  total: number,
): RowsState<Row>['selected'] {
  const moved = selected.id === undefined ? -1 : window.rows.findIndex(row => row.id === selected.id);
  if (moved >= 0) return { index: window.offset + moved, id: selected.id };
  const index = Math.min(selected.index, Math.max(0, total - 1));
  return { index, id: rowAt({ window }, index)?.id ?? selected.id };
}
