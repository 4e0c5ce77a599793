import { reasonOf } from '../../../shared/domain/reasons.ts';
import {
  mayBeChecked,
  reviewFault,
  reviewItems,
  statusAfter,
  type ReviewFault,
} from '../../../shared/domain/review.ts';
import { mayMove } from '../../../shared/domain/status.ts';
import type { ItemVerdict } from '../../../shared/domain/items.ts';
import { plainText } from '../../../shared/domain/text.ts';
import type { CaseCheck } from '../../../shared/ipc/case.ts';
import { problem, type IpcProblem } from '../../../shared/ipc/problem.ts';
import type { CallInput, CallOutput } from '../../../shared/ipc/table.ts';
import { assertNever, fail, ok, type Result } from '../../../shared/result.ts';
import type { JournalBody } from '../journal/entries.ts';
import { attemptStorage } from '../storage-problem.ts';
import { decidedBody, findCase, mayReview, type Desk, type OpenCase } from './desk.ts';
import { evidenceOf } from './evidence.ts';
import { parkedMarks } from './hits.ts';
import {
  changedSinceShown,
  isHitAsShown,
  judgedContent,
  lapsedFault,
  notOpen,
  resolveFault,
  sinceReview,
  unseenFault,
} from './rules.ts';
import { standings } from './standing.ts';

/** How long a finish can be taken back before it is queued for sending. */
export const undoMs = 10_000;

type Receipt = CallOutput<'review.start'>;
type Done = CallOutput<'review.mark'>;

