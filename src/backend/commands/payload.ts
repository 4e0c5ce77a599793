import {
  holdsControls,
  reasonOf,
  reviewFault,
  reviewItems,
  type Command,
  type Item,
} from '../../shared/domain/index.ts';
import { fieldFault } from '../customers/index.ts';
import { unseenDocuments } from './evidence.ts';
import type { Situation } from './situation.ts';

type Finish = Extract<Command, { type: 'review.finish' }>;

/** The first item that a list names a second time. */
const namedTwice = (list: readonly { readonly item: Item }[]): Item | undefined =>
  list.find(({ item }, place) => list.findIndex(other => other.item === item) !== place)?.item;

function finishFault({ payload }: Finish, { record, level }: Situation): string | undefined {
  const { outcome, verdicts, request, reasons = [] } = payload;
  const named = [...reasons, ...verdicts.flatMap(one => one.reasons), ...request.flatMap(one => one.reasons)];
  const unknown = named.find(code => !reasonOf(code));
  if (unknown !== undefined) return `There is no reason ${unknown}.`;
  const judged = namedTwice(verdicts);
  if (judged !== undefined) return `There are two verdicts on ${judged}.`;
  // It has one place on the customer's page, and one answer.
  const asked = namedTwice(request);
  if (asked !== undefined) return `There are two requests for ${asked}.`;
  const fault = reviewFault(reviewItems(record.customer, level), { outcome, verdicts, request, reasons });
  if (!fault) return undefined;
  switch (fault.kind) {
    case 'open_items':
      return `Not approved yet: ${fault.items.join(', ')}.`;
    case 'reason_missing':
      return fault.items.length > 0
        ? `Without a reason: ${fault.items.join(', ')}.`
        : 'A rejection needs a reason.';
    case 'unknown_item':
      return `Not an item of this case: ${fault.items.join(', ')}.`;
    case 'nothing_requested':
      return 'Nothing is requested.';
  }
}

const unknownUser = (ids: readonly string[], { users }: Situation): string | undefined =>
  ids.some(id => !users.has(id)) ? 'There is no such user.' : undefined;

const blank = (text: string): boolean => text.trim() === '';

/** Every text in a payload, wherever it stands. */
const textsOf = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
};

/** What is wrong with a payload beyond its form; undefined when nothing is. */
export function payloadFault(command: Command, situation: Situation): string | undefined {
  const { customer } = situation.record;
  if (textsOf(command.payload).some(holdsControls)) return 'A text holds a control character.';
  switch (command.type) {
    case 'review.start':
    case 'review.release':
      return undefined;
    case 'review.finish':
      return finishFault(command, situation);
    case 'field.correct':
      if (blank(command.payload.reason)) return 'A correction needs a reason.';
      return fieldFault(customer.kind, command.payload.field, command.payload.value, situation.at);
    case 'document.classify': {
      const { documentId } = command.payload;
      return customer.documents.some(({ id }) => id === documentId)
        ? undefined
        : 'There is no such document.';
    }
    case 'screening.resolve': {
      const { hitId } = command.payload;
      return customer.screening.hits.some(({ id }) => id === hitId) ? undefined : 'There is no such hit.';
    }
    case 'approval.second':
      if (!command.payload.agree && blank(command.payload.note)) return 'A disagreement needs a note.';
      return unseenDocuments(command).length > 0 ? 'Not every document was looked at.' : undefined;
    case 'customer.assign': {
      const { userId } = command.payload;
      return userId === null ? undefined : unknownUser([userId], situation);
    }
    case 'customer.escalate': {
      const { to } = command.payload;
      const supervisor = situation.users.get(to)?.includes('supervisor') ?? false;
      return (
        unknownUser([to], situation) ?? (supervisor ? undefined : 'A case is escalated to a supervisor.')
      );
    }
    case 'customer.appeal':
      return blank(command.payload.note) ? 'An appeal needs its reason.' : undefined;
    case 'note.add':
      return unknownUser(command.payload.mentions, situation);
  }
}
