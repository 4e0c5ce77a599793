import { newAlarms, type Customer } from '../../../shared/domain/index.ts';
import type { Decision } from './decide.ts';
import { lookedAt } from './looked-at.ts';

/** What is remembered of the checks of a case beside what is in it. */
export interface Run {
  readonly startedAt: number;
  /** How often some provider was down. */
  readonly attempts: number;
  /** 1 where a decision may follow without a person. */
  readonly decides: number;
  /** 1 once a check has alarmed since the case was submitted, appealed or last verified. */
  readonly alarmed: number;
  /** How often checks have asked by themselves since then. */
  readonly rounds: number;
}

export const noRun = { decides: 0, alarmed: 0, rounds: 0 } as const;

export const pendingOf = ({ providers }: Pick<Customer, 'providers'>): readonly string[] =>
  providers.filter(({ state }) => state === 'pending').map(({ name }) => name);

/** The code of a finding that says that a check could not be made. */
export const unavailable = 'provider.unavailable';

/** Checks of a case that is still under review that were given up: they are made when their provider answers again. */
export const givenUpOf = ({
  status,
  providers,
}: Pick<Customer, 'status' | 'providers'>): readonly string[] =>
  status === 'UNDER_REVIEW'
    ? providers
        .filter(
          ({ state, findings }) => state === 'error' && findings.some(({ code }) => code === unavailable),
        )
        .map(({ name }) => name)
    : [];

const hasAlert = ({ providers }: Customer): boolean => providers.some(({ state }) => state === 'alert');

/** Whether a step leaves something to check that was not to be checked before. The runner's own writes leave none. */
function asksForChecks(before: Customer | undefined, after: Customer): boolean {
  const pending = pendingOf(after);
  if (after.status !== 'UNDER_REVIEW' || pending.length === 0) return false;
  if (before?.status !== 'UNDER_REVIEW') return true;
  // Hits are what the runner writes itself, and what people make of them has no check of its own.
  if (lookedAt(before) !== lookedAt({ ...after, screening: before.screening })) return true;
  const known = new Set(pendingOf(before));
  return pending.some(name => !known.has(name));
}

/** Remembered with the step that brings an alarm: an import may take it back before any check ends. */
export const alarmedBy = (before: Customer | undefined, after: Customer): Partial<Pick<Run, 'alarmed'>> =>
  newAlarms(before, after).length > 0 ? { alarmed: 1 } : {};

/** What a step of a case makes of its run; undefined where it leaves nothing new to check. */
export function runBegun(
  before: Customer | undefined,
  after: Customer,
  at: number,
): (Pick<Run, 'startedAt' | 'attempts'> & Partial<Run>) | undefined {
  if (!asksForChecks(before, after)) return undefined;
  const came = before?.status !== 'UNDER_REVIEW';
  const begun = { startedAt: at, attempts: 0 };
  // What changes in a case that was left to people is checked, and still left to them.
  if (!came) return { ...begun, ...alarmedBy(before, after) };
  // An answered request does not undo an alarm, nor how often was asked: else one could try until nothing alarms.
  const stands = before?.status === 'NEEDS_ADDITIONAL_INFORMATION';
  return {
    ...begun,
    decides: 1,
    ...(stands ? {} : { alarmed: 0, rounds: 0 }),
    // What an import alarms about is remembered before checks begin: another one may come first.
    ...(hasAlert(after) ? { alarmed: 1 } : {}),
  };
}

/** The run after its checks ended and something followed of them. */
export const runSettled = (
  run: Pick<Run, 'attempts' | 'rounds'> & { readonly alarmed: boolean },
  after: Customer,
  { kind }: Decision,
): Pick<Run, 'attempts' | 'alarmed' | 'rounds'> & Partial<Run> => ({
  attempts: run.attempts + 1,
  alarmed: run.alarmed || hasAlert(after) ? 1 : 0,
  rounds: run.rounds + (kind === 'ask' ? 1 : 0),
  // What follows from these checks has followed; what changes now in the case is left to people.
  ...(pendingOf(after).length === 0 ? { decides: 0 } : {}),
});
