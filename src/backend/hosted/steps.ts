import type { Customer } from '../../shared/domain/index.ts';
import type { LinkRecord } from '../links/index.ts';
import type { Asked } from './asked.ts';

export const stepNames = ['consent', 'data', 'owners', 'documents', 'review'] as const;
export type StepName = (typeof stepNames)[number];

export const isStep = (text: string): text is StepName => (stepNames as readonly string[]).includes(text);

export interface Way {
  readonly steps: readonly StepName[];
  /** Those of them that are not done. */
  readonly open: readonly StepName[];
  /** The first of these; undefined when nothing is left. */
  readonly current: StepName | undefined;
}

/** The steps that an applicant goes through, and where they stand. Whoever consented on an earlier link is not asked again. */
export function wayThrough(
  asked: Asked,
  customer: Pick<Customer, 'status'>,
  link: Pick<LinkRecord, 'steps'>,
  consentedBefore: boolean,
): Way {
  const isAll = asked.kind === 'all';
  // What is only offered comes before the last answer, and is passed by.
  const isOffered = !isAll && asked.documents.some(({ required }) => !required);
  const confirmed = (step: StepName): boolean =>
    (!isAll && !(isOffered && step === 'documents')) || link.steps.includes(step);
  const consented = link.steps.includes('consent');
  const all: readonly (readonly [step: StepName, asked: boolean, done: boolean])[] = [
    ['consent', isAll || consented || !consentedBefore, consented],
    ['data', asked.fields.length > 0, asked.fields.every(({ answered }) => answered) && confirmed('data')],
    ['owners', asked.owners !== undefined, (asked.owners?.answered ?? true) && confirmed('owners')],
    [
      'documents',
      asked.documents.length > 0,
      asked.documents.every(({ answered }) => answered) && confirmed('documents'),
    ],
    // A case that was not submitted yet is sent by the applicant; an open request ends with its last answer.
    ['review', customer.status === 'CREATED', false],
  ];
  const place = ([step]: (typeof all)[number]): number =>
    isOffered && step === 'documents' ? 0.5 : stepNames.indexOf(step);
  const steps = all.filter(([, isAsked]) => isAsked).toSorted((a, b) => place(a) - place(b));
  const open = steps.filter(([, , isDone]) => !isDone).map(([step]) => step);
  return { steps: steps.map(([step]) => step), open, current: open[0] };
}

/** Whether a step may be looked at: it is done, or it is the one to do. */
export function mayOpen({ steps, current }: Way, step: StepName): boolean {
  const place = steps.indexOf(step);
  return place >= 0 && (current === undefined || place <= steps.indexOf(current));
}

export const stepBefore = ({ steps }: Way, step: StepName): StepName | undefined =>
  steps[steps.indexOf(step) - 1];