/** Whatever an analyst does with a check. Everything is in the journal before it is answered. */
export function createReview(desk: Desk) {
  const { cache, record } = desk;

  const receipt = (commandId: string): Result<Receipt, IpcProblem> => {
    const read = attemptStorage(() => cache.outboxRow(commandId));
    // The journal has it, whatever the cache can say: it is queued for certain.
    if (!read.ok || !read.value) return ok({ commandId, state: 'queued' });
    const row = read.value;
    return ok({
      commandId,
      state: row.state,
      ...(row.undoUntil === undefined ? {} : { undoUntil: row.undoUntil }),
    });
  };

  const recordDecision = (bodies: readonly JournalBody[], commandId: string): Result<Receipt, IpcProblem> => {
    const recorded = record(bodies);
    return recorded.ok ? receipt(commandId) : recorded;
  };

  const openCheck = (customerId: string): Result<OpenCase & { check: OpenCheck }, IpcProblem> => {
    if (!mayReview(desk)) return fail(problem('not_allowed', { detail: 'role_missing' }));
    const stale = record.behind();
    if (stale) return fail(stale);
    const found = findCase(desk, customerId);
    if (!found.ok) return found;
    const { check } = found.value;
    return check.state === 'open' ? ok({ ...found.value, check }) : fail(notOpen(check));
  };

  return {
    start({ customerId }: CallInput<'review.start'>): Result<Receipt, IpcProblem> {
      if (!mayReview(desk)) return fail(problem('not_allowed', { detail: 'role_missing' }));
      const stale = record.behind();
      if (stale) return fail(stale);
      const found = findCase(desk, customerId);
      if (!found.ok) return found;
      const { check, customer } = found.value;
      if (
        check.state === 'open' &&
        check.startCommandId !== undefined &&
        !hasLapsed(check, cache.serverNow())
      )
        return receipt(check.startCommandId);
      if (check.state === 'claimed' || check.state === 'decided') return fail(notOpen(check));
      if (!mayBeChecked(customer.status)) return fail(problem('status_forbids', { detail: customer.status }));
      if (customer.awaitingSecondApproval)
        return fail(problem('status_forbids', { detail: 'second_approval' }));
      const body = decidedBody(desk, {
        type: 'review.start',
        customer,
        baseVersion: customer.version,
        payload: {},
      });
      return recordDecision([body], body.commandId);
    },

    release({ customerId }: CallInput<'review.release'>): Result<Receipt, IpcProblem> {
      const found = openCheck(customerId);
      if (!found.ok) return found;
      const { customer, check } = found.value;
      const start = check.startCommandId === undefined ? undefined : cache.outboxRow(check.startCommandId);
      // Never sent, so the backend need not hear of it at all.
      if (start?.state === 'queued' && !start.sealed)
        return recordDecision([{ kind: 'undone', commandId: start.commandId }], start.commandId);
      const body = decidedBody(desk, {
        type: 'review.release',
        customer,
        baseVersion: customer.version,
        payload: {},
        dependsOn: check.startCommandId,
      });
      return recordDecision([body], body.commandId);
    },

    /** The verdict counts for what the window showed, which must be what is there now. */
    mark({ customerId, version, verdict }: CallInput<'review.mark'>): Result<Done, IpcProblem> {
      const found = openCheck(customerId);
      if (!found.ok) return found;
      const { customer, level } = found.value;
      if (!level) return fail(problem('not_found', { detail: 'level' }));
      const items = reviewItems(customer, level);
      const judged = judgedContent(desk, customer, items, { version, verdict });
      if (!judged.ok) return judged;
      const recorded = record([
        { kind: 'marked', customerId, verdict: wellFormed(verdict), ...judged.value },
      ]);
      return recorded.ok ? ok({}) : recorded;
    },

    /** What is sent is based on the case as it is now, in which everything guarded is as the window showed it. */
    finish(input: CallInput<'review.finish'>): Result<Receipt, IpcProblem> {
      const found = openCheck(input.customerId);
      if (!found.ok) return found;
      const { customer, level, check } = found.value;
      if (!level) return fail(problem('not_found', { detail: 'level' }));
      const differs = changedSinceShown(desk, customer, input.version);
      if (!differs || differs.length > 0)
        return fail(problem('case_changed', { items: [...(differs ?? [])] }));
      const items = reviewItems(customer, level);
      const standing = standings(customer, items, cache.draft(customer.id));
      const verdicts = [...standing.values()]
        .map(({ verdict }) => verdict)
        .filter(({ verdict }) => verdict !== 'unreviewed');
      const { outcome, reasons, request, tags, note } = input;
      const unknown = [...reasons, ...request.flatMap(asked => asked.reasons)].find(code => !reasonOf(code));
      if (unknown !== undefined) return fail(problem('invalid_input', { path: 'reasons', detail: 'reason' }));
      if (!mayMove(customer.status, statusAfter(outcome)))
        return fail(problem('status_forbids', { detail: customer.status }));
      const approves = outcome === 'approve';
      const lapsed = approves ? lapsedFault(standing) : undefined;
      if (lapsed) return fail(lapsed);
      const fault = reviewFault(items, { outcome, verdicts, request, reasons });
      if (fault) return fail(faultProblem(fault));
      const unseen = approves ? unseenFault(desk, customer, standing) : undefined;
      if (unseen) return fail(unseen);

      // A lease that ran out is asked for again with the decision; the backend says whether somebody else has it.
      const start = hasLapsed(check, cache.serverNow())
        ? decidedBody(desk, { type: 'review.start', customer, baseVersion: customer.version, payload: {} })
        : undefined;
      const body = decidedBody(desk, {
        type: 'review.finish',
        customer,
        baseVersion: customer.version,
        payload: {
          outcome,
          ...(reasons.length > 0 ? { reasons } : {}),
          verdicts,
          request: outcome === 'resubmission' ? request : [],
          tags,
          ...(note === undefined ? {} : { note }),
        },
        dependsOn: start?.commandId ?? check.startCommandId,
        evidence: evidenceOf(customer, cache.viewed(customer)),
        undoMs,
        replaces: replacedBy(customer.id),
      });
      return recordDecision(start ? [start, body] : [body], body.commandId);
    },

    undo({ commandId }: CallInput<'review.undo'>): Result<Done, IpcProblem> {
      const stale = record.behind();
      if (stale) return fail(stale);
      const row = cache.outboxRow(commandId);
      if (!row) return fail(problem('not_found'));
      if (row.state !== 'undoable' || row.sealed) return fail(problem('not_undoable'));
      const recorded = record([{ kind: 'undone', commandId }]);
      return recorded.ok ? ok({}) : recorded;
    },

    addNote({ customerId, text, mentions }: CallInput<'note.add'>): Result<Receipt, IpcProblem> {
      if (!mayReview(desk)) return fail(problem('not_allowed', { detail: 'role_missing' }));
      const customer = cache.customer(customerId);
      if (!customer) return fail(problem('not_found'));
      const body = decidedBody(desk, {
        type: 'note.add',
        customer,
        baseVersion: null,
        payload: { text, mentions },
      });
      return recordDecision([body], body.commandId);
    },

    /**
     * Marks a hit as the window showed it; a mark on it that the backend did not take has found its successor. What is
     * sent is based on the case as it is now, in which that hit is as shown.
     */
    resolveHit(input: CallInput<'screening.resolve'>): Result<Receipt, IpcProblem> {
      const stale = record.behind();
      if (stale) return fail(stale);
      const found = findCase(desk, input.customerId);
      if (!found.ok) return found;
      const fault = resolveFault(desk, found.value);
      if (fault) return fail(fault);
      const { customer } = found.value;
      const { hitId, resolution, note } = input;
      if (plainText(note).trim() === '') return fail(problem('invalid_input', { path: 'note' }));
      if (!isHitAsShown(desk, customer, input))
        return fail(problem('case_changed', { items: ['screening'] }));
      const parked = parkedMarks(cache, customer, hitId);
      const body = decidedBody(desk, {
        type: 'screening.resolve',
        customer,
        baseVersion: customer.version,
        payload: { hitId, resolution, note },
        replaces: parked.at(-1),
      });
      const superseded = parked.map((commandId): JournalBody => ({
        kind: 'superseded',
        commandId,
        by: body.commandId,
      }));
      return recordDecision([body, ...superseded], body.commandId);
    },

    /** A page of a document was on the screen. Seconds are rounded to whole ones. */
    seen({ customerId, documentId, page, seconds }: CallInput<'case.seen'>): Result<Done, IpcProblem> {
      const customer = cache.customer(customerId);
      const document = customer?.documents.find(({ id }) => id === documentId);
      if (!document) return fail(problem('not_found'));
      if (!desk.documents.verified(document)) return fail(problem('document_not_here'));
      const recorded = record([
        {
          kind: 'viewed',
          customerId,
          documentId,
          sha256: document.sha256,
          page,
          seconds: Math.round(seconds),
          ...sinceReview(customer),
        },
      ]);
      return recorded.ok ? ok({}) : recorded;
    },
  };

  /** The parked finish that was taken up again and that this one stands for, if any. */
  function replacedBy(customerId: string): string | undefined {
    const rows = cache.outboxOfCustomer(customerId).filter(row => row.decided.type === 'review.finish');
    const superseded = rows.findLast(row => row.state === 'superseded');
    const taken = rows.some(row => row.decided.replaces === superseded?.commandId && row.state !== 'undone');
    return taken ? undefined : superseded?.commandId;
  }
}
export type Review = ReturnType<typeof createReview>;

type OpenCheck = Extract<CaseCheck, { state: 'open' }>;

const hasLapsed = (check: OpenCheck, now: number): boolean =>
  check.expiresAt !== undefined && Date.parse(check.expiresAt) <= now;

function faultProblem(fault: ReviewFault): IpcProblem {
  switch (fault.kind) {
    case 'open_items':
    case 'reason_missing':
    case 'unknown_item':
      return problem(fault.kind, { items: [...fault.items] });
    case 'nothing_requested':
      return problem('nothing_requested');
    default:
      return assertNever(fault);
  }
}

const wellFormed = (verdict: ItemVerdict): ItemVerdict => ({
  ...verdict,
  ...(verdict.customerComment ? { customerComment: verdict.customerComment.toWellFormed() } : {}),
  ...(verdict.note ? { note: verdict.note.toWellFormed() } : {}),
});
