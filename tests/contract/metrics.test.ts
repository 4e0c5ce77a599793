import { afterAll, beforeAll, expect, test } from 'vitest';
import { tidy } from '../../src/backend/housekeeping.ts';
import { metricsSchema, type Metrics } from '../../src/shared/api/index.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import {
  businessUnderReview,
  caseUnderReview,
  createCustomer,
  submitCustomer,
} from '../support/backend-customers.ts';
import { askForLink } from '../support/backend-links.ts';
import { generateHistories } from '../support/case-histories.ts';
import { countMetrics } from '../support/counted-metrics.ts';
import { seededRandom } from '../support/random.ts';
import { approveAll, rejectFor } from '../support/reviewing.ts';
import { evidenceOf } from '../support/workstation-client.ts';

const day = 24 * 3600 * 1000;

let server: TestBackend;
beforeAll(async () => void (server = await startBackend()));
afterAll(() => server.close());

const ask = (query: Readonly<Record<string, string>>, apiKey?: string) =>
  server.integrator(`/v1/metrics?${new URLSearchParams(query).toString()}`, {}, apiKey);
const metrics = async (query: Readonly<Record<string, string>> = {}, apiKey?: string): Promise<Metrics> =>
  metricsSchema.parse(await (await ask(query, apiKey)).json());

test.each([[20261121], [7]])(
  '[MET-1] every figure is the one that counting all that happened gives: histories of seed %i',
  async seed => {
    const fresh = await startBackend();
    try {
      const begin = fresh.clock.now();
      const log = await generateHistories(fresh, seed, 150);
      const end = fresh.clock.now() + 1;
      const random = seededRandom(seed + 1);
      const periods = Array.from({ length: 6 }, (_, place) => {
        const [a, b] = [random.integer(end - begin), random.integer(end - begin)].toSorted((x, y) => x - y);
        return place === 0
          ? { from: begin - 3 * day, to: end + 40 * day }
          : { from: begin + (a ?? 0), to: begin + (b ?? 0) + 1 };
      });
      for (const period of periods) {
        for (const kind of [undefined, 'individual', 'business'] as const) {
          {
            const bucket = (['day', 'week', 'month'] as const)[random.integer(3)] ?? 'day';
            const query = {
              from: new Date(period.from).toISOString(),
              to: new Date(period.to).toISOString(),
              groupBy: bucket,
              ...(kind ? { kind } : {}),
            };
            const answer = await fresh.integrator(`/v1/metrics?${new URLSearchParams(query).toString()}`);
            const counted = countMetrics(log, { ...period, bucket, ...(kind ? { kind } : {}) });
            const told = metricsSchema.parse(await answer.json());
            expect(told, `seed ${seed}, ${JSON.stringify(query)}`).toEqual(counted);
          }
        }
      }
      const whole = countMetrics(log, { from: begin, to: end, bucket: 'month' });
      const { conversion, decisions, processing, rejectionReasons, reviewers, dropOff } = whole;
      // The histories are worth counting: each figure has something in it.
      expect(conversion.created).toBe(150);
      for (const figure of [
        conversion.submitted,
        conversion.approved,
        decisions.rejected,
        decisions.resubmission,
        processing.p95Seconds - processing.p50Seconds,
        rejectionReasons.length,
        reviewers.length,
        ...dropOff.map(({ left }) => left),
      ])
        expect(figure).toBeGreaterThan(0);
      // Cases that were approved or rejected more than once: by appeal or re-check.
      const ends = log.filter(one => one.what === 'moved' && (one.to === 'ACTIVE' || one.to === 'REJECTED'));
      expect(ends.length).toBeGreaterThan(new Set(ends.map(({ id }) => id)).size);
    } finally {
      await fresh.close();
    }
  },
);

