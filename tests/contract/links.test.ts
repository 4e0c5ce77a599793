import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linkSchema, newLinkAnswerSchema, planSchema } from '../../src/shared/api/index.ts';
import { customerSchema } from '../../src/shared/domain/index.ts';
import { z } from '../../src/shared/zod.ts';
import { applicantAt } from '../support/applicant.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import {
  basicFields,
  caseUnderReview,
  createCustomer,
  patchCustomer,
  pngBytes,
  submitCustomer,
  uploadDocument,
} from '../support/backend-customers.ts';
import { askForLink, makeLink } from '../support/backend-links.ts';
import { temporaryDirectory } from '../support/directory.ts';
import { qrCodeOn } from '../support/qr.ts';
import { askCustomerFor, rejectFor } from '../support/reviewing.ts';
import { storeBytes } from '../support/store-files.ts';
import { evidenceOf } from '../support/workstation-client.ts';

let server: TestBackend;
beforeAll(async () => void (server = await startBackend({ publicUrl: 'https://verify.example.com' })));
afterAll(() => server.close());

const listSchema = z.object({ items: z.array(linkSchema), nextCursor: z.string().nullish() });

const revokedSchema = z.object({ linkId: z.string(), before: z.string() });

const list = async (query = '') =>
  listSchema.parse(await (await server.integrator(`/v1/links${query}`)).json());
const get = async (id: string) =>
  customerSchema.parse(await (await server.integrator(`/v1/customers/${id}`)).json());
const revoke = (id: string, apiKey?: string) =>
  server.integrator(`/v1/links/${id}`, { method: 'DELETE' }, apiKey);

/** What the audit says that a link was each time it was revoked. */
const revokedFrom = async (linkId: string) => {
  const entries = server.backend.context.store.reader.selectFrom('audit').select(['action', 'data']);
  return (await entries.where('tenantId', '=', server.tenant.id).orderBy('index').execute())
    .filter(({ action }) => action === 'link.revoked')
    .map(({ data }) => revokedSchema.parse(JSON.parse(data ?? '')))
    .filter(entry => entry.linkId === linkId)
    .map(({ before }) => before);
};

async function refusal(answer: Response): Promise<readonly unknown[]> {
  const body = (await answer.json()) as { code: string; errors?: readonly { path: string }[] };
  return [answer.status, body.code, ...(body.errors ? [body.errors.map(({ path }) => path)] : [])];
}

