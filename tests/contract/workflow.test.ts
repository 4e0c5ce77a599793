import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changed, expiryJob, findCustomer, updateCustomer } from '../../src/backend/customers/index.ts';
import type { Job } from '../../src/backend/jobs/index.ts';
import type { ProviderOutcome } from '../../src/backend/index.ts';
import { checksJob } from '../../src/backend/providers/index.ts';
import {
  leadStatusOf,
  mayMove,
  reviewStatusOf,
  verificationStatusSchema,
  type CommandPayload,
  type Customer,
  type VerificationStatus,
} from '../../src/shared/domain/index.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import {
  basicFields,
  createCustomer,
  pngBytes,
  submitCustomer,
  uploadForm,
} from '../support/backend-customers.ts';
import { clear, customerOf, scriptedProvider } from '../support/checking.ts';
import { approveAll, rejectFor } from '../support/reviewing.ts';
import { evidenceOf, type WorkstationClient } from '../support/workstation-client.ts';

let server: TestBackend;
let analyst: WorkstationClient;
let supervisor: WorkstationClient;
beforeAll(async () => {
  server = await startBackend();
  analyst = await server.signIn(server.tenant.analyst);
  supervisor = await server.signIn(server.tenant.supervisor);
});
afterAll(() => server.close());

const json = { 'content-type': 'application/json' };
const statuses = verificationStatusSchema.options;

/** The code of the problem that an answer is; undefined when it is none. */
async function codeOf(answer: Response): Promise<string | undefined> {
  const body = (await answer.json()) as { code?: string };
  return answer.ok ? undefined : body.code;
}

/** Starts a check and ends it so; the code of the first refusal. */
async function finish(one: Customer, payload: CommandPayload<'review.finish'>): Promise<string | undefined> {
  const on = { customerId: one.id, baseVersion: one.version };
  const start = analyst.build({ type: 'review.start', payload: {}, ...on });
  const end = analyst.build({
    type: 'review.finish',
    payload,
    evidence: evidenceOf(one),
    dependsOn: start.id,
    ...on,
  });
  const refused = (await analyst.send([start, end])).find(({ result }) => result !== 'applied');
  return refused?.code ?? undefined;
}

const askForName: CommandPayload<'review.finish'> = {
  outcome: 'resubmission',
  verdicts: [],
  request: [{ item: 'field:firstName', reasons: ['dataMismatch.fullName'] }],
  tags: [],
};

/** A KYC Basic case of that status, brought there by the roads that there are. */
async function caseIn(status: VerificationStatus): Promise<Customer> {
  const made = await createCustomer(server);
  if (status === 'CREATED') return made;
  const submitted = await submitCustomer(server, made.id);
  switch (status) {
    case 'UNDER_REVIEW':
      return submitted;
    case 'ACTIVE':
      await finish(submitted, approveAll(submitted));
      break;
    case 'REJECTED':
      await finish(submitted, rejectFor('fraud.stolenIdentity'));
      break;
    case 'NEEDS_ADDITIONAL_INFORMATION':
      await finish(submitted, askForName);
  }
  const there = await customerOf(server, made.id);
  expect(there.status).toBe(status);
  return there;
}

const patch = (one: Customer, fields: object) =>
  server
    .integrator(`/v1/customers/${one.id}`, {
      method: 'PATCH',
      headers: { ...json, 'if-match': `"${one.version}"` },
      body: JSON.stringify({ fields }),
    })
    .then(codeOf);

const upload = (one: Customer) =>
  server
    .integrator(`/v1/customers/${one.id}/documents`, {
      method: 'POST',
      body: uploadForm({ type: 'other', bytes: pngBytes(one.id) }),
    })
    .then(codeOf);

const jobFor = ({ id }: Customer, kind: string): Job => ({
  tenantId: server.tenant.id,
  kind,
  key: id,
  attempts: 0,
  lost: 0,
  revision: 1,
});

