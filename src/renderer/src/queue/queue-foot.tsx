import { useStore } from 'zustand';
import { progressWords } from '../frame/sync-words.ts';
import { useServices } from '../services.ts';
import { Button, count, inWords, ListFoot, moment, Progress } from '../ui/index.ts';
import styles from './queue-foot.module.css';

const hints = [
  [['j', 'k'], 'move'],
  [['enter'], 'open'],
  [['/'], 'search'],
  [['?'], 'keys'],
] as const;

/** How many, how fresh, how far the sync is; the keys that matter here. */
export function QueueFoot() {
  const { queue, sync: syncStore } = useServices();
  const total = useStore(queue, state => state.total);
  const asOf = useStore(queue, state => state.asOf);
  const sync = useStore(syncStore, state => state.sync);
  return (
    <ListFoot hints={hints}>
      {sync?.progress ? (
        <>
          <Progress
            label="Sync"
            className={styles.bar}
            value={sync.progress.total ? sync.progress.done / sync.progress.total : undefined}
          />
          <span>
            Syncing {progressWords(sync)} · {count(Math.round(sync.progress.perSecond))} cases/s
            {sync.progress.secondsLeft !== undefined &&
              ` · ${inWords(sync.progress.secondsLeft * 1000)} left`}
          </span>
          <Button variant="quiet" className={styles.stop} onClick={() => void syncStore.getState().cancel()}>
            Stop
          </Button>
        </>
      ) : (
        <span>
          {/* Read out when it changes; the time would be at every sync. */}
          <span aria-live="polite">
            {total !== undefined && `${count(total)} case${total === 1 ? '' : 's'}`}
          </span>
          {asOf !== undefined && ` · as of ${moment(asOf)}${sync?.network === 'offline' ? ', offline' : ''}`}
        </span>
      )}
    </ListFoot>
  );
}
