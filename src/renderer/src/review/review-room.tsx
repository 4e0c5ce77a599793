import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Item } from '../../../shared/domain/index.ts';
import type { FinishInput, QueueView } from '../../../shared/ipc/index.ts';
import { useServices } from '../services.ts';
import { Button, ProblemNote, Spinner, VisuallyHidden } from '../ui/index.ts';
import { Banner } from './banner.tsx';
import { CaseActions } from './case-actions.tsx';
import { CaseHeader } from './case-header.tsx';
import { createDesk } from './desk-store.ts';
import { DeskView } from './desk-view.tsx';
import { RejectDialog } from './dialogs/reject-dialog.tsx';
import { ResubmissionDialog } from './dialogs/resubmission-dialog.tsx';
import { DocumentStrip } from './document-strip.tsx';
import { ItemsPanel } from './items/items-panel.tsx';
import { CasePanel } from './panels/case-panel.tsx';
import { createRoomStore, type VerdictChange } from './room-store.ts';
import styles from './room.module.css';
import { tabsOf, type TabName } from './tab-entries.ts';
import { Tabs, tabId, tabPanelId } from './tabs.tsx';
import { useDecisions } from './use-decisions.ts';
import { useReviewKeys } from './use-review-keys.ts';
import { useSelection } from './use-selection.ts';
import { verdictLook } from './verdict-look.tsx';
import { itemName } from './words.ts';

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
  const [said, setSaid] = useState('');
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

  const show = (item: Item): void => {
    setTab('verification');
    selection.select(item, true);
  };
  const decisions = useDecisions({ store, view, customerId, queueView, show });
  const judge = async (item: Item, change: VerdictChange): Promise<boolean> => {
    const recorded = await store.getState().mark(item, change);
    const judged = store.getState().view?.items.find(other => other.item === item);
    if (recorded && judged && change.verdict !== undefined && view) {
      setSaid(`${itemName(view, judged)}: ${verdictLook[judged.verdict.verdict].word}`);
    }
    return recorded;
  };
  const acts = {
    onStart: () => void room.start(),
    onRelease: () => void room.release(),
    onFinish: () => void decisions.approve(),
    onReject: () => void decisions.openDialog('reject'),
    onResubmission: () => void decisions.openDialog('resubmission'),
    onNext: decisions.next,
  };

  useReviewKeys({
    ...acts,
    view,
    desk,
    selection,
    working: tab === 'verification',
    onVerdict: verdict => {
      if (selection.item) void judge(selection.item.item, { verdict });
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
    onClose: decisions.closeDialog,
    onFinish: (input: Omit<FinishInput, 'customerId'>) => void decisions.finish(input),
  };
  return (
    <div className={styles.room}>
      <VisuallyHidden status>{said}</VisuallyHidden>
      <CaseHeader
        view={view}
        offline={offline}
        onClose={onClose}
        actions={
          <CaseActions {...acts} view={view} acting={room.acting} onUndo={id => void decisions.undo(id)} />
        }
        tabs={<Tabs entries={tabsOf(view)} value={tab} onChange={setTab} />}
      />
      <Banner
        view={view}
        refusal={decisions.dialog ? undefined : room.refusal}
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
            onMark={judge}
          />
        </div>
      ) : (
        <div className={styles.panel} role="tabpanel" id={tabPanelId} aria-labelledby={tabId(tab)}>
          <CasePanel tab={tab} view={view} saving={room.acting === 'note'} onAddNote={room.addNote} />
        </div>
      )}
      {decisions.dialog === 'reject' && <RejectDialog {...dialogProps} />}
      {decisions.dialog === 'resubmission' && <ResubmissionDialog {...dialogProps} />}
    </div>
  );
}
