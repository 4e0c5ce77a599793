import { useEffect, type RefObject } from 'react';
import type { ViewerStore } from '../viewer-store.ts';

/** One notch of a wheel (100 px) zooms by about a quarter. */
const zoomPerPixel = 0.0022;

/** Wheel with Ctrl (and pinching, which arrives as that) zooms to the pointer; dragging moves the desk. */
export function useGestures(ref: RefObject<HTMLElement | null>, store: ViewerStore): void {
  useEffect(() => {
    const element = ref.current;
    if (!element) return;

    const onWheel = (event: WheelEvent): void => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const pixels = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * 33;
      const frame = element.getBoundingClientRect();
      store
        .getState()
        .zoomBy(Math.exp(-pixels * zoomPerPixel), { x: event.clientX - frame.x, y: event.clientY - frame.y });
    };

    let from:
      { readonly x: number; readonly y: number; readonly left: number; readonly top: number } | undefined;
    const onDown = (event: PointerEvent): void => {
      if (event.button !== 0 || event.pointerType === 'touch') return;
      // The scroll bar is inside the element's box but outside its client area.
      const frame = element.getBoundingClientRect();
      if (event.clientX - frame.x >= element.clientWidth || event.clientY - frame.y >= element.clientHeight)
        return;
      from = { x: event.clientX, y: event.clientY, left: element.scrollLeft, top: element.scrollTop };
      element.setPointerCapture(event.pointerId);
      element.dataset['panning'] = '';
    };
    const onMove = (event: PointerEvent): void => {
      if (from) element.scrollTo(from.left + from.x - event.clientX, from.top + from.y - event.clientY);
    };
    const onUp = (): void => {
      from = undefined;
      delete element.dataset['panning'];
    };

    element.addEventListener('wheel', onWheel, { passive: false });
    element.addEventListener('pointerdown', onDown);
    element.addEventListener('pointermove', onMove);
    element.addEventListener('pointerup', onUp);
    element.addEventListener('pointercancel', onUp);
    return () => {
      element.removeEventListener('wheel', onWheel);
      element.removeEventListener('pointerdown', onDown);
      element.removeEventListener('pointermove', onMove);
      element.removeEventListener('pointerup', onUp);
      element.removeEventListener('pointercancel', onUp);
    };
  }, [ref, store]);
}
