import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Http } from '../../../src/main/engine/ports.ts';
import { fail } from '../../../src/shared/result.ts';
import { startBackend, type TestBackend } from '../../support/backend.ts';
import { caseUnderReview } from '../../support/backend-customers.ts';
import { makeLink } from '../../support/backend-links.ts';
import { temporaryDirectory } from '../../support/directory.ts';
import { firstRun, synced, workstation, type TestWorkstation } from '../../support/engine.ts';
import { eventually } from '../../support/eventually.ts';

let server: TestBackend;
beforeAll(async () => {
  server = await startBackend({ plan: { kyb: 0 } });
});
afterAll(() => server.close());

const all = { offset: 0, limit: 100 } as const;
const basic = { kind: 'individual', levelId: 'kyc-basic' } as const;
const key = (): string => crypto.randomUUID();

async function ready(between?: (real: Http) => Http): Promise<TestWorkstation> {
  const desk = await workstation({ directory: temporaryDirectory(), ...(between ? { between } : {}) });
  await firstRun(desk, server.url, server.tenant.analyst);
  return desk;
}
const listed = ({ ask }: TestWorkstation, id: string) =>
  eventually(async () => (await ask('links.window', all)).rows.find(row => row.id === id));

test('[WIN-9] links are listed as the feed told, with whose they are and who made them', async () => {
  const theirs = await makeLink(server, { fields: { firstName: 'Ada', lastName: 'Byron' } });
  const desk = await ready();
  expect(await listed(desk, theirs.id)).toMatchObject({
    state: 'active',
    levelName: 'KYC Basic',
    customerName: 'Ada Byron',
    customerHere: true,
    madeBy: 'Integrator',
  });
  const { link, url } = await desk.ask('links.create', { key: key(), link: { ...basic, locale: 'de' } });
  expect(url).toMatch(/\/verify\/[\w-]{43}$/);
  const mine = await listed(desk, link.id);
  expect(mine).toMatchObject({ locale: 'de', customerHere: true });
  expect(mine?.madeBy).toBe(desk.engine.state().user?.name);

  await server.integrator(`/v1/links/${theirs.id}`, { method: 'DELETE' });
  await eventually(
    async () => (await desk.ask('links.window', { ...all, state: 'revoked' })).rows[0]?.id === theirs.id,
  );
  const { counts, rows, total } = await desk.ask('links.window', { ...all, state: 'active' });
  expect([counts.active, counts.revoked, total]).toEqual([counts.all - counts.revoked, 1, counts.active]);
  expect(rows.map(({ id }) => id)).not.toContain(theirs.id);
});

test('[WIN-9] a link is expired from its time on, without any change of the feed', async () => {
  const desk = await ready();
  const { link } = await desk.ask('links.create', { key: key(), link: basic });
  await listed(desk, link.id);
  const expired = async () =>
    (await desk.ask('links.window', { ...all, state: 'expired' })).rows.map(({ id }) => id);
  desk.cable.cut();
  desk.passes(24 * 3600_000 - 60_000);
  expect(await expired()).toEqual([]);
  desk.passes(120_000);
  expect(await expired()).toContain(link.id);
  expect((await desk.ask('links.window', { ...all, state: 'active' })).total).toBe(0);
});

test('[WIN-9] a link and the plan end by the backend’s clock, whatever this machine’s says', async () => {
  const desk = await workstation({ directory: temporaryDirectory() });
  const astray = 32 * 24 * 3600_000;
  desk.passes(astray);
  await firstRun(desk, server.url, server.tenant.analyst);
  const { link } = await desk.ask('links.create', { key: key(), link: basic });
  await listed(desk, link.id);
  const active = async () =>
    (await desk.ask('links.window', { ...all, state: 'active' })).rows.map(({ id }) => id);
  expect(await active()).toContain(link.id);
  const { serverAheadMs } = await desk.ask('sync.state', {});
  expect(Math.round(serverAheadMs / 60_000)).toBe(-astray / 60_000);
  desk.cable.cut();
  expect((await desk.ask('links.plan', {})).plan?.kyc.used).toBeGreaterThan(0);
  desk.passes(24 * 3600_000 + 60_000);
  expect(await active()).toEqual([]);
});

