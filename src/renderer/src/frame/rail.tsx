import { Inbox, Link2, Rows3, Settings } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { ariaShortcut, actionOf, type ActionId } from '../keys/index.ts';
import { useServices } from '../services.ts';
import type { Route } from '../stores/route.ts';
import { cx, Tooltip, VisuallyHidden } from '../ui/index.ts';
import styles from './rail.module.css';

/** The way between screens; only those that exist. */
export function Rail() {
  const { sync: syncStore } = useServices();
  const parked = useStore(syncStore, state => state.sync?.parked ?? 0);
  const waiting = useStore(syncStore, state => state.sync?.waiting ?? 0);
  return (
    <nav className={styles.rail} aria-label="Screens">
      <span className={styles.seal} aria-hidden="true">
        S
      </span>
      <RailButton action="go.queue" to={{ screen: 'queue' }} name="Queue" icon={<Rows3 />} />
      <RailButton action="go.links" to={{ screen: 'links' }} name="Links" icon={<Link2 />} />
      <RailButton
        action="go.outbox"
        to={{ screen: 'outbox' }}
        name="Outbox"
        icon={<Inbox />}
        badge={
          waiting + parked > 0 && (
            <Badge total={waiting + parked} words={outboxWords(waiting, parked)} alarm={parked > 0} />
          )
        }
      />
      <span className={styles.space} />
      <RailButton action="go.settings" to={{ screen: 'settings' }} name="Settings" icon={<Settings />} />
    </nav>
  );
}

const outboxWords = (waiting: number, parked: number): string =>
  [waiting > 0 && `${waiting} waiting`, parked > 0 && `${parked} ${parked === 1 ? 'needs' : 'need'} you`]
    .filter(Boolean)
    .join(', ');

interface BadgeProps {
  readonly total: number;
  readonly words: string;
  readonly alarm: boolean;
}

function Badge({ total, words, alarm }: BadgeProps) {
  return (
    <>
      <b aria-hidden="true" className={cx(styles.badge, alarm && styles.alarm)}>
        {total > 99 ? '99+' : total}
      </b>
      <VisuallyHidden>{`, ${words}`}</VisuallyHidden>
    </>
  );
}

interface RailButtonProps {
  readonly action: ActionId;
  readonly to: Route;
  readonly name: string;
  readonly icon: ReactNode;
  readonly badge?: ReactNode;
}

function RailButton({ action, to, name, icon, badge }: RailButtonProps) {
  const { route } = useServices();
  // A case belongs to where it was opened from.
  const current = useStore(
    route,
    ({ route: shown, origin }) => (shown.screen === 'review' ? origin : shown).screen === to.screen,
  );
  const [shortcut] = actionOf(action).keys;
  return (
    <Tooltip text={name} shortcut={shortcut} side="right">
      <button
        type="button"
        className={cx(styles.button, current && styles.current)}
        aria-current={current ? 'page' : undefined}
        aria-keyshortcuts={shortcut && ariaShortcut(shortcut)}
        onClick={() => route.getState().go(to)}
      >
        <span aria-hidden="true" className={styles.icon}>
          {icon}
        </span>
        <VisuallyHidden>{name}</VisuallyHidden>
        {badge}
      </button>
    </Tooltip>
  );
}
