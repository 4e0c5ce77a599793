import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changed, findCustomer, updateCustomer } from '../../src/backend/customers/index.ts';
import { wordsIn } from '../../src/backend/hosted/words/index.ts';
import { dayIn } from '../../src/backend/hosted/words/labels.ts';
import { customerSchema, ownersItem, shippedLevels } from '../../src/shared/domain/index.ts';
import { applicantAt } from '../support/applicant.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { createCustomer, patchCustomer, pngBytes } from '../support/backend-customers.ts';
import { askForLink, makeLink } from '../support/backend-links.ts';
import {
  customerAt,
  customerWithout,
  fieldsOf,
  itemsOf,
  led,
  levelOf,
  linkFor,
  missingOf,
  owner,
  uploadAs,
  valueOf,
} from '../support/missing.ts';
import { askCustomerFor } from '../support/reviewing.ts';
import type { WorkstationClient } from '../support/workstation-client.ts';

let server: TestBackend;
let analyst: WorkstationClient;
beforeAll(async () => {
  server = await startBackend();
  analyst = await server.signIn(server.tenant.analyst);
});
afterAll(() => server.close());

const stateOf = async (id: string) => {
  const answer = await server.integrator('/v1/links?limit=200');
  return ((await answer.json()) as { items: { id: string; state: string }[] }).items.find(
    one => one.id === id,
  )?.state;
};

const levels = shippedLevels.map(level => ({ name: level.name, level }));