/** Runs the checks of a case of which all are pending, with what they say. */
async function check(one: Customer, answer: ProviderOutcome | undefined): Promise<undefined> {
  const { context } = server.backend;
  await context.work(server.tenant.id, async step => {
    const found = await findCustomer(step.db, server.tenant.id, one.id);
    if (!found) throw new Error('no such customer');
    const providers = ['data', 'screening'].map(name => ({ name, state: 'pending' as const, findings: [] }));
    const next = changed(found, { set: { providers }, facts: [], device: null, at: step.at });
    await updateCustomer(step, next, found);
    await step.insertRows(
      'checkRun',
      [
        {
          tenantId: server.tenant.id,
          customerId: one.id,
          startedAt: step.at,
          attempts: 0,
          decides: 1,
          alarmed: 0,
          rounds: 0,
        },
      ],
      ['tenantId', 'customerId'],
    );
  });
  const data = Object.assign(scriptedProvider('data'), { answer });
  const job = checksJob(context, [data, scriptedProvider('screening')]);
  await job.run(jobFor(one, 'checks'), new AbortController().signal);
}

async function expire(one: Customer): Promise<undefined> {
  const { context } = server.backend;
  await context.work(server.tenant.id, async step => {
    const found = await findCustomer(step.db, server.tenant.id, one.id);
    if (!found) throw new Error('no such customer');
    const old = {
      id: `old-${one.id}`,
      customerId: one.id,
      type: 'passport' as const,
      filename: 'old.png',
      mime: 'image/png' as const,
      size: 1,
      sha256: '0'.repeat(64),
      uploadedBy: 'integrator',
      uploadedAt: one.createdAt,
      expiresOn: '2020-01-01',
    };
    const next = changed(found, { set: { documents: [old] }, facts: [], device: null, at: step.at });
    await updateCustomer(step, next, found);
  });
  await expiryJob(context).run(jobFor(one, 'expiry'), new AbortController().signal);
}

const command = async (
  client: WorkstationClient,
  one: Customer,
  draft:
    | { readonly type: 'customer.appeal'; readonly payload: CommandPayload<'customer.appeal'> }
    | {
        readonly type: 'customer.escalate';
        readonly payload: CommandPayload<'customer.escalate'>;
      }
    | { readonly type: 'field.correct'; readonly payload: CommandPayload<'field.correct'> },
): Promise<string | undefined> => {
  const on = { customerId: one.id, baseVersion: one.version };
  const { code } = await client.sendOne(client.build({ ...draft, ...on }));
  return code ?? undefined;
};

const alert = { state: 'alert' as const, findings: [{ code: 'compliance.underAge', message: '' }] };
const failed = {
  state: 'rfi' as const,
  findings: [{ code: 'dataMismatch.fullName', item: 'field:firstName', message: '' }],
};

/** Everything that is done to a case; each gives the code of its refusal. */
const deeds = {
  submit: one => server.integrator(`/v1/customers/${one.id}/submit`, { method: 'POST' }).then(codeOf),
  'give something': one => patch(one, { phone: '+4930555666' }),
  'give what was asked for': one => patch(one, { firstName: basicFields.firstName }),
  upload,
  approve: one => finish(one, approveAll(one)),
  reject: one => finish(one, rejectFor('fraud.stolenIdentity')),
  'ask again': one => finish(one, askForName),
  appeal: one => command(supervisor, one, { type: 'customer.appeal', payload: { note: 'They wrote' } }),
  'appeal as an analyst': one =>
    command(analyst, one, { type: 'customer.appeal', payload: { note: 'They wrote' } }),
  escalate: one =>
    command(analyst, one, {
      type: 'customer.escalate',
      payload: { to: server.tenant.supervisor.id, note: 'Please look' },
    }),
  correct: one =>
    command(analyst, one, {
      type: 'field.correct',
      payload: { field: 'lastName', value: 'Lukasz', reason: 'As on the ID' },
    }),
  'checks are clear': one => check(one, clear),
  'a check fails': one => check(one, failed),
  'a check alarms': one => check(one, alert),
  'a check is down': one => check(one, undefined),
  'a document expires': expire,
} satisfies Record<string, (one: Customer) => Promise<string | undefined>>;
type Deed = keyof typeof deeds;

const refused = '!invalid_transition';
const stays = '=';

