import { useEffect, useLayoutEffect, useRef } from 'react';

/** Where the focus goes when what had it before is gone. */
export type FocusHome = () => HTMLElement | null | undefined;

/**
 * Gives the focus back to exactly what had it when a layer opened, for its `finalFocus`. By itself the layer would look
 * for the first control inside of it: in a screen that has the focus as a whole, the one that leaves the screen.
 */
export function useReturnFocus(open: boolean, home?: FocusHome): () => false {
  const before = useRef<Element | null>(null);
  const latestHome = useRef(home);
  useEffect(() => {
    latestHome.current = home;
  });
  useLayoutEffect(() => {
    if (open) before.current = document.activeElement;
  }, [open]);
  return () => {
    const element = before.current;
    // Behind a modal layer nothing takes the focus before that is gone.
    queueMicrotask(() => {
      if (isPlace(element)) element.focus({ preventScroll: true });
      // What is to take its place may not be drawn yet.
      else requestAnimationFrame(() => (latestHome.current?.() ?? screen())?.focus({ preventScroll: true }));
    });
    return false;
  };
}

const isPlace = (element: Element | null): element is HTMLElement =>
  element instanceof HTMLElement && element.isConnected && element !== document.body;

const screen = (): HTMLElement | null => document.querySelector('main');
