import type { Customer } from '../../../shared/domain/customer.ts';
import { payloadSchemas } from '../../../shared/domain/command.ts';
import type { CaseCheck } from '../../../shared/ipc/case.ts';
import type { OutboxRow } from '../cache/index.ts';

export interface CheckFacts {
  readonly customer: Customer;
  /** This workstation's commands about the case, oldest first. */
  readonly commands: readonly OutboxRow[];
  readonly userId: string;
  readonly nameOf: (userId: string) => string;
  readonly now: number;
}

const ended: ReadonlySet<OutboxRow['state']> = new Set(['undone', 'withdrawn', 'superseded']);

/** Whether a command never happened, or another one has replaced it. */
export const hasEnded = ({ state }: OutboxRow): boolean => ended.has(state);

/** The backend applied it, and the copy of the case here is from before that. */
export const isNotSynced = (row: OutboxRow, customer: Customer): boolean =>
  row.state === 'applied' && (row.appliedVersion ?? 0) > customer.version;

/** Whether a finish is still something of its own: on its way, parked, or not yet seen in the case. */
export const isPendingFinish = (row: OutboxRow, customer: Customer): boolean =>
  row.decided.type === 'review.finish' &&
  !hasEnded(row) &&
  (row.state !== 'applied' || isNotSynced(row, customer));

/** The check of a case as this workstation sees it; see the diagram at `caseCheckSchema`. */
export function checkOf(facts: CheckFacts): CaseCheck {
  const { customer, userId, now } = facts;
  const commands = facts.commands.filter(row => !hasEnded(row));
  const finish = commands.findLast(row => isPendingFinish(row, customer));
  const decided = finish && decidedCheck(finish);
  if (decided) return decided;

  const own = ownCheck(facts, commands);
  if (own) return own;

  const lease = customer.check;
  const released = commands.some(row => row.decided.type === 'review.release' && !isOver(row, customer));
  if (!lease || Date.parse(lease.expiresAt) <= now) return { state: 'none' };
  if (lease.by !== userId)
    return { state: 'claimed', holder: facts.nameOf(lease.by), until: lease.expiresAt };
  if (released) return { state: 'none' };
  // Claimed by this person from another workstation: the claim is theirs wherever they sit.
  return { state: 'open', confirmed: true, startedAt: lease.startedAt, expiresAt: lease.expiresAt };
}

/** Applied and visible in the case: the case itself says all there is to say. */
const isOver = (row: OutboxRow, customer: Customer): boolean =>
  row.state === 'parked' || (row.state === 'applied' && !isNotSynced(row, customer));

/** The check that a start of this workstation opened and nothing here has closed. */
function ownCheck(
  { customer, userId, now }: CheckFacts,
  commands: readonly OutboxRow[],
): CaseCheck | undefined {
  const last = commands.findLast(
    row =>
      row.decided.type.startsWith('review.') &&
      !(row.decided.type !== 'review.start' && row.state === 'parked'),
  );
  if (last?.decided.type !== 'review.start' || last.state === 'parked') return undefined;
  const start = { state: 'open', startedAt: last.decidedAt, startCommandId: last.commandId } as const;
  if (last.state !== 'applied') return { ...start, confirmed: false };
  if (isNotSynced(last, customer)) return { ...start, confirmed: true };
  const lease = customer.check;
  // Given up or taken over at the backend, or ended by a decision made elsewhere.
  if (lease?.by !== userId) return undefined;
  const confirmed = Date.parse(lease.expiresAt) > now;
  return { ...start, startedAt: lease.startedAt, confirmed, expiresAt: lease.expiresAt };
}

function decidedCheck(row: OutboxRow): CaseCheck | undefined {
  const payload = payloadSchemas['review.finish'].safeParse(row.decided.payload);
  if (!payload.success) return undefined;
  return {
    state: 'decided',
    commandId: row.commandId,
    commandState: row.state,
    outcome: payload.data.outcome,
    decidedAt: row.decidedAt,
    ...(row.undoUntil === undefined ? {} : { undoUntil: row.undoUntil }),
    ...(row.state === 'parked' && row.parked ? { parked: row.parked } : {}),
  };
}
