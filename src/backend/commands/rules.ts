import type { CommandType, Role } from '../../shared/domain/index.ts';
import type { Fact } from '../customers/index.ts';
import type { Command } from '../../shared/domain/index.ts';

const reviewers: readonly Role[] = ['analyst', 'supervisor'];
const supervisors: readonly Role[] = ['supervisor'];

/** Who may send which command. */
export const rolesFor: Readonly<Record<CommandType, readonly Role[]>> = {
  'review.start': reviewers,
  'review.release': reviewers,
  'review.finish': reviewers,
  'field.correct': reviewers,
  'document.classify': reviewers,
  'screening.resolve': reviewers,
  'approval.second': supervisors,
  'customer.assign': reviewers,
  'customer.escalate': reviewers,
  'customer.appeal': supervisors,
  'note.add': reviewers,
};

/** Commands that leave the claim alone: they apply whoever is checking the case. */
export const besideTheClaim: ReadonlySet<CommandType> = new Set([
  'approval.second',
  'customer.assign',
  'customer.appeal',
  'note.add',
]);

/** The facts that a command's `baseVersion` guards. */
export function guardedFacts(command: Command): readonly Fact[] {
  switch (command.type) {
    case 'review.start':
      return ['status', 'claim'];
    case 'review.release':
      return ['claim'];
    case 'review.finish':
      return ['status', 'fields', 'owners', 'documents', 'screening'];
    case 'field.correct':
      return [`field:${command.payload.field}`];
    case 'document.classify':
      return [`document:${command.payload.documentId}`];
    case 'screening.resolve':
      return [`hit:${command.payload.hitId}`];
    case 'approval.second':
      return ['fields', 'owners', 'documents', 'screening'];
    case 'customer.assign':
      return ['assignee'];
    case 'customer.escalate':
    case 'customer.appeal':
      return ['status'];
    case 'note.add':
      return [];
  }
}
