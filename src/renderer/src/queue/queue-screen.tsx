import { EyeOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useAction } from '../keys/index.ts';
import { useServices } from '../services.ts';
import { Button, count, EmptyState, Screen } from '../ui/index.ts';
import { useWorksOnCases } from '../use-works-on-cases.ts';
import { FilterBar } from './filter-bar.tsx';
import { QueueFoot } from './queue-foot.tsx';
import { QueueGrid } from './queue-grid.tsx';
import styles from './queue-screen.module.css';
import { SaveViewDialog } from './save-view-dialog.tsx';
import { useClaimNext } from './use-claim-next.ts';
import { Views } from './views.tsx';

/** The list of cases, for those who work on them: what waits, in the order in which it should be taken. */
export function QueueScreen() {
  return useWorksOnCases() ? <SeenQueue /> : <UnseenQueue />;
}

/** Counts of nothing would say that there is nothing to do. */
const UnseenQueue = () => (
  <Screen title="Queue">
    <EmptyState icon={<EyeOff />} title="Your role does not see cases">
      Analysts, supervisors and admins work on them. An admin can give you such a role.
    </EmptyState>
  </Screen>
);

function SeenQueue() {
  const { queue } = useServices();
  const problem = useStore(queue, state => state.problem);
  const [saving, setSaving] = useState(false);
  const { claimNext, busy } = useClaimNext();
  useEffect(() => {
    queue.getState().reload();
    void queue.getState().loadCounts();
  }, [queue]);
  useAction('queue.claimNext', () => void claimNext());
  useAction('queue.saveView', () => setSaving(true));

  return (
    <Screen
      title="Queue"
      standing={<Counts />}
      actions={
        <>
          <Views onSave={() => setSaving(true)} />
          <Button variant="primary" shortcut="n" busy={busy} onClick={() => void claimNext()}>
            Claim next
          </Button>
        </>
      }
      filters={<FilterBar />}
      problem={problem}
      onRetry={() => queue.getState().reload()}
    >
      <QueueGrid />
      <QueueFoot />
      <SaveViewDialog open={saving} onClose={() => setSaving(false)} />
    </Screen>
  );
}

function Counts() {
  const { queue } = useServices();
  const counts = useStore(queue, state => state.counts);
  if (counts === undefined) return null;
  return (
    <p>
      {count(counts.open)} open · {count(counts.dueWithinHour)} due within the hour ·{' '}
      <span className={counts.overdue > 0 ? styles.late : undefined}>{count(counts.overdue)} overdue</span>
    </p>
  );
}
