import { useEffect, useState } from 'react';
import type { Item } from '../../../shared/domain/index.ts';
import type { CaseItem, CaseView } from '../../../shared/ipc/index.ts';
import { useLatest } from '../ui/index.ts';
import type { Desk } from './desk-store.ts';
import { stripOrder } from './document-strip.tsx';
import type { Editing } from './items/item-row.tsx';
import { groupItems, progressOf } from './items/progress.ts';
import { placesOf } from './places.ts';

export interface Selection {
  readonly item: CaseItem | undefined;
  readonly editing: Editing | undefined;
  /** Grows when the selected row should take the focus. */
  readonly focusTurn: number;
  readonly select: (item: Item, focus?: boolean) => void;
  readonly step: (by: 1 | -1) => void;
  readonly edit: (field: Editing['field']) => void;
}

/** Which item is being judged; choosing one brings what was read for it into view. */
export function useSelection(view: CaseView | undefined, desk: Desk): Selection {
  const [chosen, setChosen] = useState<Item>();
  const [editing, setEditing] = useState<Editing>();
  const [focusTurn, setFocusTurn] = useState(0);
  const first = view && (progressOf(view.items).nextOpen ?? view.items[0]);
  const item = view?.items.find(other => other.item === chosen) ?? first;

  const ready = view !== undefined;
  useEffect(() => {
    if (!ready) return;
    const [a, b] = stripOrder(view.documents);
    desk.viewers.a.getState().show(a?.id);
    desk.viewers.b.getState().show(b?.id);
    setChosen(first?.item);
    // The first look at a case only: what comes later must not move what a person looks at.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [ready, desk]);

  const current = item?.item;
  const select = useLatest((next: Item, focus = false): void => {
    if (focus) setFocusTurn(turn => turn + 1);
    if (next === current) return;
    setChosen(next);
    setEditing(undefined);
    const found = view?.items.find(other => other.item === next);
    if (!found) return;
    const places = placesOf(found);
    if (found.kind === 'document' && places[0]) desk.store.getState().show(places[0].documentId);
    else desk.store.getState().look(places);
  });

  const step = (by: 1 | -1): void => {
    if (!view) return;
    const order = groupItems(view).flatMap(({ items }) => items);
    const next = order[order.findIndex(other => other.item === current) + by];
    if (next) select(next.item, true);
  };

  const edit = (field: Editing['field']): void =>
    setEditing(before => ({ field, turn: (before?.turn ?? 0) + 1 }));

  return { item, editing, focusTurn, select, step, edit };
}
