import {
  changed,
  insertCustomers,
  updateCustomer,
  type CustomerRecord,
} from '../../src/backend/customers/index.ts';
import { recordStep } from '../../src/backend/metrics/index.ts';
import { purgeCustomer } from '../../src/backend/retention/purge.ts';
import type { Work } from '../../src/backend/store/index.ts';
import { hostedSteps, type HostedStep } from '../../src/shared/api/index.ts';
import type { Customer, CustomerKind, VerificationStatus } from '../../src/shared/domain/index.ts';
import type { TestBackend } from './backend.ts';
import { seededRandom } from './random.ts';

/** Everything that happened, in the words of the test: a count of it knows nothing of how the backend counts. */
export type Happened =
  | { readonly what: 'created'; readonly id: string; readonly kind: CustomerKind; readonly at: number }
  | { readonly what: 'country'; readonly id: string; readonly country: string }
  | {
      readonly what: 'moved';
      readonly id: string;
      readonly from: VerificationStatus;
      readonly to: VerificationStatus;
      readonly reasons: readonly string[];
      readonly at: number;
    }
  | {
      readonly what: 'reviewed';
      readonly id: string;
      readonly by: string;
      readonly ms: number;
      readonly at: number;
    }
  | { readonly what: 'reached'; readonly id: string; readonly step: HostedStep; readonly at: number };

const countries = ['DEU', 'FRA', 'NOR', 'BRA'] as const;
const reviewers = ['ana', 'tom', 'ingrid'] as const;
const reasons = ['fraud.stolenIdentity', 'compliance.sanctionsMatch', 'badDocument.expired'] as const;

interface Living {
  record: CustomerRecord;
  /** How many steps of the hosted page were reached. */
  reached: number;
}

const isoOf = (at: number): string => new Date(at).toISOString();

function newCustomer(id: string, kind: CustomerKind, at: number): CustomerRecord {
  const levelId = kind === 'individual' ? 'kyc-basic' : 'kyb-standard';
  const times = { createdAt: isoOf(at), updatedAt: isoOf(at) };
  const empty = { fields: {}, documents: [], providers: [], screening: { hits: [] } };
  const risk: Customer['risk'] = { score: 0, band: 'low', factors: [] };
  const statuses = { status: 'CREATED', reviewStatus: 'Pending', leadStatus: 'not_started' } as const;
  const customer = {
    id,
    kind,
    levelId,
    levelVersion: 1,
    name: '',
    version: 1,
    ...statuses,
    ...empty,
    risk,
    ...times,
  };
  return { customer, guards: {}, touched: false };
}

