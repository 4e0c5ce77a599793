import type { Outcome, Verdict } from '../../../shared/domain/index.ts';
import type { CaseView } from '../../../shared/ipc/index.ts';
import { useAction } from '../keys/index.ts';
import { canLink, canStart, mayEnd } from './can-start.ts';
import type { CaseActs } from './case-actions.tsx';
import type { Desk } from './desk-store.ts';
import { stripOrder } from './document-strip.tsx';
import type { AskedLine } from './request-lines.ts';
import type { Selection } from './use-selection.ts';

interface ReviewKeys extends Omit<CaseActs, 'onUndo'> {
  readonly view: CaseView | undefined;
  readonly desk: Desk;
  readonly selection: Selection;
  /** Whether documents and items are on the screen, and not another tab. */
  readonly working: boolean;
  readonly onVerdict: (verdict: Verdict) => void;
  /** The answer to the request that comes next. */
  readonly answered: AskedLine | undefined;
  readonly onAnswered: (line: AskedLine) => void;
  readonly onClose: () => void;
}

/** Gives every key of the review room its meaning. */
export function useReviewKeys(keys: ReviewKeys): void {
  const { view, desk, selection, working, answered, onVerdict } = keys;
  const open = view?.check.state === 'open';
  const endable = (outcome: Outcome): boolean =>
    view?.check.state === 'open' && mayEnd(view.customer.status, outcome);
  const judging = open && working && selection.item !== undefined;
  const viewer = () => desk.activeViewer().getState();

  useAction('review.close', () => (viewer().find ? viewer().closeFind() : keys.onClose()));
  useAction('review.start', keys.onStart, view?.check.state === 'none' && canStart(view));
  useAction('review.release', keys.onRelease, open);
  useAction('review.finish', keys.onFinish, endable('approve'));
  useAction('review.reject', keys.onReject, open);
  useAction('review.resubmission', keys.onResubmission, endable('resubmission'));
  useAction('review.next', keys.onNext);
  useAction('review.link', keys.onLink, view !== undefined && canLink(view));
  useAction('review.answer', () => answered && keys.onAnswered(answered), answered !== undefined);
  useAction('review.itemDown', () => selection.step(1), working);
  useAction('review.itemUp', () => selection.step(-1), working);
  useAction('review.approve', () => onVerdict('approved'), judging);
  useAction('review.pending', () => onVerdict('pending'), judging);
  useAction('review.rejectItem', () => onVerdict('rejected'), judging);
  useAction('review.comment', () => selection.edit('comment'), judging);
  useAction('review.note', () => selection.edit('note'), judging);

  const turn = (by: 1 | -1): void => {
    const documents = stripOrder(view?.documents ?? []).map(({ id }) => id);
    desk.store.getState().turn(documents, by);
  };
  useAction('document.previous', () => turn(-1), working);
  useAction('document.next', () => turn(1), working);
  useAction('document.pageUp', () => viewer().step(-1), working);
  useAction('document.pageDown', () => viewer().step(1), working);
  useAction('document.zoomIn', () => viewer().zoomBy(1.25), working);
  useAction('document.zoomOut', () => viewer().zoomBy(1 / 1.25), working);
  useAction('document.fit', () => viewer().toggleFit(), working);
  useAction('document.rotate', () => viewer().rotate(), working);
  useAction('document.find', () => viewer().openFind(), working);
  useAction('document.split', () => desk.store.getState().toggleSplit(), working);
}
