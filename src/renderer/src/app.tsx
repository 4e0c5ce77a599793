import { useEffect } from 'react';
import { useStore } from 'zustand';
import { Frame } from './frame/index.ts';
import { useServices } from './services.ts';
import { useTheme } from './use-theme.ts';

/** Decides by the workstation's phase what the window shows. */
export function App() {
  const { app: appStore } = useServices();
  const app = useStore(appStore, state => state.app);
  useTheme();
  useEffect(() => {
    void appStore.getState().reload();
  }, [appStore]);

  if (app === undefined) return null;
  return <Frame app={app} />;
}
