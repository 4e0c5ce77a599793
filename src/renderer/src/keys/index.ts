export { actionIds, actionOf, actions, type ActionDefinition, type ActionId } from './actions.ts';
export { ariaShortcut, keyCaps, type Shortcut } from './shortcut.ts';
export { createKeys, isTakenOver, takenActions, type Keys } from './store.ts';
export { useAction } from './use-action.ts';
export { useKeyListener } from './use-key-listener.ts';
