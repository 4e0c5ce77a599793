import { useEffect } from 'react';

/**
 * A control that goes while it has the focus, as a button does whose work is done, leaves it to what stood around it: the
 * nearest element there that can take it, at last the screen. Without that a keyboard begins anew at the window's top.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let around: readonly HTMLElement[] = [];
    const onFocusIn = ({ target }: FocusEvent): void => {
      around = target instanceof HTMLElement ? ancestors(target) : [];
    };
    const onFocusOut = ({ relatedTarget }: FocusEvent): void => {
      if (relatedTarget !== null) return;
      // Whoever places the focus on purpose has done so by then.
      requestAnimationFrame(() => {
        const [control] = around;
        if (document.activeElement !== document.body || control === undefined || control.isConnected) return;
        const home = around.find(element => element.isConnected && element.hasAttribute('tabindex'));
        (home ?? document.querySelector('main'))?.focus({ preventScroll: true });
      });
    };
    document.addEventListener('focusin', onFocusIn);
    document.addEventListener('focusout', onFocusOut);
    return () => {
      document.removeEventListener('focusin', onFocusIn);
      document.removeEventListener('focusout', onFocusOut);
    };
  }, []);
}

function ancestors(element: HTMLElement): readonly HTMLElement[] {
  const found: HTMLElement[] = [];
  for (let at: HTMLElement | null = element; at; at = at.parentElement) found.push(at);
  return found;
}
