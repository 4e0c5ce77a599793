import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useServices } from './services.ts';

/** Puts the chosen theme on the document, following the system where that is the choice. */
export function useTheme(): void {
  const { preferences } = useServices();
  const theme = useStore(preferences, state => state.theme);
  useEffect(() => {
    const system = window.matchMedia('(prefers-color-scheme: dark)');
    const apply = (): void => {
      const dark = theme === 'dark' || (theme === 'system' && system.matches);
      document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
    };
    apply();
    system.addEventListener('change', apply);
    return () => system.removeEventListener('change', apply);
  }, [theme]);
}
