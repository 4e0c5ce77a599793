import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { reviewFault, type Item, type Outcome } from '../../../shared/domain/index.ts';
import { problem, type CaseView, type FinishInput, type QueueView } from '../../../shared/ipc/index.ts';
import { useServices } from '../services.ts';
import { Button, ProblemNote, Spinner } from '../ui/index.ts';
import { Banner } from './banner.tsx';
import { CaseActions } from './case-actions.tsx';
import { CaseHeader } from './case-header.tsx';
import { createDesk } from './desk-store.ts';
import { DeskView } from './desk-view.tsx';
import { RejectDialog } from './dialogs/reject-dialog.tsx';
import { ResubmissionDialog } from './dialogs/resubmission-dialog.tsx';
import { DocumentStrip } from './document-strip.tsx';
import { ItemsPanel } from './items/items-panel.tsx';
import { openNext } from './next-case.ts';
import { CasePanel } from './panels/case-panel.tsx';
import { createRoomStore } from './room-store.ts';
import styles from './room.module.css';
import { tabsOf, type TabName } from './tab-entries.ts';
import { Tabs, tabId, tabPanelId } from './tabs.tsx';
import { useReviewKeys } from './use-review-keys.ts';
import { useSelection } from './use-selection.ts';
import { outcomeWords } from './words.ts';

export interface ReviewRoomProps {
  readonly customerId: string;
  /** The view of the queue that the case was opened from: the next case comes from it. */
  readonly view: QueueView;
  readonly onClose: () => void;
}

/** Where a case is looked at and decided. Mounted anew for each case. */
export function ReviewRoom({ customerId, view: queueView, onClose }: ReviewRoomProps) {
  const services = useServices();
  const [store] = useState(() => createRoomStore(services.bridge, customerId));
  const [desk] = useState(createDesk);
  const room = useStore(store);
  const { view } = room;
  const [tab, setTab] = useState<TabName>('verification');
  const [dialog, setDialog] = useState<'reject' | 'resubmission'>();
  const selection = useSelection(view, desk);
  const offline = useStore(services.sync, ({ sync }) => sync !== undefined && sync.network !== 'online');
  const watermark = useStore(services.app, ({ app }) =>
    app?.watermark
      ? [app.user?.name ?? app.account?.email, app.account?.deviceName].filter(Boolean).join(' · ')
      : undefined,
  );

  useEffect(() => {
    services.documents.warm();
    void store.getState().load();
    return store.getState().follow();
  }, [store, services.documents]);

  const next = () => void openNext(services, queueView, customerId);
  const finish = async (input: Omit<FinishInput, 'customerId'>): Promise<void> => {
    const receipt = await store.getState().finish(input);
    if (!receipt) return;
    setDialog(undefined);
    const back = () => services.route.getState().go({ screen: 'review', customerId, view: queueView });
    announce(services.toasts, { ...receipt, onUndone: back }, input.outcome, view);
    next();
  };
  const undo = async (commandId: string): Promise<void> => {
    if (await store.getState().undo(commandId)) services.toasts.getState().dismissUndo(commandId);
  };
  const show = (item: Item): void => {
    setTab('verification');
    selection.select(item, true);
  };
  const approve = (): void => {
    if (!view) return;
    const verdicts = view.items.map(({ verdict }) => verdict);
    const fault = reviewFault(view.items, { outcome: 'approve', verdicts, request: [], reasons: [] });
    if (!fault) {
      void finish({ outcome: 'approve', reasons: [], request: [], tags: [] });
      return;
    }
    const items = fault.kind === 'nothing_requested' ? [] : [...fault.items];
    store.getState().refuse(problem(fault.kind, { items }));
    if (items[0] !== undefined) show(items[0]);
  };
  const openDialog = (which: 'reject' | 'resubmission'): void => {
    room.refuse(undefined);
    setDialog(which);
  };
  const acts = {
    onStart: () => void room.start(),
    onRelease: () => void room.release(),
    onFinish: approve,
    onReject: () => openDialog('reject'),
    onResubmission: () => openDialog('resubmission'),
    onNext: next,
  };

  useReviewKeys({
    ...acts,
    view,
    desk,
    selection,
    working: tab === 'verification',
    onVerdict: verdict => {
      if (selection.item) void room.mark(selection.item.item, { verdict });
    },
    onClose,
  });

  if (!view) {
    return room.problem ? (
      <div className={styles.failed}>
        <ProblemNote problem={room.problem} actions={<Button onClick={onClose}>Back to the queue</Button>} />
      </div>
    ) : (
      <p className={styles.waiting} role="status">
        <Spinner /> Opening the case…
      </p>
    );
  }

  const dialogProps = {
    view,
    busy: room.acting === 'finish',
    refusal: room.refusal,
    onClose: () => setDialog(undefined),
    onFinish: (input: Omit<FinishInput, 'customerId'>) => void finish(input),
  };
  return (
    <div className={styles.room}>
      <CaseHeader
        view={view}
        offline={offline}
        onClose={onClose}
        actions={<CaseActions {...acts} view={view} acting={room.acting} onUndo={id => void undo(id)} />}
        tabs={<Tabs entries={tabsOf(view)} value={tab} onChange={setTab} />}
      />
      <Banner
        view={view}
        refusal={dialog ? undefined : room.refusal}
        onDismiss={() => room.refuse(undefined)}
        onShow={show}
        onOutbox={commandId => services.route.getState().go({ screen: 'outbox', commandId })}
      />
      {tab === 'verification' ? (
        <div className={styles.work} role="tabpanel" id={tabPanelId} aria-labelledby={tabId(tab)}>
          <DocumentStrip
            view={view}
            desk={desk}
            library={services.documents}
            onShow={document => {
              desk.store.getState().show(document.id);
              if (document.current) selection.select(`document:${document.id}`);
            }}
          />
          <DeskView
            desk={desk}
            view={view}
            library={services.documents}
            selected={selection.item}
            watermark={watermark}
            onSeen={({ documentId, page, seconds }) => room.seen(documentId, page, seconds)}
          />
          <ItemsPanel
            view={view}
            selected={selection.item?.item}
            editing={selection.editing}
            enabled={view.check.state === 'open'}
            marking={room.marking}
            focusTurn={selection.focusTurn}
            onSelect={selection.select}
            onMark={room.mark}
          />
        </div>
      ) : (
        <div className={styles.panel} role="tabpanel" id={tabPanelId} aria-labelledby={tabId(tab)}>
          <CasePanel tab={tab} view={view} saving={room.acting === 'note'} onAddNote={room.addNote} />
        </div>
      )}
      {dialog === 'reject' && <RejectDialog {...dialogProps} />}
      {dialog === 'resubmission' && <ResubmissionDialog {...dialogProps} />}
    </div>
  );
}

interface Announced {
  readonly commandId: string;
  readonly undoUntil?: string | undefined;
  readonly onUndone: () => void;
}

/** Says what was decided, with the way to take it back. */
function announce(
  toasts: ReturnType<typeof useServices>['toasts'],
  { commandId, undoUntil, onUndone }: Announced,
  outcome: Outcome,
  view: CaseView | undefined,
): void {
  const text = `${outcomeWords[outcome]}: ${view?.customer.name ?? ''}`;
  const { show } = toasts.getState();
  if (undoUntil === undefined) show({ kind: 'said', text });
  else show({ kind: 'undo', text, commandId, undoUntil, onUndone });
}
