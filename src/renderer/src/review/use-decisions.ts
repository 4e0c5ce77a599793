import { useCallback, useState } from 'react';
import { reviewFault, type Item } from '../../../shared/domain/index.ts';
import { problem, type FinishInput, type QueueView } from '../../../shared/ipc/index.ts';
import { useServices } from '../services.ts';
import { useLatest } from '../ui/index.ts';
import { openNext } from './next-case.ts';
import type { RoomStore } from './room-store.ts';
import { outcomeWords } from './words.ts';

export type DialogName = 'reject' | 'resubmission';

interface DecisionOptions {
  readonly store: RoomStore;
  readonly customerId: string;
  readonly queueView: QueueView;
  /** Leads to an item that stands in the way of a decision. */
  readonly show: (item: Item) => void;
}

/** Ending a check, taking that back, and going on to the next case. The functions stay the same between renders. */
export function useDecisions({ store, customerId, queueView, show }: DecisionOptions) {
  const services = useServices();
  const [dialog, setDialog] = useState<DialogName>();

  const next = useLatest(() => void openNext(services, queueView, customerId));

  const finish = useLatest(async (input: Omit<FinishInput, 'customerId'>): Promise<void> => {
    const receipt = await store.getState().finish(input);
    if (!receipt) return;
    setDialog(undefined);
    const { commandId, undoUntil } = receipt;
    const text = `${outcomeWords[input.outcome]}: ${store.getState().view?.customer.name ?? ''}`;
    const toasts = services.toasts.getState();
    const onUndone = () => services.route.getState().go({ screen: 'review', customerId, view: queueView });
    if (undoUntil === undefined) toasts.show({ kind: 'said', text });
    else toasts.show({ kind: 'undo', text, commandId, undoUntil, onUndone });
    next();
  });

  /** Says what is open and goes there, by the rule that the engine and the backend apply too; else finishes. */
  const approve = useLatest(async (): Promise<void> => {
    const settled = await store.getState().settled();
    if (!settled) return;
    const verdicts = settled.items.map(({ verdict }) => verdict);
    const fault = reviewFault(settled.items, { outcome: 'approve', verdicts, request: [], reasons: [] });
    if (!fault) {
      await finish({ outcome: 'approve', reasons: [], request: [], tags: [] });
      return;
    }
    const items = fault.kind === 'nothing_requested' ? [] : [...fault.items];
    store.getState().refuse(problem(fault.kind, { items }));
    if (items[0] !== undefined) show(items[0]);
  });

  const undo = useLatest(async (commandId: string): Promise<void> => {
    if (await store.getState().undo(commandId)) services.toasts.getState().dismissUndo(commandId);
  });

  const openDialog = useLatest(async (which: DialogName): Promise<void> => {
    // A dialog begins with what the items say: a comment that was typed just now is part of it.
    await store.getState().settled();
    store.getState().refuse(undefined);
    setDialog(which);
  });

  const closeDialog = useCallback(() => setDialog(undefined), []);

  return { dialog, openDialog, closeDialog, finish, approve, undo, next };
}
