import type { Outcome } from '../../../shared/domain/index.ts';

/** What was decided, in the past tense. */
export const outcomeWords: Readonly<Record<Outcome, string>> = {
  approve: 'Approved',
  reject: 'Rejected',
  resubmission: 'Resubmission asked',
};

/** Whose case was decided how: "Approved: Ana Ng". */
export const decidedLine = (outcome: Outcome, customerName: string): string =>
  `${outcomeWords[outcome]}: ${customerName}`;
