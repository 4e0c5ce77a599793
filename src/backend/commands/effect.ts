import type { Note } from '../../shared/api/index.ts';
import { assertNever } from '../../shared/result.ts';
import { statusAfter, type Command, type Customer } from '../../shared/domain/index.ts';
import { timestampOf } from '../environment.ts';
import { changed, type CustomerRecord, type Fact } from '../customers/index.ts';
import { riskOnceMarked } from '../risk/index.ts';
import type { AwaitedFinish, Situation } from './situation.ts';

/** How long a claim holds against others; its holder may still finish later, where nobody else took the case. */
export const leaseMs = 30 * 60_000;

/** What an applied command does: the customer's new record, a note, or both. */
export interface Effect {
  readonly record?: CustomerRecord;
  readonly note?: Note;
  readonly awaitingSecondApproval?: boolean;
}

type Set = Parameters<typeof changed>[1]['set'];

/** What a finished check does to the case, at once or after its second approval. */
function outcomeOf(finish: AwaitedFinish, { at, newId }: Situation): { set: Set; facts: readonly Fact[] } {
  const { outcome, verdicts, reasons = [], tags, request } = finish.payload;
  const rfi =
    outcome === 'resubmission'
      ? { id: newId(), openedAt: timestampOf(at), items: request.map(item => ({ ...item })) }
      : null;
  const lastReview = { outcome, verdicts, reasons, tags, by: finish.userId, at: timestampOf(at) };
  const set = { status: statusAfter(outcome), check: null, awaitingSecondApproval: null, rfi, lastReview };
  return { set, facts: ['status', 'claim'] };
}

function noteOf(command: Command, text: string, mentions: readonly string[], { at }: Situation): Note {
  const { id, customerId, userId: by } = command;
  // The command's own id: a note is made once, however often its command arrives.
  return { id, customerId, text, mentions: [...mentions], by, at: timestampOf(at) };
}

/** A note for colleagues that a command may bring along; blank is none. */
const noteIfAny = (
  command: Command,
  text: string | null | undefined,
  mentions: readonly string[],
  situation: Situation,
): Pick<Effect, 'note'> =>
  text == null || text.trim() === '' ? {} : { note: noteOf(command, text, mentions, situation) };

const replaceById = <T extends { readonly id: string }>(
  items: readonly T[],
  id: string,
  change: Partial<T>,
): T[] => items.map(item => (item.id === id ? { ...item, ...change } : item));

/** What a command that passed every check does. */
export function effectOf(command: Command, situation: Situation): Effect {
  const { record, level, at, awaited } = situation;
  const { customer } = record;
  const to = (set: Set, facts: readonly Fact[]): CustomerRecord =>
    changed(record, { set, facts, device: command.deviceId, at });

  switch (command.type) {
    case 'review.start': {
      const check = {
        id: command.id,
        by: command.userId,
        startedAt: timestampOf(at),
        expiresAt: timestampOf(at + leaseMs),
      };
      return { record: to({ check }, ['claim']) };
    }
    case 'review.release':
      return { record: to({ check: null }, ['claim']) };
    case 'review.finish': {
      const note = noteIfAny(command, command.payload.note, [], situation);
      if (level.fourEyes && command.payload.outcome !== 'resubmission') {
        const awaitingSecondApproval = { commandId: command.id, by: command.userId };
        return {
          record: to({ check: null, awaitingSecondApproval }, ['claim', 'status']),
          awaitingSecondApproval: true,
          ...note,
        };
      }
      const { set, facts } = outcomeOf(command, situation);
      return { record: to(set, facts), ...note };
    }
    case 'approval.second': {
      const note = noteIfAny(command, command.payload.note, [], situation);
      if (!awaited) throw new Error('a second approval without a decision passed the checks');
      if (!command.payload.agree) {
        return { record: to({ awaitingSecondApproval: null, check: null }, ['status', 'claim']), ...note };
      }
      const { set, facts } = outcomeOf(awaited, situation);
      return { record: to(set, facts), ...note };
    }
    case 'field.correct': {
      const { field, value } = command.payload;
      const extracted = customer.fields[field]?.extracted ?? [];
      const fields: Customer['fields'] = { ...customer.fields, [field]: { value, extracted } };
      return { record: to({ fields }, [`field:${field}`]) };
    }
    case 'document.classify': {
      const { documentId, type, side } = command.payload;
      const documents = replaceById(customer.documents, documentId, { type, side: side ?? null });
      return { record: to({ documents }, [`document:${documentId}`]) };
    }
    case 'screening.resolve': {
      const { hitId, resolution, note } = command.payload;
      const screening = {
        ...customer.screening,
        hits: replaceById(customer.screening.hits, hitId, { resolution }),
      };
      const risk = riskOnceMarked({ ...customer, screening });
      return {
        record: to({ screening, risk }, [`hit:${hitId}`]),
        ...noteIfAny(command, note, [], situation),
      };
    }
    case 'customer.assign':
      return { record: to({ assignee: command.payload.userId }, ['assignee']) };
    case 'customer.escalate': {
      const { to: supervisor, note } = command.payload;
      const release = customer.check ? (['claim'] as const) : [];
      return {
        record: to({ assignee: supervisor, check: null }, ['assignee', ...release]),
        ...noteIfAny(command, note, [supervisor], situation),
      };
    }
    case 'customer.appeal':
      return {
        record: to({ status: 'UNDER_REVIEW', check: null, rfi: null }, ['status']),
        note: noteOf(command, command.payload.note, [], situation),
      };
    case 'note.add':
      return { note: noteOf(command, command.payload.text, command.payload.mentions, situation) };
    default:
      return assertNever(command);
  }
}