describe('[LINK-1] a link', () => {
  test('makes its customer with what was prefilled, and says its address once', async () => {
    const link = await makeLink(server, { fields: { firstName: 'Ada' }, locale: 'de' });
    expect(link).toMatchObject({ kind: 'individual', levelId: 'kyc-basic', state: 'active', locale: 'de' });
    expect(link.url).toMatch(/^https:\/\/verify\.example\.com\/verify\/[\w-]{43}$/);
    expect(Date.parse(link.expiresAt) - Date.parse(link.createdAt)).toBe(24 * 3600_000);
    const customer = await get(link.customerId ?? '');
    expect(customer).toMatchObject({ status: 'CREATED', leadStatus: 'not_started', levelVersion: 1 });
    expect(customer.fields['firstName']?.value).toBe('Ada');
    expect(link.createdBy).toBe('integrator');
    const analyst = await server.signIn(server.tenant.analyst);
    const theirs = await analyst.request('/v1/links', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'individual', levelId: 'kyc-basic' }),
    });
    expect(await theirs.json()).toMatchObject({ createdBy: analyst.userId });
    const text = JSON.stringify(await list());
    expect(text).toContain(link.id);
    expect(text).not.toContain(link.url.slice(-43));
  });

  test('is nowhere at rest: neither its token nor its address, also when an answer is kept to be repeated', async () => {
    const key = { 'idempotency-key': 'once-and-again' };
    const first = await askForLink(server, {}, key);
    const again = await askForLink(server, {}, key);
    expect([first.status, again.status]).toEqual([201, 201]);
    const link = newLinkAnswerSchema.parse(await first.json());
    expect(await again.json()).toEqual(link);
    const token = link.url.slice(-43);
    const { reader } = server.backend.context.store;
    for (const table of ['link', 'idempotency', 'audit', 'change'] as const) {
      const rows = JSON.stringify(await reader.selectFrom(table).selectAll().execute());
      expect([table, rows.includes(token), rows.includes('/verify/')]).toEqual([table, false, false]);
    }
    const bytes = storeBytes(server.directory);
    // The link itself is in them, so they are the right ones.
    if (bytes) expect([bytes.includes(link.id), bytes.includes(token)]).toEqual([true, false]);
    const { tokenHash } = await reader
      .selectFrom('link')
      .select('tokenHash')
      .where('id', '=', link.id)
      .executeTakeFirstOrThrow();
    expect(tokenHash).toBe(createHash('sha256').update(token).digest('hex'));
    expect(await refusal(await askForLink(server, { locale: 'fr' }, key))).toEqual([
      422,
      'idempotency_mismatch',
    ]);
  });

  test('asks of an existing customer only for what is open, and for nothing of anybody else', async () => {
    const { phone: _phone, ...fields } = basicFields;
    const customer = await createCustomer(server, { fields });
    const of = (over: object) => ({ customerId: customer.id, ...over });
    const link = await makeLink(server, of({ items: ['field:phone', 'field:phone'] }));
    expect(link).toMatchObject({ customerId: customer.id, items: ['field:phone'] });
    expect(await refusal(await askForLink(server, of({ items: ['field:phone', 'field:email'] })))).toEqual([
      422,
      'invalid_payload',
      ['body.items.1'],
    ]);
    const stranger = await uploadDocument(server, (await createCustomer(server)).id, {
      type: 'passport',
      bytes: pngBytes('of somebody else'),
    });
    for (const [over, path] of [
      [of({ items: [`document:${stranger.id}`] }), 'body.items.0'],
      [of({ fields: {} }), 'body.fields'],
      [of({ levelId: 'kyc-enhanced' }), 'body.levelId'],
      [of({ kind: 'business' }), 'body.kind'],
      [{ items: ['field:phone'] }, 'body.items'],
      [{ levelId: 'kyb-standard' }, 'body.levelId'],
      [{ fields: { phone: 'none' } }, 'body.fields.phone'],
    ] as const) {
      expect(await refusal(await askForLink(server, over))).toEqual([422, 'invalid_payload', [path]]);
    }
    expect(await refusal(await askForLink(server, { customerId: 'nobody' }))).toEqual([404, 'not_found']);
    const done = await caseUnderReview(server, 'nothing to ask');
    expect(await refusal(await askForLink(server, { customerId: done.id }))).toEqual([
      422,
      'invalid_payload',
      ['body.customerId'],
    ]);
    await patchCustomer(server, customer, { fields: { phone: '+4930901820' } });
    expect(await refusal(await askForLink(server, of({ items: ['field:phone'] })))).toEqual([
      422,
      'invalid_payload',
      ['body.items.0'],
    ]);
  });

  test('is not made for a rejected case, whatever is asked of it, and the one that it has just runs out', async () => {
    const link = await makeLink(server, { fields: basicFields });
    const applicant = applicantAt(`${server.url}${new URL(link.url).pathname}`);
    expect((await applicant.see()).status).toBe(204);
    const id = link.customerId ?? '';
    await submitCustomer(server, id);
    const analyst = await server.signIn(server.tenant.analyst);
    const submitted = await get(id);
    const on = { customerId: id, baseVersion: submitted.version };
    const begun = analyst.build({ type: 'review.start', payload: {}, ...on });
    const payload = rejectFor('fraud.stolenIdentity');
    const over = { payload, evidence: evidenceOf(submitted), dependsOn: begun.id, ...on };
    await analyst.send([begun, analyst.build({ type: 'review.finish', ...over })]);
    expect((await get(id)).status).toBe('REJECTED');
    for (const items of [undefined, ['field:phone']])
      expect(await refusal(await askForLink(server, { customerId: id, items }))).toEqual([
        422,
        'invalid_transition',
      ]);
    const stateOf = async () => (await list(`?customerId=${id}`)).items.map(({ state }) => state);
    expect((await applicant.see()).status).toBe(204);
    expect((await applicant.fill('data', { phone: '+4930777777' })).status).toBe(409);
    expect(await stateOf()).toEqual(['opened']);
    server.clock.advance(24 * 3600_000);
    expect(await stateOf()).toEqual(['expired']);
  });

  test('its QR code says exactly its address, to the workstation too', async () => {
    const link = await makeLink(server);
    const analyst = await server.signIn(server.tenant.analyst);
    for (const answer of [
      await server.integrator(`/v1/links/${link.id}/qr.svg`),
      await analyst.request(`/v1/links/${link.id}/qr.svg`),
    ]) {
      expect(answer.headers.get('content-type')).toBe('image/svg+xml');
      expect(await qrCodeOn(new Uint8Array(await answer.arrayBuffer()))).toBe(link.url);
    }
  });

  test('is of its tenant alone', async () => {
    const link = await makeLink(server);
    const { apiKey } = await server.addTenant('A stranger to links');
    expect(await refusal(await revoke(link.id, apiKey))).toEqual([404, 'not_found']);
    const qr = await server.integrator(`/v1/links/${link.id}/qr.svg`, {}, apiKey);
    expect(await refusal(qr)).toEqual([404, 'not_found']);
    const theirs = await server.integrator('/v1/links', {}, apiKey);
    expect(await theirs.json()).toEqual({ items: [], nextCursor: null });
    const reader = await server.addApiKey(server.tenant, ['links:read']);
    expect(await refusal(await revoke(link.id, reader))).toEqual([403, 'scope_missing']);
    const read = await server.integrator(`/v1/links/${link.id}/qr.svg`, {}, reader);
    expect(await refusal(read)).toEqual([403, 'scope_missing']);
  });

  test('that has ended has no QR code any more', async () => {
    const old = await makeLink(server);
    server.clock.advance(24 * 3600_000);
    const late = await server.integrator(`/v1/links/${old.id}/qr.svg`);
    expect((await refusal(late))[1]).toBe('invalid_transition');
  });
});

