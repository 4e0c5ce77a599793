import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { Item } from '../../../shared/domain/index.ts';
import type { CaseDocument, QueueView } from '../../../shared/ipc/index.ts';
import { useServices } from '../services.ts';
import { Button, ProblemNote, Spinner, useLatest } from '../ui/index.ts';
import { Banner } from './banner.tsx';
import { canLink, canStart } from './can-start.ts';
import { CaseActions } from './case-actions.tsx';
import { CaseHeader } from './case-header.tsx';
import { CaseNews } from './case-news.tsx';
import { createDesk } from './desk-store.ts';
import { DeskView } from './desk-view.tsx';
import { RejectDialog } from './dialogs/reject-dialog.tsx';
import { ResubmissionDialog } from './dialogs/resubmission-dialog.tsx';
import { DocumentStrip } from './document-strip.tsx';
import { linkedCustomerOf } from './linked-customer.ts';
import { ItemsPanel } from './items/items-panel.tsx';
import { CasePanel } from './panels/case-panel.tsx';
import { askedLines, nextAnswered, type AskedLine } from './request-lines.ts';
import { createRoomStore, type FinishDraft } from './room-store.ts';
import styles from './room.module.css';
import { tabsOf, type TabName } from './tab-entries.ts';
import { Tabs, tabId, tabPanelId } from './tabs.tsx';
import { useDecisions } from './use-decisions.ts';
import { useReviewKeys } from './use-review-keys.ts';
import { useSelection } from './use-selection.ts';
import { VerdictNews } from './verdict-news.tsx';

export interface ReviewRoomProps {
  readonly customerId: string;
  /** The view of the queue that the case was opened from: the next case comes from it. */
  readonly view: QueueView;
  /** What of the case to show first. */
  readonly tab?: TabName | undefined;
  readonly onClose: () => void;
}

/** Milliseconds after which the documents of the case after this one are decoded. */
const prepareAfterMs = 700;

