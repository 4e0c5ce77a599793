import { useEffect, useEffectEvent } from 'react';
import { useServices } from '../services.ts';
import type { ActionId } from './actions.ts';

/** Gives an action its meaning while the component is mounted and `enabled`; its key and the palette then run it. */
export function useAction(id: ActionId, handler: () => void, enabled = true): void {
  const { keys } = useServices();
  const latest = useEffectEvent(handler);
  useEffect(() => (enabled ? keys.register(id, () => latest()) : undefined), [keys, id, enabled]);
}
