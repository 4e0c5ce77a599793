import type { KyselyPlugin } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addLevelVersion, newestLevels } from '../../src/backend/levels/store.ts';
import { levelSchema, type Level } from '../../src/shared/domain/index.ts';
import { z } from '../../src/shared/zod.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { basicFields, createCustomer, patchCustomer, submitCustomer } from '../support/backend-customers.ts';
import type { WorkstationClient } from '../support/workstation-client.ts';

let server: TestBackend;
let admin: WorkstationClient;
beforeAll(async () => {
  server = await startBackend();
  admin = await server.signIn(server.tenant.admin);
});
afterAll(() => server.close());

const draft = {
  id: 'tenancy-check',
  kind: 'individual',
  name: 'Tenancy check',
  fields: [
    { key: 'firstName', required: true },
    { key: 'lastName', required: true, label: 'Family name' },
    { key: 'occupation', required: false },
  ],
  documents: [{ type: 'national_id', required: true, sides: ['front', 'back'] }],
  checks: ['data', 'screening'],
  autoApproveBelow: 10,
} as const;

const patch = (id: string, body: object, caller = admin, match?: string): Promise<Response> =>
  caller.request(`/v1/levels/${id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', ...(match === undefined ? {} : { 'if-match': match }) },
    body: JSON.stringify(body),
  });
const level = async (answer: Promise<Response>): Promise<Level> =>
  levelSchema.parse(await (await answer).json());
const list = async (): Promise<readonly Level[]> =>
  z.object({ items: z.array(levelSchema) }).parse(await (await server.integrator('/v1/levels')).json()).items;

async function refusal(answer: Response): Promise<readonly unknown[]> {
  const body = (await answer.json()) as { code: string; errors?: readonly { path: string }[] };
  return [answer.status, body.code, ...(body.errors ?? []).map(({ path }) => path)];
}

describe('[LVL-5] of levels', () => {
  const own = async (name: string) => {
    const tenant = await server.addTenant(name);
    const { context } = server.backend;
    const before = await newestLevels(context.store.reader, tenant.id);
    const add = (levels: readonly { readonly id: string; readonly version: number }[]) =>
      context.work(tenant.id, async step => {
        const [like] = before;
        const rows = levels.map(one => ({ ...one, data: JSON.stringify({ ...like, ...one }) }));
        await step.insertRows(
          'level',
          rows.map(row => ({ tenantId: tenant.id, ...row })),
        );
      });
    return { tenant, add, before: before.length, caller: await server.signIn(tenant.admin) };
  };

  test('a tenant has 200 at the most, of several added at once too', async () => {
    const { add, before, caller } = await own('Many levels');
    await add(Array.from({ length: 198 - before }, (_, n) => ({ id: `level-${n}`, version: 1 })));
    const { id: _id, ...nameless } = draft;
    const answers = await Promise.all(Array.from({ length: 5 }, () => caller.post('/v1/levels', nameless)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 201, 422, 422, 422]);
    const refused = answers.find(({ status }) => status === 422);
    expect(await refused?.json()).toMatchObject({
      code: 'invalid_transition',
      detail: 'A tenant has at most 200 levels.',
    });
  });

  test('one has 1,000 versions at the most, of which the newest alone is read for the list', async () => {
    const { tenant, add, before, caller } = await own('Many versions');
    await add(Array.from({ length: 999 }, (_, n) => ({ id: 'edited-often', version: n + 1 })));
    const edited = await patch('edited-often', { name: 'The last edit' }, caller);
    expect([edited.status, edited.headers.get('etag')]).toEqual([200, '"1000"']);
    const refused = await patch('edited-often', { name: 'One more' }, caller);
    expect(await refusal(refused)).toEqual([422, 'invalid_transition']);
    expect((await patch('edited-often', { name: 'The last edit' }, caller)).status).toBe(200);

    let read = 0;
    const counting: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        read += result.rows.length;
        return result;
      },
    };
    const { reader } = server.backend.context.store;
    const newest = await newestLevels(reader.withPlugin(counting), tenant.id);
    expect([newest.length, read]).toEqual([before + 1, before + 1]);
    expect(newest.map(({ id }) => id)).toEqual(newest.map(({ id }) => id).toSorted());
    expect(newest).toContainEqual(expect.objectContaining({ version: 1000, name: 'The last edit' }));
  });
});

describe('[LVL-1] a level', () => {
  test('is added by an admin or by a key with the scope, complete with labels and types', async () => {
    const answer = await admin.post('/v1/levels', draft);
    expect(answer.status).toBe(201);
    expect(await answer.json()).toEqual({
      ...draft,
      version: 1,
      fields: [
        { key: 'firstName', label: 'First name', type: 'text', required: true },
        { key: 'lastName', label: 'Family name', type: 'text', required: true },
        { key: 'occupation', label: 'Occupation', type: 'text', required: false },
      ],
      documents: [
        { type: 'national_id', label: 'National ID card', required: true, sides: ['front', 'back'] },
      ],
      fourEyes: false,
      linkTtlHours: 24,
    });
    const { id: _id, ...nameless } = draft;
    const made = await server.integrator('/v1/levels', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'a-level' },
      body: JSON.stringify(nameless),
    });
    expect(made.status, await made.clone().text()).toBe(201);
    const { id } = levelSchema.parse(await made.json());
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect((await list()).map(known => known.id)).toEqual(
      expect.arrayContaining([draft.id, id, 'kyc-basic']),
    );
  });

  test('is edited by a new version of it, shipped ones too; an edit that changes nothing makes none', async () => {
    const edited = await level(patch('kyc-premium', { name: 'Premium', linkTtlHours: 48 }));
    expect(edited).toMatchObject({
      id: 'kyc-premium',
      version: 2,
      name: 'Premium',
      linkTtlHours: 48,
      fourEyes: true,
    });
    expect(await level(patch('kyc-premium', { name: 'Premium' }))).toEqual(edited);
    expect((await list()).filter(({ id }) => id === 'kyc-premium')).toEqual([edited]);
    expect(await level(patch('tenancy-check', { autoApproveBelow: null }))).not.toHaveProperty(
      'autoApproveBelow',
    );
  });

  test('[LVL-2] of before its rules were as they are is edited in what is sent: its documents stand as they are', async () => {
    const documents = [{ type: 'national_id', label: 'ID card', required: true, sides: ['back'] }];
    const old = levelSchema.parse({ ...(await list())[0], ...draft, id: 'old-rules', version: 1, fields: [], documents }); // prettier-ignore
    await server.backend.context.work(server.tenant.id, step => addLevelVersion(step, old));
    const edited = await level(patch('old-rules', { name: 'New name' }));
    expect(edited).toEqual({ ...old, version: 2, name: 'New name' });
    expect(await refusal(await patch('old-rules', { documents }))).toEqual([
      422,
      'invalid_payload',
      'body.documents.0.sides',
    ]);
  });

  test('[LVL-2] is called by words as they are written: with joiners, marks of a direction and emoji', async () => {
    for (const name of [
      '\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645',
      '\u200FKYC\u200E',
      '\u{1F469}\u200D\u{1F4BB} \u2764\uFE0F',
    ])
      expect((await level(patch('kyc-enhanced', { name }))).name).toBe(name);
  });

  test('is edited by one after another: of edits at the same time none is lost', async () => {
    const { version } = await level(patch('kyb-standard', { name: 'Standard' }));
    const all = await Promise.all(
      Array.from({ length: 6 }, (_none, n) => level(patch('kyb-standard', { linkTtlHours: 30 + n }))),
    );
    const versions = all.map(made => made.version).toSorted((a, b) => a - b);
    expect(versions).toEqual(Array.from({ length: 6 }, (_none, n) => version + 1 + n));
  });
});

describe('[LVL-4] an edit that names the version it was made of', () => {
  test('is taken where that is the newest, and is a conflict where another edit came in between', async () => {
    const { version } = await level(patch('kyb-enhanced', { linkTtlHours: 50 }));
    const taken = await patch('kyb-enhanced', { linkTtlHours: 51 }, admin, `"${version}"`);
    expect([taken.status, taken.headers.get('etag')]).toEqual([200, `"${version + 1}"`]);
    for (const match of [String(version + 1), `W/"${version + 1}"`, ''])
      expect(await refusal(await patch('kyb-enhanced', { linkTtlHours: 52 }, admin, match)), match).toEqual([
        422,
        'invalid_payload',
        'headers.if-match',
      ]);
    for (const match of [`"${version}"`, `"${version + 2}"`])
      expect(await refusal(await patch('kyb-enhanced', { linkTtlHours: 52 }, admin, match)), match).toEqual([
        409,
        'version_conflict',
      ]);
    expect((await patch('kyb-enhanced', { linkTtlHours: 53 }, admin, '*')).status).toBe(200);
    expect((await list()).find(({ id }) => id === 'kyb-enhanced')).toMatchObject({
      version: version + 2,
      linkTtlHours: 53,
    });
  });

  test('of several made of the same version at the same time one is taken', async () => {
    const { version } = await level(patch('kyb-enhanced', { linkTtlHours: 60 }));
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_none, n) =>
        patch('kyb-enhanced', { linkTtlHours: 61 + n }, admin, `"${version}"`),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200, 409, 409, 409, 409, 409,
    ]);
    expect((await list()).find(({ id }) => id === 'kyb-enhanced')?.version).toBe(version + 1);
  });
});

describe('[LVL-2] refused is', () => {
  const field = (key: string, more: object = {}) => ({ key, required: true, ...more });
  test.each([
    ['an id that is there', { id: 'kyc-basic' }, 'body.id'],
    ['an id that is no slug', { id: 'KYC Basic' }, 'body.id'],
    ['an id with a sign of the feed', { id: 'kyc-basic@2' }, 'body.id'],
    ['a field that there is not', { fields: [field('shoeSize')] }, 'body.fields.0.key'],
    ['a field of the other kind', { fields: [field('legalName')] }, 'body.fields.0.key'],
    ['a field twice', { fields: [field('email'), field('email')] }, 'body.fields.1.key'],
    [
      'a word that turns round',
      { fields: [field('email', { label: 'E\u202Eliam' })] },
      'body.fields.0.label',
    ],
    ['a name of two lines', { name: 'Two\nlines' }, 'body.name'],
    ['a name of two lines by another sign', { name: 'Two\u2028lines' }, 'body.name'],
    ['a field as another type', { fields: [field('email', { type: 'date' })] }, 'body.fields.0.type'],
    ['no field at all', { fields: [] }, 'body.fields'],
    [
      'a document that there is not',
      { documents: [{ type: 'tattoo', required: true }] },
      'body.documents.0.type',
    ],
    [
      'two documents for the same demand',
      {
        documents: [
          { type: 'passport', required: true },
          { type: 'national_id', required: true },
        ],
      },
      'body.documents.1.type',
    ],
    [
      'a side twice',
      { documents: [{ type: 'passport', required: true, sides: ['front', 'front'] }] },
      'body.documents.0.sides',
    ],
    [
      'the back of a card without its front, where others may give a passport',
      { documents: [{ type: 'passport', required: true, sides: ['back'] }] },
      'body.documents.0.sides',
    ],
    ['a check that there is not', { checks: ['palmistry'] }, 'body.checks.0'],
    ['a check of the other kind', { checks: ['ownership'] }, 'body.checks.0'],
    ['a check twice', { checks: ['data', 'data'] }, 'body.checks.1'],
    ['a kind that there is not', { kind: 'animal' }, 'body.kind'],
    ['approval by nobody where two must look', { fourEyes: true }, 'body.autoApproveBelow'],
    ['a threshold beyond the score', { autoApproveBelow: 101 }, 'body.autoApproveBelow'],
    ['a threshold between two scores', { autoApproveBelow: 12.5 }, 'body.autoApproveBelow'],
  ])('%s', async (_what, over, path) => {
    const answer = await admin.post('/v1/levels', { ...draft, id: 'another-level', ...over });
    expect(await refusal(answer)).toEqual([422, 'invalid_payload', path]);
    expect((await list()).some(({ id }) => id === 'another-level')).toBe(false);
  });

  test('an edit of the id, of the kind, of what is not there, or that makes no sense', async () => {
    expect((await refusal(await patch('kyc-basic', { id: 'other' })))[1]).toBe('invalid_payload');
    expect((await refusal(await patch('kyc-basic', { kind: 'business' })))[1]).toBe('invalid_payload');
    expect(await refusal(await patch('nowhere', { name: 'X' }))).toEqual([404, 'not_found']);
    expect(await refusal(await patch('kyc-basic', { fourEyes: true }))).toEqual([
      422,
      'invalid_payload',
      'body.autoApproveBelow',
    ]);
  });

  test('anybody else: other roles, keys without the scope, another tenant', async () => {
    const [analyst, supervisor, auditor] = await Promise.all(
      (['analyst', 'supervisor', 'auditor'] as const).map(role => server.signIn(server.tenant[role])),
    );
    for (const caller of [analyst, supervisor, auditor]) {
      expect((await refusal(await patch('kyc-basic', { name: 'X' }, caller)))[1]).toBe('role_missing');
      expect((await caller?.post('/v1/levels', draft))?.status).toBe(403);
    }
    expect((await auditor?.request('/v1/levels'))?.status).toBe(403);
    const reader = await server.addApiKey(server.tenant, ['levels:read']);
    const init = { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: '{"name":"X"}' };
    expect((await refusal(await server.integrator('/v1/levels/kyc-basic', init, reader)))[1]).toBe(
      'scope_missing',
    );
    const other = await server.addTenant('Another');
    expect((await server.integrator('/v1/levels/tenancy-check', init, other.apiKey)).status).toBe(404);
  });

  test('a name with a sign that shows nothing', async () => {
    for (const sign of [0xad, 0x180e, 0x200b, 0x2060, 0x2063, 0x115f, 0x3164, 0xfeff, 0xffa0, 0xe0041]) {
      const answer = await patch('kyc-enhanced', { name: `KYC${String.fromCodePoint(sign)}Basic` });
      expect([sign, answer.status]).toEqual([sign, 422]);
    }
  });
});

describe('[LVL-3] a case', () => {
  const asked = async (id: string): Promise<readonly string[]> => {
    const body = await (await server.integrator(`/v1/customers/${id}/missing`)).json();
    return z
      .object({ items: z.array(z.object({ item: z.string() })) })
      .parse(body)
      .items.map(({ item }) => item);
  };

  test('keeps the version that it began under: what is missing, submission, checks and the review', async () => {
    const { phone: _phone, ...fields } = basicFields;
    const running = await createCustomer(server, { fields });
    expect(await asked(running.id)).toEqual(['field:phone']);
    const before = (await list()).find(({ id }) => id === 'kyc-basic');
    const edited = await level(
      patch('kyc-basic', {
        fields: [
          { key: 'firstName', required: true },
          { key: 'occupation', required: true },
        ],
        documents: [{ type: 'selfie', required: true }],
        checks: ['data'],
      }),
    );
    expect(edited.version).toBe((before?.version ?? 0) + 1);
    expect(await asked(running.id)).toEqual(['field:phone']);
    const submitted = await submitCustomer(
      server,
      (await patchCustomer(server, running, { fields: { phone: basicFields.phone } })).id,
    );
    expect(submitted).toMatchObject({ status: 'UNDER_REVIEW', levelVersion: before?.version });
    expect(submitted.providers.map(({ name }) => name)).toEqual(before?.checks);

    const fresh = await createCustomer(server, { fields });
    expect(fresh.levelVersion).toBe(edited.version);
    expect(await asked(fresh.id)).toEqual(['field:occupation', 'documentType:selfie']);

    const analyst = await server.signIn(server.tenant.analyst);
    await analyst.command({
      type: 'review.start',
      customerId: submitted.id,
      payload: {},
      baseVersion: submitted.version,
    });
    const verdicts = (before?.fields ?? [])
      .filter(({ key, required }) => required && key in basicFields)
      .map(({ key }) => ({ item: `field:${key}` as const, verdict: 'approved' as const, reasons: [] }));
    const finish = (given: typeof verdicts, baseVersion: number) =>
      analyst.command({
        type: 'review.finish',
        customerId: submitted.id,
        payload: { outcome: 'approve', verdicts: given, request: [], tags: [] },
        baseVersion,
      });
    const { version } = await analyst.customer(submitted.id);
    // The new version would be content with the first name; the old one is not.
    expect(await finish(verdicts.slice(0, 1), version)).toMatchObject({
      result: 'refused',
      code: 'invalid_payload',
    });
    expect(await finish(verdicts, version)).toMatchObject({ result: 'applied' });
    expect(await analyst.customer(submitted.id)).toMatchObject({
      status: 'ACTIVE',
      levelVersion: before?.version,
    });
  });

  test('can be shown by a workstation that begins afresh: the feed has every version', async () => {
    const analyst = await server.signIn(server.tenant.analyst);
    const { entities } = await analyst.syncAll();
    const levels = [...entities.values()]
      .filter(({ entity }) => entity === 'level')
      .map(({ data }) => levelSchema.parse(data));
    const known = new Set(levels.map(({ id, version }) => `${id} ${version}`));
    for (const { id, version } of await list()) {
      for (let older = 1; older <= version; older++) expect(known).toContain(`${id} ${older}`);
    }
    expect(known.size).toBe(levels.length);
  });
});
