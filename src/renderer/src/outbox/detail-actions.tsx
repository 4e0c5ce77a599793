import { useState } from 'react';
import { useStore } from 'zustand';
import type { OutboxItem } from '../../../shared/ipc/index.ts';
import { decidedLine } from '../decisions/index.ts';
import { useAction } from '../keys/index.ts';
import { useServices } from '../services.ts';
import { Button } from '../ui/index.ts';
import { AskDialog } from './ask-dialog.tsx';
import styles from './detail-actions.module.css';
import { focusSelectedRow, selectedRow } from './selected-row.ts';
import type { OutboxStore } from './store.ts';
import { handedOverWords } from './words.ts';

interface DetailActionsProps {
  readonly item: OutboxItem;
  readonly outbox: OutboxStore;
  readonly now: number;
}

/** What can be done about a decision in its state. */
export function DetailActions({ item, outbox, now }: DetailActionsProps) {
  const { route, queue, toasts, sync } = useServices();
  const online = useStore(sync, state => state.sync?.network === 'online');
  const [asking, setAsking] = useState<'withdraw' | 'escalate'>();
  const parked = item.state === 'parked';
  const undoable =
    item.state === 'undoable' && item.undoUntil !== undefined && Date.parse(item.undoUntil) > now;
  const say = (text: string): void => toasts.getState().show({ kind: 'said', text });

  const isHit = item.type === 'screening.resolve';
  const openCase = (customerId: string): void => {
    const { go } = route.getState();
    // Coming back is coming back to this decision.
    go({ screen: 'outbox', commandId: item.commandId });
    go({
      screen: 'review',
      customerId,
      view: queue.getState().view,
      ...(isHit && { tab: 'screening' }),
    });
  };
  const decideAgain = async (): Promise<void> => {
    // A hit is marked again where it stands; until then this one stays what it is.
    if (isHit) {
      openCase(item.customerId);
      return;
    }
    const customerId = await outbox.getState().decideAgain(item.commandId);
    if (customerId !== null) openCase(customerId);
  };
  const undo = async (): Promise<void> => {
    if (!(await outbox.getState().undo(item.commandId))) return;
    toasts.getState().dismissUndo(item.commandId);
    say(`Undone: ${item.outcome ? decidedLine(item.outcome, item.customerName) : item.summary}`);
    focusSelectedRow();
  };
  const withdraw = async (reason: string): Promise<boolean> => {
    const done = await outbox.getState().withdraw(item.commandId, reason);
    if (done) say('Withdrawn. The reason is kept in the journal.');
    return done;
  };
  const escalate = async (note: string): Promise<boolean> => {
    const done = await outbox.getState().escalate(item.commandId, note);
    if (done) say(handedOverWords(online));
    return done;
  };

  useAction('outbox.decideAgain', () => void decideAgain(), parked);
  useAction('outbox.openCase', () => openCase(item.customerId));
  useAction('undo.last', () => void undo(), undoable);

  return (
    <div className={styles.actions}>
      {parked && (
        <Button variant="primary" shortcut="enter" onClick={() => void decideAgain()}>
          Decide again on the current case
        </Button>
      )}
      {undoable && (
        <Button shortcut="u" onClick={() => void undo()}>
          Undo
        </Button>
      )}
      <Button shortcut="o" onClick={() => openCase(item.customerId)}>
        Open case
      </Button>
      {parked && <Button onClick={() => setAsking('escalate')}>Ask a supervisor…</Button>}
      {parked && (
        <Button variant="danger" onClick={() => setAsking('withdraw')}>
          Withdraw…
        </Button>
      )}
      <AskDialog
        open={asking === 'withdraw'}
        onClose={() => setAsking(undefined)}
        title="Withdraw this decision"
        description="It will not be sent any more. It stays in the journal with your reason."
        label="Reason"
        action="Withdraw"
        danger
        maxLength={1000}
        focusHome={selectedRow}
        onSubmit={withdraw}
      />
      <AskDialog
        open={asking === 'escalate'}
        onClose={() => setAsking(undefined)}
        title="Ask a supervisor"
        description="The supervisor sees the case, your decision and this note. The customer does not."
        label="Note"
        action="Ask"
        maxLength={4000}
        focusHome={selectedRow}
        onSubmit={escalate}
      />
    </div>
  );
}
