import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { AppState } from '../../../shared/ipc/index.ts';
import { assertNever } from '../../../shared/result.ts';
import { useKeyListener } from '../keys/index.ts';
import { LinksScreen, NewLinkDialog } from '../links/index.ts';
import { OutboxScreen } from '../outbox/index.ts';
import { KeyList, Palette } from '../palette/index.ts';
import { QueueScreen } from '../queue/index.ts';
import { ReviewRoom } from '../review/index.ts';
import { useServices } from '../services.ts';
import { SettingsScreen } from '../settings/index.ts';
import type { Route } from '../stores/route.ts';
import { ErrorBoundary } from '../ui/index.ts';
import { Toasts } from '../toasts/index.ts';
import styles from './frame.module.css';
import { Notices } from './notices.tsx';
import { Rail } from './rail.tsx';
import { ScreenFailed } from './screen-failed.tsx';
import { TopBar } from './top-bar.tsx';
import { useFrameActions } from './use-frame-actions.ts';
import { useIdleSignal } from './use-idle-signal.ts';
import { useKeptFocus } from './use-kept-focus.ts';

const titles = {
  queue: 'Queue',
  review: 'Review',
  links: 'Links',
  outbox: 'Outbox',
  settings: 'Settings',
} as const satisfies Record<Route['screen'], string>;

/** What surrounds every screen of an unlocked workstation. */
export function Frame({ app }: { readonly app: AppState }) {
  const { route: routeStore, sync } = useServices();
  const route = useStore(routeStore, state => state.route);
  useKeyListener();
  useFrameActions();
  useIdleSignal();
  useKeptFocus();
  useEffect(() => {
    void sync.getState().reload();
  }, [sync]);

  const main = useRef<HTMLElement>(null);
  const customerId = route.screen === 'review' ? route.customerId : undefined;
  useEffect(() => {
    // No customer's name in the title: the system's window list is outside the lock.
    document.title = `${titles[route.screen]} · Sealdesk`;
    if (document.activeElement === document.body) main.current?.focus({ preventScroll: true });
    // The next case is another place too: what had the focus is gone with the one before.
  }, [route.screen, customerId]);

  return (
    <div className={styles.frame}>
      <Rail />
      <TopBar user={app.user} />
      <div className={styles.content}>
        <Notices notices={app.notices} />
        <div className={styles.stage}>
          <main ref={main} tabIndex={-1} className={styles.main}>
            <ErrorBoundary
              key={route.screen}
              renderFailed={again => (
                <ScreenFailed
                  onBack={() => {
                    routeStore.getState().go({ screen: 'queue' });
                    again();
                  }}
                />
              )}
            >
              <Screen route={route} />
            </ErrorBoundary>
          </main>
          <Toasts />
        </div>
      </div>
      <NewLinkDialog />
      <Palette />
      <KeyList />
    </div>
  );
}

function Screen({ route }: { readonly route: Route }) {
  const { route: routeStore } = useServices();
  switch (route.screen) {
    case 'queue':
      return <QueueScreen />;
    case 'review':
      return (
        <ReviewRoom
          key={route.customerId}
          customerId={route.customerId}
          view={route.view}
          tab={route.tab}
          onClose={() => routeStore.getState().go(routeStore.getState().origin)}
        />
      );
    case 'links':
      return <LinksScreen />;
    case 'outbox':
      return <OutboxScreen selected={route.commandId} />;
    case 'settings':
      return <SettingsScreen />;
    default:
      return assertNever(route);
  }
}
