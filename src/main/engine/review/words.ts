import { payloadSchemas, type CommandResult, type CommandType } from '../../../shared/domain/command.ts';
import { resolutionLabels } from '../../../shared/domain/hits.ts';
import type { ItemVerdict, Outcome, Verdict } from '../../../shared/domain/items.ts';
import { reasonOf } from '../../../shared/domain/reasons.ts';
import { assertNever } from '../../../shared/result.ts';
import type { BodyOf, JournalBody } from '../journal/entries.ts';

export const verdictWords = {
  unreviewed: 'Not reviewed',
  approved: 'Approved',
  pending: 'Pending',
  rejected: 'Rejected',
} as const satisfies Record<Verdict, string>;

export const outcomeWords = {
  approve: 'Approved',
  reject: 'Rejected',
  resubmission: 'Resubmission asked',
} as const satisfies Record<Outcome, string>;

export const reasonWords = (codes: readonly string[]): string =>
  codes.map(code => reasonOf(code)?.label ?? code).join(', ');

export const markOf = ({ verdict, reasons }: ItemVerdict): string =>
  reasons.length > 0 ? `${verdictWords[verdict]}: ${reasonWords(reasons)}` : verdictWords[verdict];

/** The outcome of a journaled finish; undefined for other commands and for one that can't be read. */
export function outcomeOf(decided: BodyOf<'decided'>): Outcome | undefined {
  if (decided.type !== 'review.finish') return undefined;
  return payloadSchemas['review.finish'].safeParse(decided.payload).data?.outcome;
}

function finishWords(decided: BodyOf<'decided'>): string {
  const payload = payloadSchemas['review.finish'].safeParse(decided.payload).data;
  if (!payload) return 'A decision that can not be read';
  const reasons = new Set([
    ...(payload.reasons ?? []),
    ...payload.verdicts.filter(({ verdict }) => verdict === 'rejected').flatMap(verdict => verdict.reasons),
  ]);
  switch (payload.outcome) {
    case 'approve':
      return `Approved with ${payload.verdicts.length} items`;
    case 'reject':
      return reasons.size > 0 ? `Rejected: ${reasonWords([...reasons])}` : 'Rejected';
    case 'resubmission':
      return `Asked again for ${payload.request.length} ${payload.request.length === 1 ? 'item' : 'items'}`;
    default:
      return assertNever(payload.outcome);
  }
}

function hitWords({ payload }: BodyOf<'decided'>): string {
  const mark = payloadSchemas['screening.resolve'].safeParse(payload).data;
  return mark ? `Screening hit: ${resolutionLabels[mark.resolution].toLowerCase()}` : 'Screening hit marked';
}

/** One line: what was decided. */
export function decisionWords(decided: BodyOf<'decided'>): string {
  switch (decided.type) {
    case 'review.start':
      return 'Check started';
    case 'review.release':
      return 'Check given back';
    case 'review.finish':
      return finishWords(decided);
    case 'note.add':
      return 'Note';
    case 'customer.escalate':
      return 'Handed to a supervisor';
    case 'customer.assign':
      return 'Assigned';
    case 'customer.appeal':
      return 'Taken up again';
    case 'field.correct':
      return 'Field corrected';
    case 'document.classify':
      return 'Document classified';
    case 'screening.resolve':
      return hitWords(decided);
    case 'approval.second':
      return 'Second approval';
    default:
      return assertNever(decided.type);
  }
}

const resultWords = {
  applied: 'Applied by the backend',
  replayed: 'Known to the backend already',
  conflict: 'Not applied: the case had changed',
  locked: 'Not applied: somebody else had the check',
  held: 'Not applied: what it builds on was not applied',
  refused: 'Refused by the backend',
  retry: 'The backend asked to try again later',
  waiting: 'The backend waits for an earlier decision',
} as const satisfies Record<CommandResult['result'], string>;

/** By what kind of command a parked one was replaced; undefined: none yet. */
function supersededWords(by: CommandType | undefined): string {
  if (by === 'customer.escalate') return 'Handed to a supervisor';
  return by === 'screening.resolve' ? 'Decided again' : 'Taken up again, to be decided anew';
}

/** One line of a command's history; `typeOf`: what kind of command an id is, where that is known here. */
export function entryWords(
  body: JournalBody,
  typeOf: (commandId: string) => CommandType | undefined,
): string {
  switch (body.kind) {
    case 'decided':
      return decisionWords(body);
    case 'undone':
      return 'Taken back';
    case 'sealed':
      return `Signed for sending as number ${body.deviceSeq}`;
    case 'answered':
      return body.result.detail
        ? `${resultWords[body.result.result]} (${body.result.detail})`
        : resultWords[body.result.result];
    case 'parked':
      return `Could not be sent: ${body.detail}`;
    case 'withdrawn':
      return `Withdrawn: ${body.reason}`;
    case 'superseded':
      return supersededWords(body.by === null ? undefined : typeOf(body.by));
    case 'marked':
      return `Marked ${body.verdict.item}`;
    case 'opened':
      return 'Document opened';
    case 'viewed':
      return `Page ${body.page} seen`;
    case 'locked':
      return 'Workstation locked';
    case 'exported':
      return 'Exported';
    case 'policyChanged':
      return 'Policy changed';
    case 'retired':
      return 'Device given up';
    case 'registered':
      return 'Device registered anew';
    case 'lost':
      return 'An entry that could not be saved';
    case 'recovered':
      return 'Journal recovered';
    default:
      return assertNever(body);
  }
}
