import { useEffect } from 'react';
import { useStore } from 'zustand';
import { progressWords } from '../frame/sync-words.ts';
import { useServices } from '../services.ts';
import { Button, count, inWords, ProblemNote, Progress } from '../ui/index.ts';
import styles from './first-run.module.css';

/** How far the first sync is. Work can begin with the first cases; the rest comes meanwhile. */
export function SyncStep({ onDone }: { readonly onDone: () => void }) {
  const { sync: store } = useServices();
  const sync = useStore(store, state => state.sync);
  useEffect(() => {
    void store.getState().reload();
  }, [store]);
  const finished = sync !== undefined && sync.activity === 'idle' && sync.lastSyncedAt !== undefined;
  useEffect(() => {
    if (finished) onDone();
  }, [finished, onDone]);

  const progress = sync?.progress;
  const share = progress?.total ? progress.done / progress.total : undefined;
  return (
    <>
      <header>
        <h1>Fetching your cases</h1>
        <p className={styles.lead}>
          They are sealed one by one as they arrive. You can begin before all are here.
        </p>
      </header>
      {sync?.problem && <ProblemNote problem={sync.problem} />}
      <Progress label="First sync" className={styles.big} value={share} />
      <p className={styles.numbers} aria-live="off">
        <span>{sync ? (progressWords(sync) ?? `${count(sync.cases)} cases here`) : 'Starting…'}</span>
        <span>
          {progress?.secondsLeft !== undefined
            ? `${count(Math.round(progress.perSecond))} cases/s · ${inWords(progress.secondsLeft * 1000)} left`
            : ''}
        </span>
      </p>
      <div className={styles.actions}>
        <Button variant="primary" onClick={onDone}>
          Open the queue
        </Button>
      </div>
    </>
  );
}
