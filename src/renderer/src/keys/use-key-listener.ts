import { useEffect } from 'react';
import { useServices } from '../services.ts';
import type { KeyPress } from './shortcut.ts';

const typing = 'input, textarea, select, [contenteditable="true"], [role="textbox"], [role="combobox"]';
const ownKeys = '[role="menu"], [role="listbox"]';
/** Keys that a focused control answers itself. */
const pressKeys = new Set(['enter', ' ']);
const pressable = 'button, a[href], [role="button"], [role="tab"], [role="radio"], [role="switch"], summary';

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
  if (target?.closest(ownKeys)) return true;
  return pressKeys.has(event.key.toLowerCase()) && target?.closest(pressable) != null;
}

/** The one place that listens to the keyboard for actions. Nothing runs behind an open dialog. */
export function useKeyListener(): void {
  const { keys, preferences } = useServices();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || belongsToFocus(event)) return;
      if (document.querySelector('[data-layer="modal"]')) return;
      const id = keys.find(pressOf(event), preferences.getState().singleKeys);
      if (id === undefined) return;
      event.preventDefault();
      keys.run(id);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [keys, preferences]);
}