describe('[LINK-2] the state of a link', () => {
  test('ends after the hours of its level, whichever they are', async () => {
    const admin = await server.signIn(server.tenant.admin);
    const patched = await admin.request('/v1/levels/kyc-premium', {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ linkTtlHours: 3 }),
    });
    expect(patched.status).toBe(200);
    const link = await makeLink(server, { levelId: 'kyc-premium' });
    expect(Date.parse(link.expiresAt) - Date.parse(link.createdAt)).toBe(3 * 3600_000);
    const applicant = applicantAt(`${server.url}${new URL(link.url).pathname}`);
    server.clock.advance(3 * 3600_000 - 60_000);
    expect((await applicant.look('consent')).status).toBe(200);
    server.clock.advance(60_000);
    expect((await applicant.look()).status).toBe(410);
  });

  test('is listed and filtered; expired is what time makes of it', async () => {
    const made = [await makeLink(server), await makeLink(server), await makeLink(server)];
    const [old] = made;
    if (!old) throw new Error('no link');
    expect((await revoke(old.id)).status).toBe(204);
    expect((await revoke(old.id)).status).toBe(204);
    expect(await revokedFrom(old.id)).toEqual(['active']);
    const code = await server.integrator(`/v1/links/${old.id}/qr.svg`);
    expect((await refusal(code))[1]).toBe('invalid_transition');
    expect((await list(`?state=revoked`)).items.map(({ id }) => id)).toEqual([old.id]);
    server.clock.advance(24 * 3600_000);
    const fresh = await makeLink(server);
    expect((await list('?state=active')).items.map(({ id }) => id)).toEqual([fresh.id]);
    const expired = (await list('?state=expired&limit=200')).items;
    expect(expired.map(({ id }) => id)).toEqual(expect.arrayContaining(made.slice(1).map(({ id }) => id)));
    expect(new Set(expired.map(({ state }) => state))).toEqual(new Set(['expired']));
    // [AUD-5] the log says what it was by then, not what was stored last.
    const [, late] = made;
    expect((await revoke(late?.id ?? '')).status).toBe(204);
    expect(await revokedFrom(late?.id ?? '')).toEqual(['expired']);
    expect((await list(`?customerId=${fresh.customerId}`)).items.map(({ id }) => id)).toEqual([fresh.id]);
  });

  test('is revoked from then on, whatever it was: a completed one leads to nothing that is asked later', async () => {
    const link = await makeLink(server, { fields: basicFields });
    const applicant = applicantAt(`${server.url}${new URL(link.url).pathname}`);
    await applicant.fill('consent', { agree: 'yes' });
    await applicant.fill('data', basicFields);
    await applicant.fill('review', {});
    const states = async () =>
      (await list(`?customerId=${link.customerId}`)).items.map(({ state }) => state).join();
    expect(await states()).toBe('completed');
    const analyst = await server.signIn(server.tenant.analyst);
    await askCustomerFor(analyst, await get(link.customerId ?? ''), [
      { item: 'field:phone', reasons: ['fraud.fakeContactData'] },
    ]);
    expect((await applicant.look()).leadsTo).toBe('/data');
    for (const _ of [1, 2]) {
      expect((await revoke(link.id)).status).toBe(204);
      expect([await states(), (await applicant.look()).status]).toEqual(['revoked', 410]);
    }
    expect((await applicant.fill('data', { phone: '+4930777777' })).status).toBe(410);
    expect((await get(link.customerId ?? '')).fields['phone']?.value).toBe(basicFields.phone);
  });

  test('pages by cursor meet every link once, the newest first', async () => {
    const met: string[] = [];
    let cursor: string | null | undefined = '';
    while (cursor != null) {
      const page = await list(`?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`);
      met.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    const all = (await list('?limit=200')).items;
    expect(met).toEqual(all.map(({ id }) => id));
    expect(met.length).toBeGreaterThan(6);
    expect(new Set(met).size).toBe(met.length);
    expect(all.map(({ createdAt }) => createdAt)).toEqual(
      all
        .map(({ createdAt }) => createdAt)
        .toSorted()
        .toReversed(),
    );
    expect(await refusal(await server.integrator('/v1/links?cursor=x'))).toEqual([
      422,
      'invalid_payload',
      ['query.cursor'],
    ]);
  });

  test('is in the feed, with the plan, and never its address', async () => {
    const analyst = await server.signIn(server.tenant.analyst);
    const link = await makeLink(server);
    await revoke(link.id);
    const lines = (await (await analyst.request('/v1/changes')).text()).trim().split('\n');
    const changes = lines.map(line => JSON.parse(line) as { entity?: string; id?: string; data?: unknown });
    const seen = changes.filter(({ entity, id }) => entity === 'link' && id === link.id);
    expect(seen).toMatchObject([{ version: 2, data: { state: 'revoked', customerId: link.customerId } }]);
    expect(linkSchema.strict().safeParse(seen[0]?.data).success).toBe(true);
    const plan = changes.find(({ entity }) => entity === 'plan');
    expect(planSchema.parse(plan?.data).kyc.used).toBeGreaterThan(0);
  });
});

