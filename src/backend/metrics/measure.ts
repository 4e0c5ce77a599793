import { sql, type ExpressionBuilder, type RawBuilder } from 'kysely';
import { hostedSteps, type HostedStep, type MetricBucket, type Metrics } from '../../shared/api/index.ts';
import type { CustomerKind, VerificationStatus } from '../../shared/domain/index.ts';
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

/** What the steps of cases are counted as. */
const stepsCounted = {
  submitted: { before: 'CREATED', after: 'UNDER_REVIEW' },
  approved: { after: 'ACTIVE' },
  rejected: { after: 'REJECTED' },
  resubmission: { after: 'NEEDS_ADDITIONAL_INFORMATION' },
} as const satisfies Partial<Record<Happening, Partial<Record<'before' | 'after', VerificationStatus>>>>;
const stepHappenings = ['submitted', 'approved', 'rejected', 'resubmission'] as const;

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
    .select(dayOf('at').as('day'))
    // One count for each: a year sorts by day alone.
    .select(row =>
      stepHappenings.map(what => row.fn.countAll<number>().filterWhere(row.and(stepsCounted[what])).as(what)),
    )
    .groupBy(dayOf('at'))
    .execute();
  const created = await db
    .selectFrom('caseFact')
    .where(createdWithin(period))
    .select(row => [dayOf('createdAt').as('day'), row.fn.countAll<number>().as('count')])
    .groupBy(dayOf('createdAt'))
    .execute();
  return [
    ...created.map(({ day, count }) => ({ day: day * dayMs, what: 'created' as const, count })),
    ...steps.flatMap(({ day, ...counts }) =>
      stepHappenings.map(what => ({ day: day * dayMs, what, count: counts[what] })),
    ),
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
)} end`;

/** More milliseconds than any time of this century has: a place and a time fit into one number, which sorts by place. */
const placeUnit = 2 ** 42;

/** Who first reached a step in the period and, before its end, neither a later one nor the submission, left there. */
async function dropOff(db: Queries, period: Period): Promise<Metrics['dropOff']> {
  const { tenantId, from, to, kind } = period;
  // One count for each: groups would have to be sorted first.
  const reached = await db
    .selectFrom('hostedStep')
    .where(within(period))
    .select(row => hostedSteps.map(step => row.fn.countAll<number>().filterWhere('step', '=', step).as(step)))
    .executeTakeFirstOrThrow();
  // Cases that were submitted are the most, and left nowhere: their steps are not looked at. Materialized, because
  // PostgreSQL would else look at those of each other case twice.
  const left = await db
    .with(
      cte => cte('way').materialized(),
      some =>
        some
          .selectFrom('caseFact')
          .where('tenantId', '=', tenantId)
          .where('createdAt', '<', to)
          .where(row => row.or([row('submittedAt', 'is', null), row('submittedAt', '>=', to)]))
          .$if(kind !== undefined, rows => rows.where('kind', '=', kind ?? 'individual'))
          .select(row =>
            row
              .selectFrom('hostedStep')
              .whereRef('hostedStep.tenantId', '=', 'caseFact.tenantId')
              .whereRef('hostedStep.customerId', '=', 'caseFact.customerId')
              .where('hostedStep.at', '<', to)
              .select(
                sql<number>`max((${placeOfStep}) * ${sql.lit(placeUnit)} + "hostedStep"."at")`.as('furthest'),
              )
              .as('furthest'),
          ),
    )
    .selectFrom('way')
    .where(sql<boolean>`"furthest" % ${sql.lit(placeUnit)} >= ${from}`)
    .select(row => [
      sql<number>`"furthest" / ${sql.lit(placeUnit)}`.as('place'),
      row.fn.countAll<number>().as('count'),
    ])
    .groupBy(sql`"furthest" / ${sql.lit(placeUnit)}`)
    .execute();
  return hostedSteps.map((step: HostedStep, place) => ({
    step,
    reached: reached[step],
    left: left.find(row => row.place === place)?.count ?? 0,
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
    .orderBy('country', order => order.asc().nullsLast())
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
