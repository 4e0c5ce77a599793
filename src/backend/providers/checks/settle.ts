import { isDeepStrictEqual } from 'node:util';
import { assertNever } from '../../../shared/result.ts';
import {
  newAlarmsBesideScreening,
  ownersItem,
  type Customer,
  type Item,
  type Level,
  type Risk,
} from '../../../shared/domain/index.ts';
import { changed, type CustomerRecord, type Fact } from '../../customers/index.ts';
import { timestampOf } from '../../environment.ts';
import { screeningFacts } from '../screening/index.ts';
import type { ProviderOutcome } from '../provider.ts';
import type { Attempt } from './attempt.ts';
import { decisionOf, type Decision, type Standing } from './decide.ts';
import { withFindings } from './findings.ts';
import type { Attempts } from './run-all.ts';
import { givenUpOf, unavailable } from './run.ts';

type Check = Customer['providers'][number];

export interface Settling {
  readonly level: Level;
  readonly standing: Omit<Standing, 'alarms'>;
  readonly attempts: Attempts;
  /** When those that are down are asked again, epoch milliseconds; undefined: they are given up. */
  readonly retryAt: number | undefined;
  /** The risk of the case with what was found. */
  readonly riskOf: (customer: Customer) => Risk;
  readonly at: number;
  readonly newId: () => string;
}

export interface Settled {
  readonly record: CustomerRecord;
  readonly decision: Decision;
}

function checkAfter(check: Check, attempt: Attempt, { at, retryAt }: Settling): Check {
  const { name } = check;
  const finishedAt = timestampOf(at);
  const gaveUp = (code: string, message: string): Check => ({
    name,
    state: 'error',
    finishedAt,
    findings: [{ code, message }],
  });
  switch (attempt.kind) {
    case 'ended': {
      const findings = attempt.outcome.findings.map(finding => ({ ...finding }));
      return { name, state: attempt.outcome.state, finishedAt, findings };
    }
    case 'unknown':
      return gaveUp('provider.unknown', 'No such check is made here; people decide.');
    case 'lost':
      return gaveUp(
        'provider.ended',
        'The backend ended twice while it checked this case, which may hold what it can’t take; people decide.',
      );
    case 'down':
    case 'held': {
      if (retryAt === undefined) {
        return gaveUp(unavailable, 'The check could not be made in ten minutes; people decide.');
      }
      const message =
        attempt.kind === 'down'
          ? `The check could not be made yet; it is tried again at ${timestampOf(retryAt)}.`
          : 'The check waits for another one that could not be made yet.';
      return { name, state: 'pending', findings: [{ code: unavailable, message }] };
    }
    default:
      return assertNever(attempt);
  }
}

/** Whether an attempt has anything to say of a check that was given up. */
export const saysSomething = (attempt: Attempt | undefined): boolean =>
  attempt?.kind === 'ended' || attempt?.kind === 'lost';

/**
 * The guarded fact that a finding speaks of; of the case as a whole, as the screening does. The wide one, which guards a
 * decision: what is in a field or of what type a document is, is as it was, and may be put right as before.
 */
function factOf(item: Item | null | undefined): Fact {
  if (item === ownersItem || item?.startsWith('owner:')) return 'owners';
  if (item?.startsWith('document:') || item?.startsWith('documentType:')) return 'documents';
  return item?.startsWith('field:') ? 'fields' : 'screening';
}

/** What checks alarm about that did not before: nobody decides on what they saw without it. */
const alarmFacts = (before: Customer, after: Customer): readonly Fact[] =>
  newAlarmsBesideScreening(before, after).flatMap(({ findings }) =>
    findings.length === 0 ? [factOf(null)] : findings.map(one => factOf(one.item)),
  );

/** The guarded facts that findings changed: what a reviewer has seen counts, not who wrote it. */
function factsChanged(before: Customer, after: Customer): readonly Fact[] {
  const fields = Object.entries(after.fields).filter(
    ([key, { extracted }]) => !isDeepStrictEqual(before.fields[key]?.extracted ?? [], extracted),
  );
  const documents = after.documents.filter(
    (document, place) => (before.documents[place]?.expiresOn ?? null) !== (document.expiresOn ?? null),
  );
  return [
    ...fields.map(([key]) => `field:${key}`),
    ...documents.map(({ id }) => `document:${id}`),
    ...screeningFacts(before, after),
    ...alarmFacts(before, after),
  ];
}

function follow(decision: Decision, { at, newId }: Settling): Partial<Pick<Customer, 'status' | 'rfi'>> {
  switch (decision.kind) {
    case 'wait':
    case 'people':
      return {};
    case 'review':
      return { status: 'UNDER_REVIEW', rfi: null };
    case 'approve':
      return { status: 'ACTIVE', rfi: null };
    case 'ask': {
      const items = decision.items.map(item => ({ ...item }));
      return {
        status: 'NEEDS_ADDITIONAL_INFORMATION',
        rfi: { id: newId(), openedAt: timestampOf(at), items },
      };
    }
    default:
      return assertNever(decision);
  }
}

/** The case after a run of its providers, and what follows of it; everything in one version. */
export function settle(found: CustomerRecord, settling: Settling): Settled {
  const { attempts, level, standing, at, riskOf } = settling;
  const before = found.customer;
  const outcomes: readonly ProviderOutcome[] = [...attempts.values()].flatMap(attempt =>
    attempt.kind === 'ended' ? [attempt.outcome] : [],
  );
  const givenUp = new Set(givenUpOf(before));
  const providers = before.providers.map(check => {
    const attempt = attempts.get(check.name);
    // What was imported while the checks ran is an answer already; what was given up stays so until there is one.
    const isOpen = check.state === 'pending' || (givenUp.has(check.name) && saysSomething(attempt));
    return isOpen && attempt ? checkAfter(check, attempt, settling) : check;
  });
  const checked: Customer = { ...withFindings(before, outcomes), providers };
  const risk = riskOf(checked);
  const alarms = outcomes.some(({ state }) => state === 'alert');
  const decision = decisionOf({ ...checked, risk }, level, { ...standing, alarms }, timestampOf(at));
  const facts = factsChanged(before, checked);
  const next = follow(decision, settling);
  const { fields, documents, screening } = checked;
  const record = changed(found, {
    set: { fields, documents, screening, providers, risk, ...next },
    facts: [...facts, ...(next.status === undefined ? [] : ['status'])],
    device: null,
    at,
  });
  return { record, decision };
}
