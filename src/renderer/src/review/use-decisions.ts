import { useCallback, useState } from 'react';
import { reviewFault, type Item } from '../../../shared/domain/index.ts';
import { problem, type QueueView } from '../../../shared/ipc/index.ts';
import { decidedLine } from '../decisions/index.ts';
import { useServices } from '../services.ts';
import { useLatest } from '../ui/index.ts';
import type { Drafts } from './dialogs/drafts.ts';
import { openNext } from './next-case.ts';
import type { FinishDraft, RoomStore } from './room-store.ts';

export type DialogName = 'reject' | 'resubmission';

/** A dialog covers the case: what it decides is decided on what was to be seen before it opened. */
interface Opened {
  readonly name: DialogName;
  readonly version: number;
}

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
  const [dialog, setDialog] = useState<Opened>();
  const [drafts, setDrafts] = useState<Drafts>({});

  const next = useLatest(() => void openNext(services, queueView, customerId));

  const finish = useLatest(async (input: FinishDraft, version: number): Promise<void> => {
    const receipt = await store.getState().finish({ ...input, version });
    if (!receipt) return;
    setDialog(undefined);
    setDrafts({});
    const { commandId, undoUntil } = receipt;
    const text = decidedLine(input.outcome, store.getState().view?.customer.name ?? '');
    const toasts = services.toasts.getState();
    const onUndone = () => services.route.getState().go({ screen: 'review', customerId, view: queueView });
    if (undoUntil === undefined) toasts.show({ kind: 'said', text });
    else toasts.show({ kind: 'undo', text, commandId, undoUntil, onUndone });
    next();
  });

  /** Says what is open and goes there, by the rule that the engine and the backend apply too; else finishes. */
  const approve = useLatest(async (): Promise<void> => {
    const version = store.getState().view?.customer.version;
    const settled = await store.getState().settled();
    if (!settled || version === undefined) return;
    const lapsed = settled.items.filter(({ changed }) => changed).map(({ item }) => item);
    if (lapsed[0] !== undefined) {
      store.getState().refuse(problem('verdicts_lapsed', { items: lapsed }));
      show(lapsed[0]);
      return;
    }
    const verdicts = settled.items.map(({ verdict }) => verdict);
    const fault = reviewFault(settled.items, { outcome: 'approve', verdicts, request: [], reasons: [] });
    if (!fault) {
      await finish({ outcome: 'approve', reasons: [], request: [], tags: [] }, version);
      return;
    }
    const items = fault.kind === 'nothing_requested' ? [] : [...fault.items];
    store.getState().refuse(problem(fault.kind, { items }));
    if (items[0] !== undefined) show(items[0]);
  });

  const undo = useLatest(async (commandId: string): Promise<void> => {
    if (await store.getState().undo(commandId)) services.toasts.getState().dismissUndo(commandId);
  });

  const openDialog = useLatest(async (name: DialogName): Promise<void> => {
    const version = store.getState().view?.customer.version;
    if (version === undefined) return;
    // A dialog begins with what the items say: a comment that was typed just now is part of it.
    await store.getState().settled();
    store.getState().refuse(undefined);
    setDialog({ name, version });
  });

  /** What was typed stays with the case: it may have to be looked at before the dialog can be sent. */
  const closeDialog = useCallback((left: Drafts) => {
    setDrafts(before => ({ ...before, ...left }));
    setDialog(undefined);
  }, []);

  const finishDialog = useLatest(async (input: FinishDraft): Promise<void> => {
    if (dialog) await finish(input, dialog.version);
  });

  return { dialog: dialog?.name, drafts, openDialog, closeDialog, finishDialog, approve, undo, next };
}
