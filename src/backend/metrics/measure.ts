import { sql, type ExpressionBuilder, type RawBuilder } from 'kysely';
import { hostedSteps, type HostedStep, type MetricBucket, type Metrics } from '../../shared/api/index.ts';
import type { CustomerKind } from '../../shared/domain/index.ts';
import { timestampOf } from '../environment.ts';
import type { Queries, Tables } from '../store/index.ts';
import { bucketOf, bucketsOf, dayMs } from './buckets.ts';

/** What is measured; times are epoch milliseconds, `to` is not in the period. */
export interface Period {
  readonly tenantId: string;
  readonly from: number;
  readonly to: number;
  readonly kind: CustomerKind | undefined;
}

type Timed = 'statusStep' | 'rejectionReason' | 'finishedReview' | 'hostedStep';

/** The rows of a table of facts that are in a period. */
function within<T extends Timed>({ tenantId, from, to, kind }: Period) {
  return (row: ExpressionBuilder<Tables, T>) => {
    const column = row as unknown as ExpressionBuilder<Tables, 'statusStep'>;
    return column.and([
      column('tenantId', '=', tenantId),
      column('at', '>=', from),
      column('at', '<', to),
      ...(kind === undefined ? [] : [column('kind', '=', kind)]),
    ]);
  };
}

const createdWithin =
  ({ tenantId, from, to, kind }: Period) =>
  (row: ExpressionBuilder<Tables, 'caseFact'>) =>
    row.and([
      row('tenantId', '=', tenantId),
      row('createdAt', '>=', from),
      row('createdAt', '<', to),
      ...(kind === undefined ? [] : [row('kind', '=', kind)]),
    ]);

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

const secondsOf = (milliseconds: number | undefined): number => (milliseconds ?? 0) / 1000;

async function conversion(db: Queries, period: Period): Promise<Metrics['conversion']> {
  const { created, submitted, approved } = await db
    .selectFrom('caseFact')
    .where(createdWithin(period))
    .select(row => [
      row.fn.countAll<number>().as('created'),
      row.fn.count<number>('submittedAt').filterWhere('submittedAt', '<', period.to).as('submitted'),
      row.fn.count<number>('approvedAt').filterWhere('approvedAt', '<', period.to).as('approved'),
    ])
    .executeTakeFirstOrThrow();
  return { created, submitted, approved, rate: share(approved, created) };
}

/** Places of the median and the 95th percentile among `n` sorted values, by the nearest-rank method: ceil(p × n). */
const medianPlace = sql`("n" + 1) / 2`;
const place95 = sql`(95 * "n" + 99) / 100`;

async function processing(db: Queries, period: Period): Promise<Metrics['processing']> {
  const rows = await db
    .selectFrom(
      db
        .selectFrom('statusStep')
        .where(within(period))
        .where('roundMs', 'is not', null)
        .select([
          'roundMs',
          sql<number>`row_number() over (order by "roundMs")`.as('place'),
          sql<number>`count(*) over ()`.as('n'),
        ])
        .as('sorted'),
    )
    .select(['roundMs', 'place', 'n'])
    .where(sql<boolean>`"place" in (${medianPlace}, ${place95})`)
    .orderBy('place')
    .execute();
  return {
    p50Seconds: secondsOf(rows[0]?.roundMs ?? undefined),
    p95Seconds: secondsOf(rows.at(-1)?.roundMs ?? undefined),
    count: rows[0]?.n ?? 0,
  };
}

type Happening = 'created' | 'submitted' | 'approved' | 'rejected' | 'resubmission';

function happeningOf(before: string, after: string): Happening | undefined {
  switch (after) {
    case 'ACTIVE':
      return 'approved';
    case 'REJECTED':
      return 'rejected';
    case 'NEEDS_ADDITIONAL_INFORMATION':
      return 'resubmission';
    default:
      return before === 'CREATED' ? 'submitted' : undefined;
  }
}

interface Counted {
  /** Midnight UTC, epoch milliseconds. */
  readonly day: number;
  readonly what: Happening;
  readonly count: number;
}

// Written into the statement, not passed: PostgreSQL would take two parameters for two expressions, grouped by another
// than the one selected.
const dayOf = (column: string): RawBuilder<number> => sql<number>`${sql.ref(column)} / ${sql.lit(dayMs)}`;

/** What happened, day by day: buckets and totals are put together from these. */
async function daily(db: Queries, period: Period): Promise<readonly Counted[]> {
  const steps = await db
    .selectFrom('statusStep')
    .where(within(period))
    .select(row => [dayOf('at').as('day'), 'before', 'after', row.fn.countAll<number>().as('count')])
    .groupBy([dayOf('at'), 'before', 'after'])
    .execute();
  const created = await db
    .selectFrom('caseFact')
    .where(createdWithin(period))
    .select(row => [dayOf('createdAt').as('day'), row.fn.countAll<number>().as('count')])
    .groupBy(dayOf('createdAt'))
    .execute();
  return [
    ...created.map(({ day, count }) => ({ day: day * dayMs, what: 'created' as const, count })),
    ...steps.flatMap(({ day, before, after, count }) => {
      const what = happeningOf(before, after);
      return what ? [{ day: day * dayMs, what, count }] : [];
    }),
  ];
}

