import { useEffect } from 'react';
import { useServices } from '../services.ts';
import type { KeyPress } from './shortcut.ts';

const typing = 'input, textarea, select, [contenteditable="true"], [role="textbox"], [role="combobox"]';
const ownKeys = '[role="menu"], [role="listbox"], [role="radiogroup"]';
/** Keys that a focused control answers itself. */
const pressKeys = new Set(['enter', ' ']);
const pressable = 'button, a[href], [role="button"], [role="tab"], [role="switch"], summary';

const pressOf = (event: KeyboardEvent): KeyPress => ({
  key: event.key,
  code: event.code,
  ctrlKey: event.ctrlKey,
  metaKey: event.metaKey,
  altKey: event.altKey,
  shiftKey: event.shiftKey,
  altGraph: event.getModifierState('AltGraph'),
});

/** Whether the key belongs to what has the focus (text being typed, an open menu, a button) and not to an action. */
function belongsToFocus(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : undefined;
  const command = event.ctrlKey || event.metaKey;
  if (!command && target?.closest(typing)) return true;
  if (target?.closest(ownKeys) && (event.key.length > 1 || !command)) return true;
  return pressKeys.has(event.key.toLowerCase()) && target?.closest(pressable) != null;
}

/** What lies over the page: a dialog silences all actions, a popover takes Escape. */
function layerOver(): 'modal' | 'popup' | undefined {
  if (document.querySelector('[data-layer="modal"]')) return 'modal';
  return document.querySelector('[data-layer="popup"]') ? 'popup' : undefined;
}

/** The one place that listens to the keyboard for actions. */
export function useKeyListener(): void {
  const { keys, preferences } = useServices();
  useEffect(() => {
    // Looked up before anybody answers the key: by the time it bubbles here, Escape has closed the layer already.
    let layer: ReturnType<typeof layerOver>;
    const onCapture = (): void => {
      layer = layerOver();
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || layer === 'modal') return;
      if (layer === 'popup' && event.key === 'Escape') return;
      if (belongsToFocus(event)) return;
      const id = keys.find(pressOf(event), preferences.getState().singleKeys);
      if (id === undefined) return;
      event.preventDefault();
      keys.run(id);
    };
    window.addEventListener('keydown', onCapture, { capture: true });
    document.addEventListener('keydown', onKeyDown);
    return () => {
      window.removeEventListener('keydown', onCapture, { capture: true });
      document.removeEventListener('keydown', onKeyDown);
    };
  }, [keys, preferences]);
}
