import { useCallback, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { problem as problemOf, type AppState } from '../../shared/ipc/index.ts';
import { assertNever } from '../../shared/result.ts';
import { FirstRun } from './firstRun/index.ts';
import { Frame } from './frame/index.ts';
import { useServices } from './services.ts';
import { Button, ErrorBoundary } from './ui/index.ts';
import { Blocked, mayPass, Starting, Unlock } from './unlock/index.ts';
import { useTheme } from './use-theme.ts';

/** Decides by the workstation's phase what the window shows. */
export function App() {
  const { app: store } = useServices();
  const app = useStore(store, state => state.app);
  const problem = useStore(store, state => state.problem);
  useTheme();
  useEffect(() => {
    void store.getState().reload();
  }, [store]);

  if (app === undefined && problem) {
    const again = <Button onClick={() => void store.getState().reload()}>Try again</Button>;
    return <Blocked problem={problem} actions={again} />;
  }
  if (app === undefined) return <Starting />;
  return (
    <ErrorBoundary
      renderFailed={again => (
        <Blocked
          problem={problemOf('internal')}
          actions={
            <>
              <Button onClick={again}>Try again</Button>
              <Button onClick={() => void store.getState().quit()}>Quit Sealdesk</Button>
            </>
          }
        />
      )}
    >
      <Phase app={app} />
    </ErrorBoundary>
  );
}

function Phase({ app }: { readonly app: AppState }) {
  const { app: store } = useServices();
  // First run goes on into the first sync, when the workstation is ready already.
  const [settingUp, setSettingUp] = useState(app.phase === 'firstRun');
  const finish = useCallback(() => setSettingUp(false), []);
  useEffect(() => {
    if (app.phase === 'firstRun') setSettingUp(true);
    if (app.phase === 'locked' || app.phase === 'blocked') setSettingUp(false);
  }, [app.phase]);

  switch (app.phase) {
    case 'starting':
      return <Starting />;
    case 'firstRun':
      return <FirstRun app={app} onDone={finish} />;
    case 'ready':
      return settingUp ? <FirstRun app={app} onDone={finish} /> : <Frame app={app} />;
    case 'locked':
      return <Unlock app={app} />;
    case 'blocked': {
      const problem = app.problem ?? problemOf('internal');
      const again = mayPass(problem.kind);
      return (
        <Blocked
          problem={problem}
          actions={
            <>
              {again && (
                <Button variant="primary" onClick={() => void store.getState().retry()}>
                  Try again
                </Button>
              )}
              <Button variant={again ? undefined : 'primary'} onClick={() => void store.getState().quit()}>
                Quit Sealdesk
              </Button>
            </>
          }
        />
      );
    }
    default:
      return assertNever(app.phase);
  }
}
