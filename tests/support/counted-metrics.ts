import { hostedSteps, type MetricBucket, type Metrics } from '../../src/shared/api/index.ts';
import type { CustomerKind } from '../../src/shared/domain/index.ts';
import type { Happened } from './case-histories.ts';

type Of<W extends Happened['what']> = Extract<Happened, { what: W }>;

/** The value below or at which a share of all lies, by nearest rank; in seconds. */
function rank(milliseconds: readonly number[], share: number): number {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  return (sorted[Math.ceil(share * sorted.length) - 1] ?? 0) / 1000;
}

const mostFirst = (counts: ReadonlyMap<string, number>) =>
  [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));

function tally(keys: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** The first instant of the bucket that holds a time, by the calendar and not by division. */
function startOf(bucket: MetricBucket, at: number): number {
  const date = new Date(at);
  date.setUTCHours(0, 0, 0, 0);
  if (bucket === 'month') date.setUTCDate(1);
  while (bucket === 'week' && date.getUTCDay() !== 1) date.setUTCDate(date.getUTCDate() - 1);
  return date.getTime();
}

/** Counts everything that happened one by one. */
export function countMetrics(
  log: readonly Happened[],
  { from, to, kind, bucket }: { from: number; to: number; kind?: CustomerKind; bucket: MetricBucket },
): Metrics {
  const all = <W extends Happened['what']>(what: W) => log.filter((one): one is Of<W> => one.what === what);
  const kinds = new Map(all('created').map(one => [one.id, one.kind]));
  const isKind = ({ id }: { id: string }) => kind === undefined || kinds.get(id) === kind;
  const inPeriod = <T extends { id: string; at: number }>(list: readonly T[]): T[] =>
    list.filter(one => one.at >= from && one.at < to && isKind(one));
  const moves = all('moved');
  const created = inPeriod(all('created'));
  const moved = inPeriod(moves);
  const before = (id: string, fits: (one: Of<'moved'>) => boolean) =>
    moves.some(one => one.id === id && one.at < to && fits(one));
  const submitted = created.filter(({ id }) => before(id, one => one.from === 'CREATED')).length;
  const approved = created.filter(({ id }) => before(id, one => one.to === 'ACTIVE')).length;

  const durations = moved
    .filter(one => one.to === 'ACTIVE' || one.to === 'REJECTED')
    .map(end => {
      const earlier = moves.slice(0, moves.indexOf(end)).filter(one => one.id === end.id);
      const begin = earlier.findLast(
        one => one.to === 'UNDER_REVIEW' && one.from !== 'NEEDS_ADDITIONAL_INFORMATION',
      );
      if (!begin) throw new Error('a decision without a submission');
      return end.at - begin.at;
    });

  const into = (status: string) => moved.filter(one => one.to === status).length;
  const [yes, no, again] = [into('ACTIVE'), into('REJECTED'), into('NEEDS_ADDITIONAL_INFORMATION')];

  const reachedAll = all('reached');
  const dropOff = hostedSteps.map((step, place) => {
    const reached = inPeriod(reachedAll).filter(one => one.step === step);
    const left = reached.filter(
      ({ id }) =>
        !before(id, one => one.from === 'CREATED') &&
        !reachedAll.some(one => one.id === id && one.at < to && hostedSteps.indexOf(one.step) > place),
    );
    return { step, reached: reached.length, left: left.length };
  });

  const countryOf = (id: string) => all('country').findLast(one => one.id === id)?.country ?? 'unknown';
  const reviews = inPeriod(all('reviewed'));

  const series: Metrics['series'] = [];
  for (let start = startOf(bucket, from); start < to;) {
    let next = start;
    while (startOf(bucket, next) === start) next += 24 * 3600 * 1000;
    const within = <T extends { at: number }>(list: readonly T[]) =>
      list.filter(({ at }) => at >= start && at < next).length;
    series.push({
      from: new Date(start).toISOString(),
      created: within(created),
      submitted: within(moved.filter(one => one.from === 'CREATED')),
      approved: within(moved.filter(one => one.to === 'ACTIVE')),
      rejected: within(moved.filter(one => one.to === 'REJECTED')),
      resubmission: within(moved.filter(one => one.to === 'NEEDS_ADDITIONAL_INFORMATION')),
    });
    start = next;
  }

  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    conversion: { created: created.length, submitted, approved, rate: approved / created.length || 0 },
    processing: {
      p50Seconds: rank(durations, 0.5),
      p95Seconds: rank(durations, 0.95),
      count: durations.length,
    },
    decisions: { approved: yes, rejected: no, resubmission: again, approvalRate: yes / (yes + no) || 0 },
    dropOff,
    rejectionReasons: mostFirst(tally(moved.flatMap(one => one.reasons))).map(([reason, count]) => ({
      reason,
      count,
    })),
    geography: mostFirst(tally(created.map(({ id }) => countryOf(id)))).map(([country, count]) => ({
      country,
      count,
    })),
    reviewers: mostFirst(tally(reviews.map(({ by }) => by))).map(([userId, finished]) => ({
      userId,
      finished,
      p50Seconds: rank(
        reviews.filter(({ by }) => by === userId).map(({ ms }) => ms),
        0.5,
      ),
    })),
    series,
  };
}
