import { useEffect } from 'react';
import { useServices } from '../services.ts';

/** Telling the shell more often than this would only cost: idle time is counted in minutes. */
const everyMs = 15_000;

/** Tells the shell that somebody is working, which puts off the idle lock. */
export function useIdleSignal(): void {
  const { bridge } = useServices();
  useEffect(() => {
    let last = 0;
    const onInput = (): void => {
      const now = Date.now();
      if (now - last < everyMs) return;
      last = now;
      void bridge['app.activity']({});
    };
    const kinds = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;
    for (const kind of kinds) window.addEventListener(kind, onInput, { passive: true, capture: true });
    return () => {
      for (const kind of kinds) window.removeEventListener(kind, onInput, { capture: true });
    };
  }, [bridge]);
}