/** Where a case is looked at and decided. Mounted anew for each case. */
export function ReviewRoom({ customerId, view: queueView, tab: first, onClose }: ReviewRoomProps) {
  const services = useServices();
  const [store] = useState(() => createRoomStore(services.bridge, customerId));
  const [desk] = useState(createDesk);
  const view = useStore(store, state => state.view);
  const problem = useStore(store, state => state.problem);
  const refusal = useStore(store, state => state.refusal);
  const acting = useStore(store, state => state.acting);
  const news = useStore(store, state => state.news);
  const { start, release, mark, seen, addNote, resolveHit, refuse } = store.getState();
  const back = useStore(services.route, ({ origin }) => `Back to the ${origin.screen}`);
  const [tab, setTab] = useState<TabName>(first ?? 'verification');
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

  const settledView = view !== undefined;
  const checkState = view?.check.state;
  useEffect(() => {
    if (!settledView) return undefined;
    // What this case shows comes first.
    const timer = setTimeout(
      () => void services.documents.prepareNext(queueView, customerId),
      prepareAfterMs,
    );
    return () => clearTimeout(timer);
    // Again once the check has begun: colleagues may have claimed what was next before.
  }, [settledView, checkState, queueView, customerId, services.documents]);

  const show = (item: Item): void => {
    setTab('verification');
    selection.select(item, true);
  };
  const begin = useLatest(async (): Promise<void> => {
    // Judging begins where the person stands: at the chosen item.
    if ((await start()) && selection.item) selection.select(selection.item.item, true);
  });
  const decisions = useDecisions({ store, customerId, queueView, show });
  const { approve, openDialog, undo, next } = decisions;
  const link = useLatest(() => {
    if (view) services.newLink.getState().open(linkedCustomerOf(view));
  });
  const acts = useMemo(
    () => ({
      onStart: () => void begin(),
      onRelease: () => void release(),
      onFinish: () => void approve(),
      onReject: () => void openDialog('reject'),
      onResubmission: () => void openDialog('resubmission'),
      onUndo: (commandId: string) => void undo(commandId),
      onNext: next,
      onLink: link,
    }),
    [begin, release, approve, openDialog, undo, next, link],
  );
  const openOutbox = useLatest((commandId: string) =>
    services.route.getState().go({ screen: 'outbox', commandId }),
  );
  const showDocument = useLatest((document: CaseDocument) => {
    setTab('verification');
    desk.store.getState().show(document.id);
    if (document.current) selection.select(`document:${document.id}`);
  });
  const showAsked = useLatest(({ judgedAt, answers, replaced }: AskedLine): void => {
    setTab('verification');
    if (judgedAt !== undefined) selection.select(judgedAt, true);
    // The new one beside the one that it replaces, where two are shown.
    const together = replaced ? [...answers.slice(0, 1), replaced] : answers;
    if (together.length > 0)
      desk.store.getState().look(together.map(({ id }) => ({ documentId: id, page: 1 })));
  });
  const answered = view && nextAnswered(askedLines(view), selection.item?.item);
  const { item, key, extracted } = selection.item ?? {};
  const looked = useMemo(
    () =>
      item === undefined || key === undefined || extracted === undefined
        ? undefined
        : { item, key, extracted },
    [item, key, extracted],
  );

  useReviewKeys({
    ...acts,
    view,
    desk,
    selection,
    working: tab === 'verification',
    onVerdict: verdict => {
      if (selection.item) void mark(selection.item.item, { verdict });
    },
    answered,
    onAnswered: showAsked,
    onClose,
  });

  if (!view) {
    return problem ? (
      <div className={styles.failed}>
        <ProblemNote problem={problem} actions={<Button onClick={onClose}>{back}</Button>} />
      </div>
    ) : (
      <p className={styles.waiting} role="status">
        <Spinner /> Opening the case…
      </p>
    );
  }

  const dialogProps = {
    view,
    busy: acting === 'finish',
    refusal,
    onFinish: (input: FinishDraft) => void decisions.finishDialog(input),
  };
  return (
    <div className={styles.room}>
      <VerdictNews store={store} />
      <CaseHeader
        customer={view.customer}
        check={view.check}
        levelName={view.levelName}
        asOf={view.asOf}
        offline={offline}
        back={back}
        onClose={onClose}
        actions={
          <CaseActions
            {...acts}
            check={view.check}
            status={view.customer.status}
            startable={canStart(view)}
            linkable={canLink(view)}
            acting={acting}
          />
        }
        news={<CaseNews view={view} news={news} onShow={show} />}
        tabs={<Tabs entries={tabsOf(view)} value={tab} onChange={setTab} />}
      />
      <Banner
        view={view}
        refusal={decisions.dialog ? undefined : refusal}
        onDismiss={() => refuse(undefined)}
        onShow={show}
        onAsked={showAsked}
        onDocument={showDocument}
        onOutbox={openOutbox}
      />
      {tab === 'verification' ? (
        <div className={styles.work} role="tabpanel" id={tabPanelId} aria-labelledby={tabId(tab)}>
          <DocumentStrip view={view} desk={desk} library={services.documents} onShow={showDocument} />
          <DeskView
            desk={desk}
            documents={view.documents}
            fields={view.customer.fields}
            library={services.documents}
            selected={looked}
            watermark={watermark}
            onSeen={seen}
          />
          <ItemsPanel
            store={store}
            view={view}
            selected={selection.item?.item}
            editing={selection.editing}
            enabled={view.check.state === 'open'}
            focusTurn={selection.focusTurn}
            onSelect={selection.select}
            onMark={mark}
          />
        </div>
      ) : (
        <div className={styles.panel} role="tabpanel" id={tabPanelId} aria-labelledby={tabId(tab)}>
          <CasePanel
            tab={tab}
            view={view}
            acting={acting}
            onAddNote={addNote}
            onResolve={resolveHit}
            onOutbox={openOutbox}
          />
        </div>
      )}
      {decisions.dialog === 'reject' && (
        <RejectDialog
          {...dialogProps}
          kept={decisions.drafts.reject}
          onClose={reject => decisions.closeDialog({ reject })}
        />
      )}
      {decisions.dialog === 'resubmission' && (
        <ResubmissionDialog
          {...dialogProps}
          kept={decisions.drafts.resubmission}
          onClose={resubmission => decisions.closeDialog({ resubmission })}
        />
      )}
    </div>
  );
}
