import { mayBeChecked } from '../../../shared/domain/review.ts';
import { problem, type IpcProblem } from '../../../shared/ipc/problem.ts';
import type { CallInput, CallOutput } from '../../../shared/ipc/table.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { OutboxRow } from '../cache/index.ts';
import type { JournalBody } from '../journal/entries.ts';
import { decidedBody, findCase, mayReview, type Desk } from './desk.ts';

/** What can be done with a decision that the backend did not take: decide again, withdraw, ask a supervisor. */
export function createParked(desk: Desk) {
  const { cache, record } = desk;

  const parked = (commandId: string): Result<OutboxRow, IpcProblem> => {
    const stale = record.behind();
    if (stale) return fail(stale);
    const row = cache.outboxRow(commandId);
    if (!row) return fail(problem('not_found'));
    return row.state === 'parked' ? ok(row) : fail(problem('not_allowed', { detail: row.state }));
  };

  /** The verdicts of a parked finish as a draft again, each with what it was given on: where that changed it counts no more. */
  function finishAgain(row: OutboxRow): readonly JournalBody[] {
    const { customerId, commandId } = row.decided;
    const bodies: JournalBody[] = [{ kind: 'superseded', commandId, by: null }];
    for (const { on, lastReview, ...verdict } of cache.decidedMarks(commandId))
      bodies.push({
        kind: 'marked',
        customerId,
        verdict,
        ...(on ? { on } : {}),
        ...(lastReview === undefined ? {} : { lastReview }),
      });
    return bodies;
  }

  /** A start for a case on which nothing stands in the way of one. */
  function startBodies(customerId: string): readonly JournalBody[] {
    const found = findCase(desk, customerId);
    if (!found.ok || found.value.check.state !== 'none') return [];
    const { customer } = found.value;
    if (!mayBeChecked(customer.status) || customer.awaitingSecondApproval) return [];
    return [
      decidedBody(desk, { type: 'review.start', customer, baseVersion: customer.version, payload: {} }),
    ];
  }

  return {
    decideAgain({
      commandId,
    }: CallInput<'outbox.decideAgain'>): Result<CallOutput<'outbox.decideAgain'>, IpcProblem> {
      if (!mayReview(desk)) return fail(problem('not_allowed', { detail: 'role_missing' }));
      const row = parked(commandId);
      if (!row.ok) return row;
      const { customerId, type } = row.value.decided;
      const isReview = type === 'review.finish' || type === 'review.start' || type === 'review.release';
      if (!isReview) return fail(problem('not_allowed', { detail: type }));
      const taken = record(
        type === 'review.finish' ? finishAgain(row.value) : [{ kind: 'superseded', commandId, by: null }],
      );
      if (!taken.ok) return taken;
      // Whether a start is needed shows only now that the parked decision is out of the way.
      const start = type === 'review.release' ? [] : startBodies(customerId);
      const started = start.length > 0 ? record(start) : ok([]);
      return started.ok ? ok({ customerId }) : started;
    },

    /** Also takes back what was decided but not yet sent. */
    withdraw({
      commandId,
      reason,
    }: CallInput<'outbox.withdraw'>): Result<CallOutput<'outbox.withdraw'>, IpcProblem> {
      const stale = record.behind();
      if (stale) return fail(stale);
      const row = cache.outboxRow(commandId);
      if (!row) return fail(problem('not_found'));
      const waits = (row.state === 'queued' || row.state === 'undoable') && !row.sealed;
      if (row.state !== 'parked' && !waits) return fail(problem('not_allowed', { detail: row.state }));
      const recorded = record([{ kind: 'withdrawn', commandId, reason: reason.toWellFormed() }]);
      return recorded.ok ? ok({}) : recorded;
    },

    escalate({
      commandId,
      note,
    }: CallInput<'outbox.escalate'>): Result<CallOutput<'outbox.escalate'>, IpcProblem> {
      const row = parked(commandId);
      if (!row.ok) return row;
      const customer = cache.customer(row.value.decided.customerId);
      if (!customer) return fail(problem('not_found'));
      const to = supervisorFor(customer.id);
      if (to === undefined) return fail(problem('not_allowed', { detail: 'no_supervisor' }));
      const body = decidedBody(desk, {
        type: 'customer.escalate',
        customer,
        baseVersion: customer.version,
        payload: { to, note },
        replaces: commandId,
      });
      const recorded = record([body, { kind: 'superseded', commandId, by: body.commandId }]);
      return recorded.ok ? ok({ commandId: body.commandId, state: 'queued' }) : recorded;
    },
  };

  /** The same supervisor for a case each time, and the cases spread over all of them; never the person asking. */
  function supervisorFor(customerId: string): string | undefined {
    const supervisors = cache
      .users()
      .filter(user => user.roles.includes('supervisor') && user.id !== desk.user.id);
    const sum = [...customerId].reduce((total, letter) => total + letter.charCodeAt(0), 0);
    return supervisors[sum % Math.max(1, supervisors.length)]?.id;
  }
}
export type Parked = ReturnType<typeof createParked>;
