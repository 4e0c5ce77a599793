import { RefreshCw } from 'lucide-react';
import { useStore } from 'zustand';
import type { SyncState } from '../../../shared/ipc/index.ts';
import { useServices } from '../services.ts';
import { settingsCards } from '../settings/index.ts';
import { Button, count, fullMoment, inWords, ProblemNote, Progress, Switch } from '../ui/index.ts';
import { progressWords } from './sync-words.ts';
import styles from './sync-panel.module.css';

interface SyncPanelProps {
  readonly sync: SyncState;
  readonly now: number;
  /** The person is led to a card of the settings, by its id. */
  readonly onLed: (card: string) => void;
}

/** What stands behind the pill: figures, the last problem in words, sync now, work offline, stop. */
export function SyncPanel({ sync, now, onLed }: SyncPanelProps) {
  const { sync: store, route, app: appStore } = useServices();
  const refused = useStore(store, state => state.problem);
  const account = useStore(appStore, state => state.app?.account);
  const { syncNow, setPaused, cancel } = store.getState();
  const problem = refused ?? sync.problem;
  const signedOut = sync.problem?.kind === 'signed_out';
  const rolledBack = sync.problem?.kind === 'journal_behind';
  const next = sync.nextAttemptAt === undefined ? undefined : Date.parse(sync.nextAttemptAt) - now;

  return (
    <div className={styles.panel}>
      {problem && <ProblemNote problem={problem} />}
      {sync.progress && (
        <div className={styles.progress}>
          <Progress
            label="Sync"
            value={sync.progress.total ? sync.progress.done / sync.progress.total : undefined}
          />
          <span>
            {progressWords(sync)}
            {sync.progress.secondsLeft !== undefined &&
              ` · ${inWords(sync.progress.secondsLeft * 1000)} left`}
          </span>
          <Button variant="quiet" onClick={() => void cancel()}>
            Stop
          </Button>
        </div>
      )}
      <dl className={styles.facts}>
        <Fact name="Backend" value={account?.backendUrl ?? '—'} />
        <Fact name="Last synced" value={sync.lastSyncedAt ? fullMoment(sync.lastSyncedAt) : 'Not yet'} />
        <Fact name="Cases here" value={count(sync.cases)} />
        <Fact name="Documents to fetch" value={count(sync.documentsWaiting)} />
        <Fact name="Decisions waiting" value={count(sync.waiting)} />
        {sync.parked > 0 && <Fact name="Decisions that need you" value={count(sync.parked)} />}
        {next !== undefined && next > 0 && !sync.paused && (
          <Fact name="Next try" value={`in ${inWords(next)}`} />
        )}
      </dl>
      <Switch
        label="Work offline"
        hint="Nothing is sent or fetched until you switch this off."
        checked={sync.paused}
        onChange={paused => void setPaused(paused)}
      />
      <div className={styles.actions}>
        {(signedOut || rolledBack) && (
          <Button
            variant="primary"
            onClick={() => {
              onLed(signedOut ? settingsCards.account : settingsCards.device);
              route.getState().go({ screen: 'settings' });
            }}
          >
            {signedOut ? 'Sign in again' : 'What to do'}
          </Button>
        )}
        <Button
          icon={<RefreshCw aria-hidden="true" />}
          disabled={sync.paused || (sync.activity !== 'idle' && !sync.problem)}
          onClick={() => void syncNow()}
        >
          {sync.problem && sync.problem.kind !== 'cancelled' ? 'Try now' : 'Sync now'}
        </Button>
      </div>
    </div>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
