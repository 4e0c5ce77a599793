import { useStore } from 'zustand';
import { VisuallyHidden } from '../ui/index.ts';
import type { RoomStore } from './room-store.ts';
import { verdictLook } from './verdict-look.tsx';
import { itemName } from './words.ts';

/** Says each verdict once it is recorded: with keys alone nothing else tells a screen reader that it was. */
export function VerdictNews({ store }: { readonly store: RoomStore }) {
  const judged = useStore(store, state => state.judged);
  const { view } = store.getState();
  const item = view?.items.find(other => other.item === judged?.item);
  return (
    <VisuallyHidden status>
      {view && item && judged && `${itemName(view, item)}: ${verdictLook[judged.verdict].word}`}
    </VisuallyHidden>
  );
}