test('[WIN-8] a lost answer that is asked for again is about the same link', async () => {
  let lost = 0;
  const desk = await ready(real => ({
    send: async request => {
      const answer = await real.send(request);
      if (request.method !== 'POST' || !request.url.endsWith('/v1/links') || lost > 0) return answer;
      lost += 1;
      return fail({ kind: 'unreachable', detail: 'the answer was lost' });
    },
  }));
  const before = (await desk.ask('links.plan', {})).plan?.kyc.used ?? 0;
  const once = { key: key(), link: basic };
  expect(await desk.refused('links.create', once)).toBe('backend_unreachable');
  const first = await desk.ask('links.create', once);
  expect(await desk.ask('links.create', once)).toEqual(first);
  await listed(desk, first.link.id);
  await eventually(async () => (await desk.ask('links.plan', {})).plan?.kyc.used === before + 1);
});

test('[WIN-8] offline nothing is sent, and it is said', async () => {
  let sent = 0;
  const desk = await ready(real => ({
    send: request => {
      if (request.url.includes('/v1/links')) sent += 1;
      return real.send(request);
    },
  }));
  await desk.ask('sync.setPaused', { paused: true });
  const refused = await desk.engine.call('links.create', { key: key(), link: basic });
  expect(refused).toMatchObject({ problem: { kind: 'needs_backend', detail: 'paused' } });
  expect(await desk.refused('links.revoke', { id: 'some-link' })).toBe('needs_backend');
  expect(sent).toBe(0);
  await desk.ask('sync.setPaused', { paused: false });
  await synced(desk);
  await desk.ask('links.create', { key: key(), link: basic });
  expect(sent).toBe(1);
});

test('[WIN-8] what is left of the plan is known before, and its end is named', async () => {
  const desk = await ready();
  expect((await desk.ask('links.plan', {})).plan?.kyb).toEqual({ limit: 0, used: 0 });
  const business = { kind: 'business', levelId: 'kyb-standard' } as const;
  expect(await desk.refused('links.create', { key: key(), link: business })).toBe('plan_limit_reached');
});

test('a link for a customer asks for what is open, and is refused by name where nothing is', async () => {
  const done = await caseUnderReview(server, 'nothing to ask for');
  const desk = await ready();
  const asked = { kind: done.kind, levelId: done.levelId, customerId: done.id } as const;
  expect(await desk.refused('links.create', { key: key(), link: asked })).toBe('nothing_missing');
  const { link } = await desk.ask('links.create', { key: key(), link: basic });
  const customerId = link.customerId ?? '';
  const again = await desk.ask('links.create', { key: key(), link: { ...basic, customerId } });
  await eventually(async () =>
    (await desk.ask('links.window', all)).rows.some(({ id }) => id === again.link.id),
  );
  const { links } = await desk.ask('case.open', { customerId });
  expect(links.map(({ id }) => id)).toEqual([again.link.id, link.id]);
  const wrong = { ...basic, fields: { email: 'nobody' } };
  const refused = await desk.engine.call('links.create', { key: key(), link: wrong });
  expect(refused).toMatchObject({ problem: { kind: 'invalid_input', path: 'fields.email' } });
});

test('a link is revoked here and for everybody', async () => {
  const desk = await ready();
  const { link, url } = await desk.ask('links.create', { key: key(), link: basic });
  await desk.ask('links.revoke', { id: link.id });
  await eventually(async () => (await listed(desk, link.id))?.state === 'revoked');
  expect((await fetch(url)).status).toBe(410);
  expect(await desk.refused('links.revoke', { id: 'nobodys-link' })).toBe('not_found');
});