describe('[LINK-3] the plan', () => {
  let limited: TestBackend;
  beforeAll(async () => void (limited = await startBackend({ plan: { kyc: 1, kyb: 2 } })));
  afterAll(() => limited.close());
  const plan = async () => planSchema.parse(await (await limited.integrator('/v1/plan')).json());
  const kyb = { kind: 'business', levelId: 'kyb-standard' };

  test('of 50 requests at once for the one free place exactly one makes a link', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => askForLink(limited)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter(status => status === 201)).toHaveLength(1);
    expect(statuses.filter(status => status === 402)).toHaveLength(49);
    const refused = answers.find(({ status }) => status === 402);
    expect(refused && (await refusal(refused))).toEqual([402, 'plan_limit_reached']);
    const links = listSchema.parse(await (await limited.integrator('/v1/links')).json());
    expect(links.items).toHaveLength(1);
    // A refused link leaves no customer behind either.
    const customers = (await (await limited.integrator('/v1/customers')).json()) as { items: unknown[] };
    expect(customers.items).toHaveLength(1);
    expect(await plan()).toMatchObject({ kyc: { limit: 1, used: 1 }, kyb: { limit: 2, used: 0 } });
  });

  test('is not passed by through a customer who was made before, and nobody is counted twice', async () => {
    const { id: customerId } = await createCustomer(limited, { fields: {} });
    const refused = await askForLink(limited, { customerId });
    expect(await refusal(refused)).toEqual([402, 'plan_limit_reached']);
    const links = listSchema.parse(await (await limited.integrator('/v1/links')).json());
    const known = { customerId: links.items[0]?.customerId };
    for (const _ of [1, 2]) expect((await askForLink(limited, known)).status).toBe(201);
    expect(await plan()).toMatchObject({ kyc: { limit: 1, used: 1 } });

    const roomy = await startBackend({ plan: { kyc: 2 } });
    const used = async () => planSchema.parse(await (await roomy.integrator('/v1/plan')).json()).kyc.used;
    const own = { customerId: (await createCustomer(roomy, { fields: {} })).id };
    const both = await Promise.all([askForLink(roomy, own), askForLink(roomy, own)]);
    expect([both.map(({ status }) => status), await used()]).toEqual([[201, 201], 1]);
    expect([(await askForLink(roomy, { ...own, items: ['field:nonsense'] })).status, await used()]).toEqual([
      422, 1,
    ]);
    await roomy.close();
  });

  test('KYC and KYB are counted apart, and a new month begins at none', async () => {
    expect((await askForLink(limited, { ...kyb, fields: { email: 'nonsense' } })).status).toBe(422);
    expect((await askForLink(limited, kyb)).status).toBe(201);
    expect((await askForLink(limited, kyb)).status).toBe(201);
    expect((await askForLink(limited, kyb)).status).toBe(402);
    const { period, ...use } = await plan();
    expect(use).toEqual({ kyc: { limit: 1, used: 1 }, kyb: { limit: 2, used: 2 } });
    limited.clock.advance(Date.parse(period.to) - limited.clock.now());
    expect(await plan()).toMatchObject({
      period: { from: period.to },
      kyc: { limit: 1, used: 0 },
      kyb: { limit: 2, used: 0 },
    });
    expect((await askForLink(limited)).status).toBe(201);
  });

  test('that the operator changed at a restart is told to workstations, once', async () => {
    const directory = temporaryDirectory('sealdesk-plan');
    const first = await startBackend({ directory });
    const { analyst, apiKey } = first.tenant;
    const told = async (server: TestBackend, cursor?: string) => {
      const { changes, end } = await (await server.signIn(analyst)).changes(cursor ? { cursor } : {});
      return { plans: changes.filter(({ entity }) => entity === 'plan').map(({ data }) => data), end };
    };
    const restarted = async (limits?: { kyc?: number; kyb?: number }) =>
      startBackend({ directory, ...(limits ? { plan: limits } : {}) });
    // Nobody is told of a plan that limits nothing.
    const none = await told(first);
    expect(none.plans).toEqual([]);
    await first.close();

    const limited = await restarted({ kyc: 1 });
    expect((await told(limited)).plans).toMatchObject([{ kyc: { limit: 1, used: 0 }, kyb: { used: 0 } }]);
    const asTenant: TestBackend = {
      ...limited,
      integrator: (path, init) => limited.integrator(path, init, apiKey),
    };
    expect((await askForLink(asTenant)).status).toBe(201);
    await limited.close();

    const wider = await restarted({ kyc: 100, kyb: 5 });
    const seen = await told(wider);
    expect(seen.plans).toMatchObject([{ kyc: { limit: 100, used: 1 }, kyb: { limit: 5, used: 0 } }]);
    await wider.close();

    const same = await restarted({ kyc: 100, kyb: 5 });
    expect((await told(same, seen.end.cursor)).plans).toEqual([]);
    await same.close();

    const free = await restarted();
    const [last] = (await told(free, seen.end.cursor)).plans;
    expect(planSchema.parse(last)).toMatchObject({ kyc: { used: 1 }, kyb: { used: 0 } });
    expect(JSON.stringify(last)).not.toContain('limit');
    await free.close();
  });

  test('a backend without limits counts all the same', async () => {
    const { kyc } = planSchema.parse(await (await server.integrator('/v1/plan')).json());
    expect(kyc.limit).toBeUndefined();
    expect(kyc.used).toBeGreaterThan(0);
  });
});
