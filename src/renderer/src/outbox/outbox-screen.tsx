import { Inbox } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useAction } from '../keys/index.ts';
import { useServices } from '../services.ts';
import { EmptyState, Screen } from '../ui/index.ts';
import { Detail } from './detail.tsx';
import { JournalLine } from './journal-line.tsx';
import { OutboxList } from './outbox-list.tsx';
import styles from './outbox-screen.module.css';
import { focusSelectedRow } from './selected-row.ts';
import { createOutboxStore, isEmpty } from './store.ts';

/** Every decision made here with its state. Nothing disappears by itself. */
export function OutboxScreen({ selected }: { readonly selected?: string | undefined }) {
  const { bridge } = useServices();
  const [outbox] = useState(() => createOutboxStore(bridge, selected));
  const { totals, journal, unread } = useStore(outbox);
  const empty = useStore(outbox, isEmpty);
  useEffect(() => {
    void outbox.getState().load();
    return outbox.close;
  }, [outbox]);
  const move = (by: 1 | -1): void => {
    void outbox.getState().move(by);
    focusSelectedRow();
  };
  useAction('outbox.down', () => move(1));
  useAction('outbox.up', () => move(-1));

  return (
    <Screen
      title="Outbox"
      standing="Nothing here disappears by itself."
      actions={journal && <JournalLine journal={journal} />}
      problem={unread}
      onRetry={() => void outbox.getState().load()}
    >
      {empty && (
        <div className={styles.empty}>
          <EmptyState icon={<Inbox />} title="Nothing decided on this workstation yet">
            Each decision appears here the moment you make it: first to be undone for ten seconds, then
            waiting, sent and applied. With no network it waits here as long as it must.
          </EmptyState>
        </div>
      )}
      {totals !== undefined && !empty && (
        <div className={styles.panes}>
          <OutboxList outbox={outbox} totals={totals} />
          <Detail outbox={outbox} />
        </div>
      )}
    </Screen>
  );
}