/** Makes histories of cases in a tenant, all running at once, and tells what happened. */
export async function generateHistories(
  { backend, clock, tenant }: TestBackend,
  seed: number,
  cases: number,
): Promise<readonly Happened[]> {
  const random = seededRandom(seed);
  const pick = <T>(from: readonly T[]): T => {
    const one = from[random.integer(from.length)];
    if (one === undefined) throw new Error('nothing to pick from');
    return one;
  };
  const log: Happened[] = [];
  const living: Living[] = [];
  let made = 0;

  const change = async (step: Work, one: Living, set: Parameters<typeof changed>[1]['set']) => {
    const from = one.record.customer;
    const next = changed(one.record, { set, facts: [], device: null, at: step.at });
    await updateCustomer(step, next, one.record);
    one.record = next;
    const { id, status: to } = next.customer;
    const review = set.lastReview;
    const told =
      review?.outcome === 'reject'
        ? [...new Set([...(review.reasons ?? []), ...review.verdicts.flatMap(v => v.reasons)])]
        : [];
    if (from.status !== to)
      log.push({ what: 'moved', id, from: from.status, to, reasons: told, at: step.at });
  };

  const finish = async (step: Work, one: Living) => {
    const { check, awaitingSecondApproval, id, status } = one.record.customer;
    const by = awaitingSecondApproval?.by ?? check?.by ?? pick(reviewers);
    const outcome = pick(['approve', 'approve', 'reject', 'resubmission'] as const);
    if (!awaitingSecondApproval) {
      const ms = check?.by === by ? step.at - Date.parse(check.startedAt) : 0;
      log.push({ what: 'reviewed', id, by, ms, at: step.at });
      if (outcome !== 'resubmission' && status === 'UNDER_REVIEW' && random.integer(4) === 0) {
        await change(step, one, {
          check: null,
          awaitingSecondApproval: { commandId: `c-${id}-${step.at}`, by },
        });
        return;
      }
    }
    const to = (
      { approve: 'ACTIVE', reject: 'REJECTED', resubmission: 'NEEDS_ADDITIONAL_INFORMATION' } as const
    )[outcome];
    const named = outcome === 'reject' ? [pick(reasons)] : [];
    const item = {
      item: 'field:email',
      verdict: 'rejected' as const,
      reasons: outcome === 'reject' ? [pick(reasons)] : [],
    };
    const lastReview = { outcome, verdicts: [item], reasons: named, tags: [], by, at: isoOf(step.at) };
    await change(step, one, { status: to, check: null, awaitingSecondApproval: null, lastReview });
  };

  const live = async (step: Work, one: Living): Promise<void> => {
    const { id, kind, status, check } = one.record.customer;
    const chance = random.integer(10);
    const reach = hostedSteps[one.reached];
    if (chance === 0) {
      const country = pick(countries);
      const key = kind === 'individual' ? 'countryOfResidence' : 'incorporationCountry';
      log.push({ what: 'country', id, country });
      await change(step, one, { fields: { [key]: { value: country, extracted: [] } } });
      return;
    }
    if (chance === 1) {
      await purgeCustomer(step, one.record.customer);
      living.splice(living.indexOf(one), 1);
      return;
    }
    switch (status) {
      case 'CREATED': {
        if (reach === undefined || chance > 6) {
          await change(step, one, { status: 'UNDER_REVIEW', submittedAt: isoOf(step.at) });
          return;
        }
        one.reached += 1 + random.integer(2);
        log.push({ what: 'reached', id, step: reach, at: step.at });
        await recordStep(step, one.record.customer, reach);
        // Again: only the first time counts.
        await recordStep(step, one.record.customer, reach);
        return;
      }
      case 'UNDER_REVIEW':
        if (chance === 2) await change(step, one, { status: 'ACTIVE' });
        else if (!check && chance < 7) {
          const lease = { startedAt: isoOf(step.at), expiresAt: isoOf(step.at + 1_800_000) };
          await change(step, one, { check: { id: `check-${step.at}`, by: pick(reviewers), ...lease } });
        } else await finish(step, one);
        return;
      case 'NEEDS_ADDITIONAL_INFORMATION':
      case 'ACTIVE':
      case 'REJECTED':
        if (chance > 4) await change(step, one, { status: 'UNDER_REVIEW' });
        return;
    }
  };

  const begin = async (step: Work): Promise<void> => {
    const kind = pick(['individual', 'individual', 'business'] as const);
    const record = newCustomer(`case-${seed}-${made}`, kind, step.at);
    made += 1;
    log.push({ what: 'created', id: record.customer.id, kind, at: step.at });
    await insertCustomers(step, [record]);
    living.push({ record, reached: 0 });
  };

  // Several in one transaction, as a batch of commands is: a store on a busy disk commits some ten times a second.
  while (made < cases || living.length > cases / 4) {
    clock.advance(random.integer(3 * 3600 * 1000));
    await backend.context.work(tenant.id, async step => {
      const some = new Set(Array.from({ length: 8 }, () => living[random.integer(living.length)]));
      for (const one of some) if (one && random.integer(5) > 0) await live(step, one);
      for (let n = random.integer(4); n > 0 && made < cases; n -= 1) await begin(step);
    });
  }
  return log;
}
