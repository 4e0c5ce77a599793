import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Region } from '../../../shared/domain/index.ts';
import { createViewerStore, type ViewerStore } from '../viewer/index.ts';

export type Side = 'a' | 'b';

/** A place in a document that should be looked at. */
export interface Place {
  readonly documentId: string;
  readonly page: number;
  readonly region?: Region | undefined;
}

export interface DeskState {
  readonly split: boolean;
  /** A zoom in one viewer is made in the other too. */
  readonly linked: boolean;
  readonly active: Side;
  readonly toggleSplit: () => void;
  readonly toggleLinked: () => void;
  readonly activate: (side: Side) => void;
  /** Shows a document in the active viewer, or turns to the viewer that has it. */
  readonly show: (documentId: string) => void;
  /** Turns the active viewer to the next or previous of these documents that the other viewer does not show. */
  readonly turn: (documents: readonly string[], by: 1 | -1) => void;
  /** Brings up to two places into view, each where its document already is, else in a free viewer. */
  readonly look: (places: readonly Place[]) => void;
}

export interface Desk {
  readonly store: StoreApi<DeskState>;
  readonly viewers: Readonly<Record<Side, ViewerStore>>;
  readonly activeViewer: () => ViewerStore;
}

const other = (side: Side): Side => (side === 'a' ? 'b' : 'a');

/** Two viewers side by side: which documents they show, which one the keys go to. */
export function createDesk(): Desk {
  const viewers = { a: createViewerStore(), b: createViewerStore() } as const;
  const shown = (side: Side) => viewers[side].getState().documentId;

  const store = createStore<DeskState>((set, get) => {
    const sideOf = (documentId: string): Side | undefined =>
      (['a', 'b'] as const).find(side => shown(side) === documentId && (side === 'a' || get().split));
    return {
      split: true,
      linked: false,
      active: 'a',
      toggleSplit: () =>
        set(({ split, active }) => {
          // The one document that stays is the one that was being looked at.
          if (split && active === 'b') swap(viewers);
          return { split: !split, active: 'a' };
        }),
      toggleLinked: () => set(({ linked }) => ({ linked: !linked })),
      activate: active => {
        if (get().active !== active) set({ active });
      },
      show: documentId => {
        const side = sideOf(documentId);
        if (side) set({ active: side });
        else viewers[get().active].getState().show(documentId);
      },
      turn: (documents, by) => {
        const { active, split } = get();
        const beside = split ? shown(other(active)) : undefined;
        const mine = shown(active);
        const around = documents.filter(id => id === mine || id !== beside);
        const at = mine === undefined ? -1 : around.indexOf(mine);
        const next = around[(at + by + around.length) % around.length];
        // All others are beside it already: turning goes there.
        if (next === mine && beside !== undefined) set({ active: other(active) });
        else if (next !== undefined) viewers[active].getState().show(next);
      },
      look: places => {
        const wanted = places.slice(0, get().split ? 2 : 1);
        const taken = new Set(wanted.map(({ documentId }) => sideOf(documentId)));
        for (const { documentId, page, region } of wanted) {
          const free = taken.has(get().active) ? other(get().active) : get().active;
          const side = sideOf(documentId) ?? free;
          taken.add(side);
          viewers[side].getState().show(documentId);
          viewers[side].getState().goTo(page, region);
        }
      },
    };
  });

  linkZoom(store, viewers);
  return { store, viewers, activeViewer: () => viewers[store.getState().active] };
}

function swap(viewers: Readonly<Record<Side, ViewerStore>>): void {
  const [a, b] = [viewers.a.getState(), viewers.b.getState()];
  const rotations = { ...a.rotations, ...b.rotations };
  for (const side of ['a', 'b'] as const) viewers[side].setState({ rotations });
  a.show(b.documentId);
  b.show(a.documentId);
}

function linkZoom(desk: StoreApi<DeskState>, viewers: Readonly<Record<Side, ViewerStore>>): void {
  let mirroring = false;
  for (const side of ['a', 'b'] as const) {
    viewers[side].subscribe((now, before) => {
      if (mirroring || !desk.getState().linked || now.zoom === before.zoom) return;
      const mirror = viewers[other(side)].getState();
      mirroring = true;
      if (now.zoom.mode === 'free') mirror.zoomBy(now.zoom.scale / before.scale);
      else mirror.fit(now.zoom.mode);
      mirroring = false;
    });
  }
}
