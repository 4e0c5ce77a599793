import {
  isOpenCase,
  mayBeChecked,
  mayMove,
  statusAfter,
  type Command,
  type VerificationStatus,
} from '../../shared/domain/index.ts';
import type { Situation } from './situation.ts';

const inReview: readonly VerificationStatus[] = ['UNDER_REVIEW', 'NEEDS_ADDITIONAL_INFORMATION'];

const unless = (allowed: boolean, detail: string): string | undefined => (allowed ? undefined : detail);

/** Why the case can't take this step from where it is; undefined when it can. */
export function transitionFault(command: Command, { record, awaited }: Situation): string | undefined {
  const { status, check, awaitingSecondApproval } = record.customer;
  const here = `from ${status}`;
  switch (command.type) {
    case 'review.start':
      if (awaitingSecondApproval) return 'The case awaits its second approval.';
      return unless(mayBeChecked(status), `A check can't start ${here}.`);
    case 'review.release':
      return unless(check?.by === command.userId, 'You have no open check of this case.');
    case 'review.finish': {
      if (check?.by !== command.userId) return 'You have no open check of this case.';
      const to = statusAfter(command.payload.outcome);
      return unless(mayMove(status, to), `A case can't move ${here} to ${to}.`);
    }
    case 'field.correct':
    case 'document.classify':
    case 'screening.resolve':
      return unless(isOpenCase(status), `The case is closed: this can't be changed ${here}.`);
    case 'approval.second': {
      const fits = awaitingSecondApproval?.commandId === command.payload.commandId && awaited !== undefined;
      return unless(fits, 'No such decision awaits a second approval.');
    }
    case 'customer.escalate':
      return unless(inReview.includes(status), `A case can't be escalated ${here}.`);
    case 'customer.appeal':
      return unless(status === 'REJECTED', `Only a rejected case can be appealed, not one ${here}.`);
    case 'customer.assign':
    case 'note.add':
      return undefined;
  }
}