test('[MET-1] what happens at the end of a period is not in it, and at its beginning it is', async () => {
  const fresh = await startBackend();
  const goesOn = fresh.clock.standStill();
  try {
    const at = fresh.clock.now();
    const created = await createCustomer(fresh);
    const submitted = await submitCustomer(fresh, created.id);
    const analyst = await fresh.signIn(fresh.tenant.analyst);
    const on = { customerId: submitted.id, baseVersion: submitted.version };
    const start = analyst.build({ type: 'review.start', payload: {}, ...on });
    const finish = analyst.build({
      type: 'review.finish',
      payload: rejectFor('fraud.stolenIdentity'),
      evidence: evidenceOf(submitted),
      dependsOn: start.id,
      ...on,
    });
    await analyst.send([start, finish]);
    const of = async (from: number, to: number) => {
      const query = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
      const answer = await fresh.integrator(`/v1/metrics?${new URLSearchParams(query).toString()}`);
      const told = metricsSchema.parse(await answer.json());
      return [
        told.conversion.created,
        told.decisions.rejected,
        told.processing.count,
        told.rejectionReasons.length,
        told.reviewers.length,
        told.geography.length,
      ];
    };
    expect(await of(at - day, at)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(await of(at, at + 1)).toEqual([1, 1, 1, 1, 1, 1]);
  } finally {
    goesOn();
    await fresh.close();
  }
});

test('[MET-2] a decision of a workstation is counted with its reviewer, reasons and time, a second approval with none of its own', async () => {
  const before = await metrics();
  const analyst = await server.signIn(server.tenant.analyst);
  const supervisor = await server.signIn(server.tenant.supervisor);
  const rejected = await caseUnderReview(server, 'to be rejected');
  const business = await businessUnderReview(server);
  const on = { customerId: rejected.id, baseVersion: rejected.version };
  const start = analyst.build({ type: 'review.start', payload: {}, ...on });
  await analyst.send([start]);
  server.clock.advance(90_000);
  await analyst.command({
    type: 'review.finish',
    payload: rejectFor('fraud.stolenIdentity'),
    evidence: evidenceOf(rejected),
    dependsOn: start.id,
    ...on,
  });
  const four = { customerId: business.id, baseVersion: business.version };
  const begun = analyst.build({ type: 'review.start', payload: {}, ...four });
  const finish = analyst.build({
    type: 'review.finish',
    payload: approveAll(business),
    evidence: evidenceOf(business),
    dependsOn: begun.id,
    ...four,
  });
  await analyst.send([begun, finish]);
  const now = await analyst.customer(business.id);
  const second = await supervisor.command({
    type: 'approval.second',
    customerId: business.id,
    baseVersion: now.version,
    payload: { commandId: finish.id, agree: true, note: '' },
    evidence: evidenceOf(now),
  });
  expect(second).toMatchObject({ result: 'applied' });

  server.clock.advance(1000);
  const after = await metrics();
  expect(after.decisions.approved - before.decisions.approved).toBe(1);
  expect(after.decisions.rejected - before.decisions.rejected).toBe(1);
  expect(after.processing.count - before.processing.count).toBe(2);
  expect(after.rejectionReasons).toEqual([{ reason: 'fraud.stolenIdentity', count: 1 }]);
  expect(after.reviewers).toMatchObject([{ userId: server.tenant.analyst.id, finished: 2 }]);
  expect(after.processing.p95Seconds).toBeGreaterThanOrEqual(90);
  expect(after.geography).toContainEqual({ country: 'NOR', count: 1 });
});

test('[MET-3] a case that was purged is counted as before, and by no other tenant', async () => {
  const other = await server.addTenant('Another tenant');
  const { id } = await createCustomer(server);
  server.clock.advance(91 * day);
  const to = new Date(server.clock.now() + day).toISOString();
  const period = { from: new Date(server.clock.now() - 300 * day).toISOString(), to, groupBy: 'month' };
  const before = await metrics(period);
  await tidy(server.backend.context);
  expect((await server.integrator(`/v1/customers/${id}`)).status).toBe(404);
  expect(await metrics(period)).toEqual(before);
  expect(before.conversion.created).toBeGreaterThan(0);
  expect((await metrics(period, other.apiKey)).conversion.created).toBe(0);
});

test('[MET-4] empty buckets are there, weeks begin on Mondays, and a day is midnight UTC', async () => {
  const week = await metrics({ from: '2024-02-28', to: '2024-03-12', groupBy: 'week' });
  expect(week.from).toBe('2024-02-28T00:00:00.000Z');
  const none = { created: 0, submitted: 0, approved: 0, rejected: 0, resubmission: 0 };
  expect(week.series).toEqual(
    ['2024-02-26', '2024-03-04', '2024-03-11'].map(date => ({ from: `${date}T00:00:00.000Z`, ...none })),
  );
  const month = await metrics({ from: '2023-12-31T23:30:00-01:00', to: '2024-02-29', groupBy: 'month' });
  expect(month.series.map(({ from }) => from.slice(0, 10))).toEqual(['2024-01-01', '2024-02-01']);
  expect((await metrics({ from: '2024-02-28', to: '2024-03-02' })).series).toHaveLength(3);
});

test('[MET-5] the steps of the hosted page are counted as the applicant reaches them, for the tenant alone', async () => {
  const other = await server.addTenant('Another tenant');
  const before = await metrics();
  const answer = await askForLink(server, {});
  const { url } = (await answer.json()) as { url: string };
  const address = url.replace(/^.*\/verify\//, `${server.url}/verify/`);
  await fetch(`${address}/consent`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.url },
    body: 'agree=yes',
  });
  server.clock.advance(1000);
  const after = await metrics();
  const grown = after.dropOff.map(({ step, reached, left }, place) => [
    step,
    reached - (before.dropOff[place]?.reached ?? 0),
    left - (before.dropOff[place]?.left ?? 0),
  ]);
  expect(grown.slice(0, 2)).toEqual([
    ['consent', 1, 0],
    ['data', 1, 1],
  ]);
  expect((await metrics({}, other.apiKey)).dropOff.filter(({ reached, left }) => reached + left > 0)).toEqual(
    [],
  );
});

test('a period that does not end after it begins, or is none, is refused', async () => {
  await createCustomer(server);
  const queries: readonly Readonly<Record<string, string>>[] = [
    { from: '2024-03-02', to: '2024-03-02' },
    { from: '2024-02-30' },
    { from: 'yesterday' },
    { from: '1990-01-01', to: '2024-01-01' },
    { from: '9999-12-01', to: '9999-12-31T23:59:59-12:00' },
    { groupBy: 'hour' },
    { kind: 'robot' },
  ];
  for (const query of queries) {
    const answer = await ask(query);
    expect([answer.status, JSON.stringify(query)]).toEqual([422, JSON.stringify(query)]);
  }
});
