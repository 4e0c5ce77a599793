import type { QueueRow } from '../../../shared/ipc/index.ts';
import { isUncertain } from '../decisions/index.ts';
import { coarse, short } from '../ui/index.ts';

const hour = 3_600_000;

/** How long the case has waited for a person: only while it does. */
export function waitingWords(row: QueueRow, now: number): string {
  const waits = row.status === 'UNDER_REVIEW' || row.status === 'NEEDS_ADDITIONAL_INFORMATION';
  return waits && row.submittedAt ? coarse(now - Date.parse(row.submittedAt)) : '—';
}

export interface SlaWords {
  readonly text: string;
  readonly urgency: 'none' | 'soon' | 'late';
}

/** Time left until the case is due; the clock stands while the customer is asked. */
export function slaWords(row: QueueRow, now: number): SlaWords {
  if (row.status === 'NEEDS_ADDITIONAL_INFORMATION') return { text: 'paused', urgency: 'none' };
  if (row.status !== 'UNDER_REVIEW' || !row.dueAt) return { text: '—', urgency: 'none' };
  const left = Date.parse(row.dueAt) - now;
  if (left < 0) return { text: `overdue ${short(-left)}`, urgency: 'late' };
  return { text: short(left), urgency: left < hour ? 'soon' : 'none' };
}

const outcomeWords = { approve: 'Approved', reject: 'Rejected', resubmission: 'Resubmission' } as const;
const stateWords = {
  undoable: 'can be undone',
  queued: 'waiting to be sent',
  sending: 'being sent',
  applied: 'sent',
  parked: 'not applied, needs you',
  undone: 'undone',
  withdrawn: 'withdrawn',
  superseded: 'replaced',
} as const satisfies Record<NonNullable<QueueRow['decision']>['state'], string>;

/** What is open; an own decision that is not part of the case yet says so first. */
export function openWords(row: QueueRow): string {
  if (!row.decision) return row.open;
  const { outcome, state, parked } = row.decision;
  const standing = isUncertain(parked) ? 'arrival unknown, needs you' : stateWords[state];
  return `${outcomeWords[outcome]} · ${standing}`;
}
