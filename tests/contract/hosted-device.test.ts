import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Customer } from '../../src/shared/domain/index.ts';
import { applicantAt, type PageAnswer } from '../support/applicant.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { basicFields } from '../support/backend-customers.ts';
import { makeLink } from '../support/backend-links.ts';
import { untilChecked } from '../support/checking.ts';

let server: TestBackend;
beforeAll(async () => void (server = await startBackend({ runsJobs: true })));
afterAll(() => server.close());

let people = 0;
const person = () => {
  people += 1;
  const names = ['Aurelia', 'Boleslaw', 'Cassandra', 'Dagobert'];
  return {
    ...basicFields,
    firstName: names[people % names.length] ?? '',
    email: `person-${people}@device.example`,
    phone: `+4930${String(3_000_000 + people)}`,
  };
};

const cookieOf = ({ headers }: PageAnswer) => headers.get('set-cookie') ?? undefined;
const named = (setCookie: string | undefined) => ({ cookie: `other=1; ${setCookie?.split(';')[0] ?? ''}` });
const behaviour = ({ risk }: Customer) => risk.factors.find(({ code }) => code === 'behaviour')?.contribution;

async function verifiedOn(headers: Record<string, string>) {
  const link = await makeLink(server);
  const applicant = applicantAt(link.url);
  const consented = await applicant.fill('consent', { agree: 'yes' }, headers);
  const own = cookieOf(consented) ?? '';
  const same = headers['cookie'] === undefined ? named(own) : headers;
  await applicant.fill('data', person(), same);
  expect((await applicant.fill('review', {}, same)).status).toBe(303);
  return { customer: await untilChecked(server, link.customerId ?? ''), cookie: own };
}

const devices = () =>
  server.backend.context.store.reader
    .selectFrom('contact')
    .select(['valueHash', 'customerId'])
    .where('kind', '=', 'device')
    .execute();

test('[PRV-31] [LINK-7] a device is named by a cookie that is set with the consent and not before, and nobody else can read', async () => {
  const link = await makeLink(server);
  const applicant = applicantAt(link.url);
  expect(cookieOf(await applicant.look('consent'))).toBeUndefined();
  expect(cookieOf(await applicant.fill('consent', {}))).toBeUndefined();
  const cookie = cookieOf(await applicant.fill('consent', { agree: 'yes' }));
  expect(cookie).toMatch(
    /^sealdesk-device=[\w-]{22}; Path=\/verify; Max-Age=7776000; HttpOnly; SameSite=Strict$/,
  );
  const word = /=([\w-]{22});/.exec(cookie ?? '')?.[1] ?? 'none';
  expect(JSON.stringify(await devices())).not.toContain(word);
  for (const wrong of ['sealdesk-device=<script>', `sealdesk-device=${'x'.repeat(4000)}`, 'x; y=;;']) {
    const other = applicantAt((await makeLink(server)).url);
    const again = cookieOf(await other.fill('consent', { agree: 'yes' }, { cookie: wrong }));
    expect(again).toMatch(/^sealdesk-device=[\w-]{22}; /);
  }
});

test('[PRV-31] customers who were verified on one device share it, which shows in their risk; others share nothing', async () => {
  const first = await verifiedOn({});
  expect(behaviour(first.customer)).toBe(0);
  const second = await verifiedOn(named(first.cookie));
  expect(second.cookie.split(';')[0]).toBe(first.cookie.split(';')[0]);
  expect(behaviour(second.customer)).toBeGreaterThan(0);
  expect(second.customer.risk.factors.find(({ code }) => code === 'behaviour')?.evidence).toContain('device');
  const third = await verifiedOn({});
  expect(behaviour(third.customer)).toBe(0);
  const mine = (await devices()).filter(({ customerId }) => customerId === first.customer.id);
  expect(mine).toHaveLength(1);
});
