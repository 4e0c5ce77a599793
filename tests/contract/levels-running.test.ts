import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { levelSchema, type Customer } from '../../src/shared/domain/index.ts';
import { applicantAt } from '../support/applicant.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { basicFields, createCustomer, submitCustomer } from '../support/backend-customers.ts';
import { makeLink } from '../support/backend-links.ts';
import { checkNamed, scriptedProvider, untilChecked } from '../support/checking.ts';

/** Two checks of the operator's own, so that it can be seen which of them a case has. */
const [first, second] = [scriptedProvider('first'), scriptedProvider('second')];

let server: TestBackend;
beforeAll(async () => void (server = await startBackend({ runsJobs: true, providers: [first, second] })));
afterAll(() => server.close());

let made = 0;
const person = () => {
  made += 1;
  return {
    ...basicFields,
    email: `running-${made}@level.example`,
    phone: `+4930${String(5_000_000 + made)}`,
  };
};

const ask = async (method: string, path: string, body: object) => {
  const answer = await server.integrator(path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  expect(answer.ok, text).toBe(true);
  return levelSchema.parse(JSON.parse(text));
};
const required = (...keys: readonly string[]) => keys.map(key => ({ key, required: true }));
const told = ['firstName', 'lastName', 'dateOfBirth', 'email', 'phone'];

const newLevel = (id: string, over: object = {}) =>
  ask('POST', '/v1/levels', {
    id,
    kind: 'individual',
    name: id,
    fields: required(...told),
    checks: ['first'],
    autoApproveBelow: 100,
    ...over,
  });
const edit = (id: string, change: object) => ask('PATCH', `/v1/levels/${id}`, change);

const namesOf = ({ providers }: Customer) => providers.map(({ name }) => name);

describe('[LVL-3] a case that began before its level was edited', () => {
  test('is checked as it began and approved by the rule that it began under, whichever way that was changed', async () => {
    await newLevel('by-rule');
    await newLevel('by-people', { autoApproveBelow: null });
    const [ruled, left] = await Promise.all(
      ['by-rule', 'by-people'].map(levelId => createCustomer(server, { levelId, fields: person() })),
    );
    if (!ruled || !left) throw new Error('no customers');
    await edit('by-rule', { autoApproveBelow: null, checks: ['second'] });
    await edit('by-people', { autoApproveBelow: 100, checks: ['first', 'second'] });

    for (const { id } of [ruled, left]) await submitCustomer(server, id);
    const approved = await untilChecked(server, ruled.id);
    expect([approved.status, approved.levelVersion, namesOf(approved)]).toEqual(['ACTIVE', 1, ['first']]);
    const waiting = await untilChecked(server, left.id);
    expect([waiting.status, waiting.levelVersion, namesOf(waiting)]).toEqual(['UNDER_REVIEW', 1, ['first']]);

    const fresh = await createCustomer(server, { levelId: 'by-people', fields: person() });
    await submitCustomer(server, fresh.id);
    const now = await untilChecked(server, fresh.id);
    expect([now.status, now.levelVersion, namesOf(now)]).toEqual(['ACTIVE', 2, ['first', 'second']]);
  });

  test('has its checks made again as it began, after a request was answered', async () => {
    await newLevel('asked', { autoApproveBelow: null });
    first.answer = {
      state: 'rfi',
      findings: [{ code: 'dataMismatch.fullName', item: 'field:firstName', message: 'Asked.' }],
    };
    const { id } = await createCustomer(server, { levelId: 'asked', fields: person() });
    await submitCustomer(server, id);
    const open = await untilChecked(server, id);
    expect(open.status).toBe('NEEDS_ADDITIONAL_INFORMATION');
    await edit('asked', {
      checks: ['second'],
      fields: required(...told, 'occupation'),
      autoApproveBelow: 100,
    });
    first.answer = { state: 'clear', findings: [] };
    const before = [first.asked, second.asked];
    const answer = await server.integrator(`/v1/customers/${id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', 'if-match': `"${open.version}"` },
      body: JSON.stringify({ fields: { firstName: 'Another' } }),
    });
    expect(answer.status).toBe(200);
    const checked = await untilChecked(server, id);
    expect(checkNamed(checked, 'first')?.state).toBe('clear');
    expect([checked.status, namesOf(checked)]).toEqual(['UNDER_REVIEW', ['first']]);
    expect([first.asked, second.asked]).toEqual([(before[0] ?? 0) + 1, before[1]]);
  });

  test('is asked on its page for what it began with, and a new link of the level for what there is now', async () => {
    await newLevel('on-a-page');
    const link = await makeLink(server, { levelId: 'on-a-page' });
    const applicant = applicantAt(link.url);
    await applicant.fill('consent', { agree: 'yes' });
    await edit('on-a-page', {
      fields: required('firstName', 'occupation'),
      documents: [{ type: 'selfie', required: true }],
    });
    const page = await applicant.look('data');
    expect(page.text).toContain('id="f-lastName"');
    expect(page.text).not.toContain('id="f-occupation"');
    const given = person();
    expect(await applicant.fill('data', given)).toMatchObject({ status: 303, leadsTo: '/review' });
    expect((await applicant.fill('review', {})).status).toBe(303);
    expect((await untilChecked(server, link.customerId ?? '')).status).toBe('ACTIVE');

    const later = applicantAt((await makeLink(server, { levelId: 'on-a-page' })).url);
    await later.fill('consent', { agree: 'yes' });
    const now = await later.look('data');
    expect(now.text).toContain('id="f-occupation"');
    expect(now.text).not.toContain('id="f-lastName"');
    const next = await later.fill('data', { firstName: 'Ada', occupation: 'Engineer' });
    expect(next).toMatchObject({ status: 303, leadsTo: '/documents' });
  });
});