describe.each(levels)('[LEAD-8] of $name', ({ level }) => {
  const wanted = [
    ...level.fields
      .filter(({ required }) => required)
      .map(({ key, type }) => ({ item: `field:${key}`, key, type })),
    ...level.documents
      .filter(({ required }) => required)
      .map(({ type }) => ({ item: `documentType:${type}`, key: type, type: undefined })),
  ];

  /** Every document, and a field of each type: fields of a type are told and given in one way. */
  const oneOfEach = wanted.filter(
    ({ type }, place) => type === undefined || wanted.findIndex(other => other.type === type) === place,
  );

  test('a customer with everything misses nothing', async () => {
    expect(await itemsOf(server, (await customerWithout(server, analyst, level)).id)).toEqual([]);
  });

  test('each field alone is told', async () => {
    for (const { item, key, type } of wanted.filter(one => one.type !== undefined)) {
      const { [key]: _but, ...fields } = fieldsOf(level);
      const made = await createCustomer(server, { kind: level.kind, levelId: level.id, fields });
      const fieldItems = (await itemsOf(server, made.id)).filter(
        one => one.startsWith('field:') && one !== ownersItem,
      );
      expect([type, fieldItems]).toEqual([type, [item]]);
    }
  });

  test('each thing alone is told, asked for by a link alone, and gone when the applicant gave it', async () => {
    for (const { item, key, type } of oneOfEach) {
      const customer = await customerWithout(server, analyst, level, key);
      const missing = await missingOf(server, customer.id);
      expect(missing).toEqual([
        {
          item,
          label: expect.stringMatching(/^[A-Z]/) as string,
          why: `${level.name} needs it.`,
          customerSentence: expect.stringMatching(/^Please (tell|send) us: .*([^?]\.|\?)$/) as string,
        },
      ]);
      const link = await linkFor(server, customer, [item]);
      const applicant = applicantAt(link.url);
      await applicant.fill('consent', { agree: 'yes' });
      const step = type === undefined ? 'documents' : 'data';
      const page = await applicant.look(step);
      expect([item, page.status]).toEqual([item, 200]);
      if (type === undefined) {
        expect(page.text.match(/data-upload\b/g)).toHaveLength(1);
        const side = level.documents.find(one => one.type === key)?.sides[0];
        await applicant.upload(
          { type: key, ...(side ? { side } : {}) },
          Uint8Array.from(pngBytes(randomUUID())),
        );
      } else {
        expect(new Set([...page.text.matchAll(/ name="([^"]+)"/g)].map(([, name]) => name))).toContain(key);
        expect(page.text.match(/ id="f-[^"]+-fault"/g)).toHaveLength(1);
        await applicant.fill('data', { [key]: valueOf(key, type) });
      }
      expect(await itemsOf(server, customer.id)).toEqual([]);
      await applicant.fill('review', {});
      expect([item, await stateOf(link.id), (await customerAt(server, customer.id)).status]).toEqual([
        item,
        'completed',
        'UNDER_REVIEW',
      ]);
    }
  });

  test('each thing is gone when an analyst gave it on behalf, under the name of the analyst', async () => {
    // One field and each document: fields are all given in one way.
    for (const { item, key, type } of wanted.filter(
      ({ type: form }, place) => place === 0 || form === undefined,
    )) {
      const customer = await customerWithout(server, analyst, level, key);
      expect(await itemsOf(server, customer.id)).toEqual([item]);
      if (type === undefined) {
        const side = level.documents.find(one => one.type === key)?.sides[0];
        await uploadAs(analyst, customer.id, { type: key, ...(side ? { side } : {}) });
      } else {
        const answer = await analyst.request(`/v1/customers/${customer.id}`, {
          method: 'PATCH',
          headers: { 'content-type': 'application/json', 'if-match': `"${customer.version}"` },
          body: JSON.stringify({ fields: { [key]: valueOf(key, type) } }),
        });
        expect(answer.status).toBe(200);
      }
      expect(await itemsOf(server, customer.id)).toEqual([]);
      const history = (await (await server.integrator(`/v1/customers/${customer.id}/history`)).json()) as {
        items: { actor: object; action: string; text: string }[];
      };
      expect(history.items[0]).toMatchObject({
        actor: { kind: 'user', id: server.tenant.analyst.id, name: 'analyst' },
        action: type === undefined ? 'document.received' : 'customer.patched',
        text: type === undefined ? `sent a document: ${key}` : `gave ${key}`,
      });
      const [row] = await server.backend.context.store.reader
        .selectFrom('audit')
        .select(['actor'])
        .where('customerId', '=', customer.id)
        .orderBy('index', 'desc')
        .limit(1)
        .execute();
      expect(row?.actor).toBe(`user:${server.tenant.analyst.id}`);
    }
  });
});

const formOf = (owners: readonly ReturnType<typeof owner>[]) =>
  Object.fromEntries([
    ['count', String(owners.length)],
    ['owner.0.director', 'yes'],
    ...owners.flatMap((one, place) => [
      [`owner.${place}.name`, one.name],
      [`owner.${place}.percent`, String(one.ownershipPercent)],
      [`owner.${place}.dateOfBirth`, one.dateOfBirth],
      [`owner.${place}.nationality`, one.nationality],
    ]),
  ]) as Record<string, string>;

describe.each([['kyb-standard'], ['kyb-enhanced']])('[LEAD-8] of the owners at %s', levelId => {
  const level = levelOf(levelId);
  const total = /^The shares add up to [\d.]+ %, not 100 %\.$/;

  test.each([
    ['none is named', [], [ownersItem], /needs them/],
    ['they are less than 100 %', [owner(99.98)], [ownersItem], total],
    ['they are more than 100 %', [owner(80), owner(20.02)], [ownersItem], total],
    ['they are 100 % to a hundredth', [owner(99.99)], [], undefined],
    ['fractions are 100 % together', [10, 20.2, 24.9, 24.9, 20].map(share => owner(share)), [], undefined],
    [
      'a large one has no date of birth',
      [owner(100, { dateOfBirth: null })],
      ['owner'],
      /: date of birth missing/,
    ],
    [
      'a large one has no nationality',
      [owner(100, { nationality: null })],
      ['owner'],
      /: nationality missing/,
    ],
    [
      'one of exactly 25 % has neither',
      [owner(25, { dateOfBirth: null, nationality: null }), ...Array.from({ length: 5 }, () => owner(15))],
      ['owner'],
      /: date of birth and nationality missing/,
    ],
    [
      'one below 25 % has neither',
      [
        owner(24.99, { dateOfBirth: null, nationality: null }),
        ...[15, 15, 15, 15, 15.01].map(share => owner(share)),
      ],
      [],
      undefined,
    ],
  ])('%s', async (_name, owners, expected, why) => {
    const customer = await customerWithout(server, analyst, level, undefined, led(owners));
    const missing = await missingOf(server, customer.id);
    expect(missing.map(({ item }) => item.replace(/^(owner):.+$/, '$1'))).toEqual(expected);
    if (!why) return;
    expect(missing[0]?.why).toMatch(why);
    expect(missing[0]?.customerSentence).toMatch(/^\S.+\.$/);
    const link = await linkFor(
      server,
      customer,
      missing.map(({ item }) => item),
    );
    const applicant = applicantAt(link.url);
    await applicant.fill('consent', { agree: 'yes' });
    // Nothing but the owners is asked.
    expect((await applicant.look('data')).leadsTo).toBe('/owners');
    const page = await applicant.look('owners', { 'accept-language': 'de' });
    const reason = missing[0]?.item === ownersItem && expected.length > 0;
    const said = [
      wordsIn.de.reasons['ownership.totalNot100'],
      wordsIn.de.reasons['ownership.beneficialOwnerMissing'],
    ];
    // Once, however many there are, and also when there is none.
    const times = said.map(text => page.text.split(text ?? '?').length - 1);
    if (reason) expect(times.reduce((sum, one) => sum + one)).toBe(1);
    expect((await applicant.fill('owners', formOf([owner(60), owner(40)]))).leadsTo).toBe('/review');
    // Two people own 25 % or more now: where their IDs are wanted, one more is.
    expect(await itemsOf(server, customer.id)).toEqual(
      levelId === 'kyb-enhanced' ? ['documentType:director_id'] : [],
    );
    await applicant.fill('review', {});
    expect(await stateOf(link.id)).toBe('completed');
  });
});

test('[LEAD-8] of a company a director is missing where nobody named is one', async () => {
  const customer = await customerWithout(server, analyst, levelOf('kyb-standard'), undefined, [
    owner(60),
    owner(40),
  ]);
  expect(await missingOf(server, customer.id)).toMatchObject([
    {
      item: ownersItem,
      why: 'No director is named.',
      customerSentence: expect.stringMatching(/every director/),
    },
  ]);
  const link = await linkFor(server, customer, [ownersItem]);
  const applicant = applicantAt(link.url);
  await applicant.fill('consent', { agree: 'yes' });
  const page = await applicant.look('owners', { 'accept-language': 'de' });
  expect(page.text).toContain(wordsIn.de.reasons['ownership.directorMissing']);
  await applicant.fill('owners', formOf([owner(60), owner(40)]));
  expect(await itemsOf(server, customer.id)).toEqual([]);
});

describe('[LEAD-8] of the people whose ID a level wants', () => {
  const level = levelOf('kyb-enhanced');

  test('each director and each owner of 25 % or more is one, whoever uploads', async () => {
    const owners = [owner(50), owner(25, { isDirector: true }), owner(24, { isDirector: true }), owner(1)];
    const customer = await customerWithout(server, analyst, level, undefined, owners);
    expect(await missingOf(server, customer.id)).toEqual([
      {
        item: 'documentType:director_id',
        label: 'ID of a director',
        why: 'KYB Enhanced needs one of each director and of each owner of 25 % or more: 1 of 3 is there.',
        customerSentence:
          'Please send us an ID of each director and of everybody who owns 25 % or more: 2 more.',
      },
    ]);
    // The back of a card is no second person.
    await uploadAs(analyst, customer.id, { type: 'director_id', side: 'back' });
    await uploadAs(analyst, customer.id, { type: 'director_id', side: 'front' });
    expect((await missingOf(server, customer.id))[0]?.why).toContain('2 of 3 are there');
    const link = await linkFor(server, customer, ['documentType:director_id']);
    const applicant = applicantAt(link.url);
    await applicant.fill('consent', { agree: 'yes' });
    await applicant.upload({ type: 'director_id', side: 'front' }, Uint8Array.from(pngBytes('third')));
    expect(await itemsOf(server, customer.id)).toEqual([]);
  });

  test('is a card of its own on the page of a first verification', async () => {
    const link = await makeLink(server, { kind: 'business', levelId: level.id, fields: fieldsOf(level) });
    const applicant = applicantAt(link.url);
    await applicant.fill('consent', { agree: 'yes' });
    await applicant.fill('data', fieldsOf(level));
    await applicant.fill('owners', formOf([owner(50), owner(50)]));
    for (const { type } of level.documents.filter(one => one.type !== 'director_id'))
      await applicant.upload({ type }, Uint8Array.from(pngBytes(randomUUID())));
    const cards = async () =>
      [...(await applicant.look('documents')).text.matchAll(/id="card-(director_id[^"]*)"/g)].map(
        ([, id]) => id,
      );
    expect(await cards()).toEqual(['director_id-front', 'director_id-front-2']);
    const send = (label: string) =>
      applicant.upload({ type: 'director_id', side: 'front' }, Uint8Array.from(pngBytes(label)));
    await send(`one of ${link.id}`);
    const early = await applicant.fill('documents', {});
    expect([early.status, early.text.includes('href="#f-director_id-front-2"')]).toEqual([422, true]);
    await send(`two of ${link.id}`);
    expect(await applicant.fill('documents', {})).toMatchObject({ status: 303, leadsTo: '/review' });
    await applicant.fill('review', {});
    expect(await customerAt(server, link.customerId ?? '')).toMatchObject({ status: 'UNDER_REVIEW' });
  });
});

test('[LEAD-8] the side of a document that is not there is told, asked for and gone', async () => {
  const admin = await server.signIn(server.tenant.admin);
  const id = `sides-${randomUUID().slice(0, 8)}`;
  const draft = {
    id,
    kind: 'individual',
    name: 'Both sides',
    fields: [{ key: 'firstName', required: true }],
    documents: [{ type: 'national_id', required: true, sides: ['front', 'back'] }],
    checks: ['data'],
  };
  expect((await admin.post('/v1/levels', draft)).status).toBe(201);
  const made = await createCustomer(server, { levelId: id, fields: { firstName: 'Åse' } });
  await uploadAs(analyst, made.id, { type: 'national_id', side: 'back' });
  expect(await missingOf(server, made.id)).toEqual([
    {
      item: 'documentType:national_id',
      label: 'National ID card, front',
      why: 'Both sides needs both sides.',
      customerSentence: 'Please send us: National ID card (front).',
    },
  ]);
  const link = await linkFor(server, await customerAt(server, made.id), ['documentType:national_id']);
  const applicant = applicantAt(link.url);
  await applicant.fill('consent', { agree: 'yes' });
  await applicant.upload({ type: 'national_id', side: 'front' }, Uint8Array.from(pngBytes('front')));
  expect(await itemsOf(server, made.id)).toEqual([]);
});

/** Says until when a document is valid, as the extraction does. */
const expires = (
  customerId: string,
  documentId: string,
  expiresOn: string,
  status?: 'UNDER_REVIEW' | 'ACTIVE',
) =>
  server.backend.context.work(server.tenant.id, async step => {
    const found = await findCustomer(step.db, step.tenantId, customerId);
    if (!found) throw new Error('no such customer');
    const documents = found.customer.documents.map(one =>
      one.id === documentId ? { ...one, expiresOn } : one,
    );
    const set = { documents, ...(status ? { status } : {}) };
    const next = changed(found, { set, facts: [`document:${documentId}`], device: null, at: step.at });
    await updateCustomer(step, next, found);
  });

describe('[LEAD-8] of documents', () => {
  const dayOf = (days: number) =>
    new Date(server.clock.now() + days * 24 * 3600_000).toISOString().slice(0, 10);

  test.each([
    ['yesterday', -1, 'expired'],
    ['today', 0, 'soon'],
    ['in 29 days', 29, 'soon'],
    ['in 30 days', 30, undefined],
  ] as const)('one that is valid until %s', async (_name, days, told) => {
    const customer = await customerWithout(server, analyst, levelOf('kyc-enhanced'));
    const passport = customer.documents.find(({ type }) => type === 'passport')?.id ?? '';
    await expires(customer.id, passport, dayOf(days), 'UNDER_REVIEW');
    await expires(customer.id, passport, dayOf(days), 'ACTIVE');
    const missing = await missingOf(server, customer.id);
    if (told === undefined) return expect(missing).toEqual([]);
    expect(missing).toEqual([
      {
        item: `document:${passport}`,
        label: 'Passport',
        why: `It ${told === 'expired' ? 'was' : 'is'} valid until ${dayOf(days)}.`,
        customerSentence:
          told === 'expired'
            ? 'The document has expired. Please send one that is still valid.'
            : `Your document is valid until ${dayIn('en', dayOf(days))}. Please send us the new one as soon as you have it.`,
      },
    ]);
    const link = await linkFor(server, await customerAt(server, customer.id), [`document:${passport}`]);
    const applicant = applicantAt(link.url);
    await applicant.fill('consent', { agree: 'yes' });
    const page = await applicant.look('documents', { 'accept-language': 'fr' });
    expect(page.text.match(/data-upload\b/g)).toHaveLength(1);
    expect(page.text.includes(wordsIn.fr.reasons['badDocument.expired'] ?? '?')).toBe(told === 'expired');
    await applicant.upload(
      { type: 'passport', side: 'front', replaces: passport },
      Uint8Array.from(pngBytes(randomUUID())),
    );
    expect([await itemsOf(server, customer.id), await stateOf(link.id)]).toEqual([[], 'completed']);
    expect((await customerAt(server, customer.id)).status).toBe('UNDER_REVIEW');
  });

  test('one that the level does not need may expire', async () => {
    const customer = await customerWithout(server, analyst, levelOf('kyc-basic'));
    const { id } = await uploadAs(analyst, customer.id, { type: 'passport' });
    await expires(customer.id, id, dayOf(-1));
    expect(await itemsOf(server, customer.id)).toEqual([]);
  });
});

test('[LEAD-8] what a reviewer rejected or left pending is told with the reviewer’s reason, and nothing of a rejected case', async () => {
  const level = levelOf('kyc-enhanced');
  const made = await customerWithout(server, analyst, level);
  const answer = await server.integrator(`/v1/customers/${made.id}/submit`, { method: 'POST' });
  const customer = customerSchema.parse(await answer.json());
  const bill = customer.documents.find(({ type }) => type === 'proof_of_address')?.id ?? '';
  const items = [`document:${bill}`, 'field:email'];
  await askCustomerFor(analyst, customer, [
    { item: `document:${bill}`, reasons: ['proofOfAddress.tooOld'] },
    { item: 'field:email', reasons: ['fraud.fakeContactData'], customerComment: 'Your mails come back.' },
  ]);
  const asked = await customerAt(server, customer.id);
  expect(asked.status).toBe('NEEDS_ADDITIONAL_INFORMATION');
  const missing = await missingOf(server, customer.id);
  expect(missing.map(({ item, label, customerSentence }) => [item, label, customerSentence])).toEqual([
    [items[0], 'Proof of address', expect.stringContaining('90 days')],
    [
      items[1],
      'E-mail',
      `${wordsIn.en.reasons['fraud.fakeContactData']} A note from the reviewer: Your mails come back.`,
    ],
  ]);
  await patchCustomer(server, asked, { fields: { email: 'new@fjord.example' } });
  expect(await itemsOf(server, customer.id)).toEqual([items[0]]);
  await uploadAs(analyst, customer.id, { type: 'utility_bill', replaces: bill });
  expect([await itemsOf(server, customer.id), (await customerAt(server, customer.id)).status]).toEqual([
    [],
    'UNDER_REVIEW',
  ]);
  const rejected = await customerAt(server, customer.id);
  await server.backend.context.work(server.tenant.id, async step => {
    const found = await findCustomer(step.db, step.tenantId, rejected.id);
    if (!found) throw new Error('no such customer');
    const set = { status: 'REJECTED' as const, fields: {} };
    await updateCustomer(step, changed(found, { set, facts: ['status'], device: null, at: step.at }), found);
  });
  expect(await itemsOf(server, customer.id)).toEqual([]);
  expect((await askForLink(server, { customerId: customer.id, levelId: level.id })).status).not.toBe(201);
});
