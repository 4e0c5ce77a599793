import { useEffect } from 'react';
import { useServices } from '../services.ts';

const kinds = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;

/** Tells that somebody is working, which puts off the idle lock. */
export function useIdleSignal(): void {
  const { app } = useServices();
  useEffect(() => {
    const { active } = app.getState();
    for (const kind of kinds) window.addEventListener(kind, active, { passive: true, capture: true });
    return () => {
      for (const kind of kinds) window.removeEventListener(kind, active, { capture: true });
    };
  }, [app]);
}