const nothing = { created: 0, submitted: 0, approved: 0, rejected: 0, resubmission: 0 };

function totalled(counted: readonly Counted[]): Record<Happening, number> {
  const total: Record<Happening, number> = { ...nothing };
  for (const { what, count } of counted) total[what] += count;
  return total;
}

function seriesOf(counted: readonly Counted[], { from, to }: Period, bucket: MetricBucket) {
  const byBucket = Map.groupBy(counted, ({ day }) => bucketOf(bucket, day));
  return bucketsOf(bucket, from, to).map(start => ({
    from: timestampOf(start),
    ...totalled(byBucket.get(start) ?? []),
  }));
}

const placeOfStep = sql<number>`case "step" ${sql.join(
  hostedSteps.map((step, place) => sql`when ${sql.lit(step)} then ${sql.lit(place)}`),
  sql` `,
)} else -1 end`;

/** Who first reached a step in the period and, before its end, neither a later one nor the submission, left there. */
async function dropOff(db: Queries, period: Period): Promise<Metrics['dropOff']> {
  const { tenantId, from, to } = period;
  const reached = await db
    .selectFrom('hostedStep')
    .where(within(period))
    .select(row => ['step', row.fn.countAll<number>().as('count')])
    .groupBy('step')
    .execute();
  const left = await db
    .selectFrom(
      db
        .selectFrom('hostedStep')
        .where(within({ ...period, from: 0 }))
        .select(['customerId', 'at', placeOfStep.as('place')])
        .select(sql<number>`max(${placeOfStep}) over (partition by "customerId")`.as('furthest'))
        .as('way'),
    )
    .innerJoin('caseFact as fact', join =>
      join.onRef('fact.customerId', '=', 'way.customerId').on('fact.tenantId', '=', tenantId),
    )
    .whereRef('way.place', '=', 'way.furthest')
    .where('way.at', '>=', from)
    .where(row => row.or([row('fact.submittedAt', 'is', null), row('fact.submittedAt', '>=', to)]))
    .select(row => ['way.place', row.fn.countAll<number>().as('count')])
    .groupBy('way.place')
    .execute();
  const countOf = (rows: readonly { readonly count: number }[]): number => rows[0]?.count ?? 0;
  return hostedSteps.map((step: HostedStep, place) => ({
    step,
    reached: countOf(reached.filter(row => row.step === step)),
    left: countOf(left.filter(row => row.place === place)),
  }));
}

async function rejectionReasons(db: Queries, period: Period): Promise<Metrics['rejectionReasons']> {
  return db
    .selectFrom('rejectionReason')
    .where(within(period))
    .select(row => ['reason', row.fn.countAll<number>().as('count')])
    .groupBy('reason')
    .orderBy('count', 'desc')
    .orderBy('reason')
    .execute();
}

async function geography(db: Queries, period: Period): Promise<Metrics['geography']> {
  const rows = await db
    .selectFrom('caseFact')
    .where(createdWithin(period))
    .select(row => ['country', row.fn.countAll<number>().as('count')])
    .groupBy('country')
    .orderBy('count', 'desc')
    .orderBy('country')
    .execute();
  return rows.map(({ country, count }) => ({ country: country ?? 'unknown', count }));
}

async function reviewers(db: Queries, period: Period): Promise<Metrics['reviewers']> {
  const rows = await db
    .selectFrom(
      db
        .selectFrom('finishedReview')
        .where(within(period))
        .select([
          'userId',
          'reviewMs',
          sql<number>`row_number() over (partition by "userId" order by "reviewMs")`.as('place'),
          sql<number>`count(*) over (partition by "userId")`.as('n'),
        ])
        .as('sorted'),
    )
    .select(['userId', 'reviewMs', 'n'])
    .where(sql<boolean>`"place" = ${medianPlace}`)
    .orderBy('n', 'desc')
    .orderBy('userId')
    .execute();
  return rows.map(({ userId, n, reviewMs }) => ({ userId, finished: n, p50Seconds: secondsOf(reviewMs) }));
}

/** Everything that happened in a period, counted from the facts that were kept when it happened. */
export async function measure(db: Queries, period: Period, bucket: MetricBucket): Promise<Metrics> {
  const counted = await daily(db, period);
  const { approved, rejected, resubmission } = totalled(counted);
  return {
    from: timestampOf(period.from),
    to: timestampOf(period.to),
    conversion: await conversion(db, period),
    processing: await processing(db, period),
    decisions: { approved, rejected, resubmission, approvalRate: share(approved, approved + rejected) },
    dropOff: await dropOff(db, period),
    rejectionReasons: await rejectionReasons(db, period),
    geography: await geography(db, period),
    reviewers: await reviewers(db, period),
    series: seriesOf(counted, period, bucket),
  };
}
