import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Region } from '../../../shared/domain/index.ts';
import { findOnPage, type Hit } from './find-text.ts';
import { clampScale, turned, type FitMode, type Point, type Rotation } from './geometry.ts';
import type { DocumentSource, TextRun } from './open/index.ts';

export type Zoom = { readonly mode: FitMode } | { readonly mode: 'free'; readonly scale: number };

export interface Tone {
  /** Factors; 1 leaves the picture as it is. */
  readonly brightness: number;
  readonly contrast: number;
}

export const plainTone: Tone = { brightness: 1, contrast: 1 };

/** A wish to see a page, or a region of it; `turn` tells two equal wishes apart. */
export interface Goal {
  readonly page: number;
  readonly region?: Region;
  readonly turn: number;
}

export interface Find {
  readonly query: string;
  readonly hits: readonly Hit[];
  readonly index: number;
  /** Pages read so far, while the search is under way. */
  readonly reading: { readonly done: number; readonly total: number } | undefined;
}

export interface ViewerState {
  readonly documentId: string | undefined;
  readonly zoom: Zoom;
  /** The scale on the screen just now, whatever the mode. */
  readonly scale: number;
  /** The point of the view that stays in place at the next change of scale; undefined: its centre. */
  readonly pivot: Point | undefined;
  readonly rotations: Readonly<Record<string, Rotation>>;
  readonly tone: Tone;
  readonly page: number;
  readonly pageCount: number;
  readonly goal: Goal | undefined;
  readonly find: Find | undefined;
  readonly rail: boolean;
}

export interface ViewerActions {
  readonly show: (documentId: string | undefined) => void;
  readonly zoomBy: (factor: number, pivot?: Point) => void;
  readonly fit: (mode: FitMode) => void;
  /** Between the width of the page and the whole of it. */
  readonly toggleFit: () => void;
  readonly rotate: () => void;
  readonly setTone: (tone: Tone) => void;
  readonly goTo: (page: number, region?: Region) => void;
  readonly step: (pages: 1 | -1) => void;
  readonly toggleRail: () => void;
  readonly openFind: () => void;
  readonly closeFind: () => void;
  readonly search: (source: DocumentSource, query: string) => Promise<void>;
  readonly stepHit: (by: 1 | -1) => void;
  /** What the stage found out: the scale and the page on the screen. */
  readonly measured: (seen: {
    readonly scale: number;
    readonly page: number;
    readonly pageCount: number;
  }) => void;
}

export type ViewerStore = StoreApi<ViewerState & ViewerActions>;

/** How one viewer shows its document: zoom, turn, tone, page, search. */
export function createViewerStore(fit: FitMode = 'width'): ViewerStore {
  let turn = 0;
  let searching: AbortController | undefined;

  return createStore<ViewerState & ViewerActions>((set, get) => ({
    documentId: undefined,
    zoom: { mode: fit },
    scale: 1,
    pivot: undefined,
    rotations: {},
    tone: plainTone,
    page: 1,
    pageCount: 0,
    goal: undefined,
    find: undefined,
    rail: false,

    show: documentId => {
      if (documentId === get().documentId) return;
      searching?.abort();
      set({ documentId, page: 1, pageCount: 0, goal: undefined, find: undefined, tone: plainTone });
    },
    zoomBy: (factor, pivot) =>
      set(({ scale }) => ({ zoom: { mode: 'free', scale: clampScale(scale * factor) }, pivot })),
    fit: mode => set({ zoom: { mode }, pivot: undefined }),
    toggleFit: () =>
      set(({ zoom }) => ({ zoom: { mode: zoom.mode === 'width' ? 'page' : 'width' }, pivot: undefined })),
    rotate: () =>
      set(({ documentId, rotations }) =>
        documentId === undefined
          ? {}
          : {
              rotations: { ...rotations, [documentId]: turned(rotations[documentId] ?? 0) },
              pivot: undefined,
            },
      ),
    setTone: tone => set({ tone }),
    goTo: (page, region) => set({ goal: { page, ...(region && { region }), turn: ++turn } }),
    step: pages => {
      const { page, pageCount } = get();
      const next = Math.min(Math.max(1, page + pages), Math.max(1, pageCount));
      if (next !== page) get().goTo(next);
    },
    toggleRail: () => set(({ rail }) => ({ rail: !rail })),
    openFind: () =>
      set(({ find }) => ({ find: find ?? { query: '', hits: [], index: 0, reading: undefined } })),
    closeFind: () => {
      searching?.abort();
      set({ find: undefined });
    },
    search: async (source, query) => {
      searching?.abort();
      const mine = new AbortController();
      searching = mine;
      const total = source.pages().length;
      set({ find: { query, hits: [], index: 0, reading: { done: 0, total } } });
      for (let page = 1; page <= total && query.trim() !== ''; page += 1) {
        const runs = await readPage(source, page, mine.signal);
        if (mine.signal.aborted || runs === undefined) return;
        const found = findOnPage(page, runs, query);
        const find = get().find;
        if (!find) return;
        const first = find.hits.length === 0 && found.length > 0;
        set({ find: { ...find, hits: [...find.hits, ...found], reading: { done: page, total } } });
        if (first) get().stepHit(1);
      }
      set(({ find }) => ({ find: find && { ...find, reading: undefined } }));
    },
    stepHit: by => {
      const { find } = get();
      if (!find || find.hits.length === 0) return;
      const index = ((find.index - 1 + by + find.hits.length) % find.hits.length) + 1;
      const hit = find.hits[index - 1];
      set({ find: { ...find, index } });
      if (hit) get().goTo(hit.page, hit.regions[0]);
    },
    measured: seen => {
      const { scale, page, pageCount } = get();
      if (seen.scale !== scale || seen.page !== page || seen.pageCount !== pageCount) set(seen);
    },
  }));
}

/** A page's text; undefined when the search was given up. A page that can't be read has none. */
async function readPage(
  source: DocumentSource,
  page: number,
  signal: AbortSignal,
): Promise<readonly TextRun[] | undefined> {
  try {
    return await source.text(page, signal);
  } catch {
    return signal.aborted ? undefined : [];
  }
}
