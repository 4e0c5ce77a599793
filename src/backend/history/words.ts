import { idSchema } from '../../shared/domain/index.ts';

type Data = Readonly<Record<string, unknown>>;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const listOf = (value: unknown): string => (Array.isArray(value) ? value.map(textOf).join(', ') : '');
const sizeOf = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

const outcomes: Readonly<Record<string, string>> = {
  approve: 'approved the case',
  reject: 'rejected the case',
  resubmission: 'asked the customer for more',
};

/** The users whom a command names: who gets a case, and who is to read a note. */
export function namedUsers({ userId, to, mentions }: Data): readonly string[] {
  const some: readonly unknown[] = Array.isArray(mentions) ? mentions : [];
  return [userId, to, ...some].flatMap(id => idSchema.safeParse(id).data ?? []);
}

export type Names = ReadonlyMap<string, string>;

const sentWords = (type: string): string => `sent a command (${type})`;

/** What a command did, by its type and payload. */
function commandWords(type: string, payload: Data, names: Names): string {
  const known = namedUsers(payload).flatMap(id => names.get(id) ?? []);
  const toWhom = known.length === 0 ? '' : ` to ${known.join(', ')}`;
  switch (type) {
    case 'review.start':
      return 'began a check';
    case 'review.release':
      return 'gave the check back';
    case 'review.finish': {
      const reasons = listOf(payload['reasons']);
      const outcome = textOf(payload['outcome']);
      const did = Object.hasOwn(outcomes, outcome) ? outcomes[outcome] : 'finished the check';
      const asked = sizeOf(payload['request']);
      return `${did}${asked > 0 ? ` (${asked} ${asked === 1 ? 'item' : 'items'})` : ''}${reasons === '' ? '' : ` for ${reasons}`}`;
    }
    case 'field.correct':
      return `corrected the field ${textOf(payload['field'])}`;
    case 'document.classify':
      return `said that a document is: ${textOf(payload['type'])}`;
    case 'screening.resolve':
      return `resolved a screening hit as ${textOf(payload['resolution'])}`;
    case 'approval.second':
      return payload['agree'] === true ? 'agreed to the decision' : 'disagreed with the decision';
    case 'customer.assign':
      return payload['userId'] === null ? 'took the case from who had it' : `assigned the case${toWhom}`;
    case 'customer.escalate':
      return `escalated the case${toWhom}`;
    case 'customer.appeal':
      return 'took the case up again on appeal';
    case 'note.add':
      return `wrote a note${toWhom}`;
    default:
      return sentWords(type);
  }
}

/** What an entry of the audit log says was done, in words that follow its actor's name; `names` are those of users. */
export function historyWords(action: string, data: Data, payload: Data | undefined, names: Names): string {
  if (action.startsWith('command.')) {
    const type = action.slice('command.'.length);
    // What was not understood has no payload: what it would have done is not known.
    const words = payload ? commandWords(type, payload, names) : sentWords(type);
    if (data['result'] === 'applied') return words;
    return `${words}: not applied (${textOf(data['code']) || textOf(data['result'])})`;
  }
  switch (action) {
    case 'customer.created': {
      const source = textOf(data['imported']);
      return `created the case${source === '' ? '' : ` with what ${source} knows`}`;
    }
    case 'customer.patched': {
      const fields = listOf(data['fields']);
      const owners = data['owners'] === true ? 'owners' : '';
      const source = textOf(data['imported']);
      const imported = source === '' ? '' : `what ${source} knows`;
      return `gave ${[fields, owners, imported].filter(Boolean).join(' and ') || 'nothing new'}`;
    }
    case 'customer.submitted':
      return 'submitted the case';
    case 'customer.document_expired':
      return 'put the case under review, because a document has expired';
    case 'customer.watchlist_matched':
      return 'found a possible match on the watchlist, which has changed';
    case 'document.received':
      return `sent a document: ${textOf(data['type'])}`;
    case 'document.confirmed':
      return `sent the same document again: ${textOf(data['type'])}`;
    case 'link.created':
      return 'made a verification link';
    case 'link.shown':
      return 'was shown the address of the verification link';
    case 'link.opened':
      return 'opened the verification link';
    case 'link.consented':
      return 'consented to the verification';
    case 'link.completed':
      return 'completed the verification link';
    case 'link.revoked':
      return 'revoked the verification link';
    case 'transaction.created':
      return `entered a transaction: ${textOf(data['amount'])} ${textOf(data['currency'])} ${textOf(data['direction'])}`;
    case 'checks.waiting':
      return 'waits for a check that could not be made yet';
    case 'checks.asked': {
      const asked = sizeOf(data['items']);
      return `asked the customer for ${asked} ${asked === 1 ? 'item' : 'items'}, because a check failed`;
    }
    case 'checks.approved':
      return 'approved the case by the rule of its level';
    case 'checks.reopened':
      return 'put the case under review, because a check has alarmed';
    case 'checks.left_to_people':
      return `left the case to people (${listOf(data['why'])})`;
    default:
      // Whatever is added later says what it is by its name.
      return action.replaceAll(/[._]/g, ' ');
  }
}