/** What each deed does to a case of each status, in the order of the statuses: the next status, `=`, or a refusal. */
const table: Readonly<Record<Deed, readonly [string, string, string, string, string]>> = {
  //                      CREATED         UNDER_REVIEW                    NEEDS_ADDITIONAL_INFORMATION  ACTIVE      REJECTED
  submit: ['UNDER_REVIEW', refused, '!incomplete', refused, refused],
  'give something': [stays, stays, stays, 'UNDER_REVIEW', refused],
  'give what was asked for': [stays, stays, 'UNDER_REVIEW', stays, refused],
  upload: [stays, stays, stays, 'UNDER_REVIEW', refused],
  approve: [refused, 'ACTIVE', refused, refused, refused],
  reject: [refused, 'REJECTED', 'REJECTED', refused, refused],
  'ask again': [refused, 'NEEDS_ADDITIONAL_INFORMATION', refused, refused, refused],
  appeal: [refused, refused, refused, refused, 'UNDER_REVIEW'],
  'appeal as an analyst': [
    '!role_missing',
    '!role_missing',
    '!role_missing',
    '!role_missing',
    '!role_missing',
  ],
  escalate: [refused, stays, stays, refused, refused],
  correct: [stays, stays, stays, refused, refused],
  'checks are clear': [stays, 'ACTIVE', stays, stays, stays],
  'a check fails': [stays, 'NEEDS_ADDITIONAL_INFORMATION', stays, stays, stays],
  'a check alarms': [stays, stays, 'UNDER_REVIEW', 'UNDER_REVIEW', stays],
  'a check is down': [stays, stays, stays, stays, stays],
  'a document expires': [stays, stays, stays, 'UNDER_REVIEW', stays],
};

const seen = new Set<string>();

describe.each(Object.keys(table) as Deed[])('[FLOW-4] %s', deed => {
  test.each(statuses.map((status, place) => [status, table[deed][place] ?? ''] as const))(
    'from %s: %s',
    async (status, expected) => {
      const one = await caseIn(status);
      server.clock.advance(1000);
      const begin = server.clock.now();
      const code = await deeds[deed](one);
      const after = await customerOf(server, one.id);
      const to = expected.startsWith('!') || expected === stays ? status : expected;
      expect({ code: code === undefined ? undefined : `!${code}`, status: after.status }).toEqual({
        code: expected.startsWith('!') ? expected : undefined,
        status: to,
      });
      // What is refused changes nothing, but that a check was begun which then could not end so.
      if (expected.startsWith('!') && !after.check) expect(after.version).toBe(one.version);
      expect(after.reviewStatus).toBe(reviewStatusOf(after.status));
      const touched = one.leadStatus !== 'not_started' || after.leadStatus !== 'not_started';
      expect(after.leadStatus).toBe(leadStatusOf(after.status, touched));
      if (after.status !== status) {
        expect(mayMove(status, after.status)).toBe(true);
        seen.add(`${status} → ${after.status}`);
        if (after.status === 'UNDER_REVIEW') {
          const dueAt = Date.parse(after.dueAt ?? '') - 48 * 3600_000;
          expect(dueAt).toBeGreaterThanOrEqual(begin);
          expect(dueAt).toBeLessThanOrEqual(server.clock.now());
        }
      }
    },
  );
});

test('[FLOW-4] every step of the status machine is taken by one of these, and no other', () => {
  const allowed = statuses.flatMap(from =>
    statuses.filter(to => mayMove(from, to)).map(to => `${from} → ${to}`),
  );
  expect([...seen].toSorted()).toEqual(allowed.toSorted());
});

test('[FLOW-5] a customer is a lead that was not started until a link is opened or something is given', async () => {
  const made = await createCustomer(server);
  expect(made.leadStatus).toBe('not_started');
  await patch(made, { firstName: basicFields.firstName });
  expect((await customerOf(server, made.id)).leadStatus).toBe('not_started');
  await patch(made, { phone: '+4930777' });
  expect((await customerOf(server, made.id)).leadStatus).toBe('in_progress');
});

test('[PRV-5] an alert takes a verified customer back under review, and the audit holds what was found', async () => {
  const one = await caseIn('ACTIVE');
  await check(one, alert);
  const { status, risk, version } = await customerOf(server, one.id);
  expect(status).toBe('UNDER_REVIEW');
  const rows = await server.backend.context.store.reader
    .selectFrom('audit')
    .select(['action', 'data', 'actor'])
    .where('customerId', '=', one.id)
    .orderBy('index')
    .execute();
  const last = rows.at(-1);
  expect([last?.actor, last?.action]).toEqual(['system', 'checks.reopened']);
  expect(JSON.parse(last?.data ?? '{}')).toMatchObject({
    version,
    providers: [
      { name: 'data', state: 'alert', findings: [{ code: 'compliance.underAge', item: null }] },
      { name: 'screening', state: 'clear', findings: [] },
    ],
    hits: [],
    risk: { score: Math.round(risk.score) },
  });
});
