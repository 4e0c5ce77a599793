import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { customerSchema, type Customer, type Item } from '../../src/shared/domain/index.ts';
import { wordsIn } from '../../src/backend/hosted/words/index.ts';
import { applicantAt } from '../support/applicant.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import {
  basicFields,
  businessUnderReview,
  caseUnderReview,
  companyFields,
  createCustomer,
  enhancedFields,
  patchCustomer,
  pngBytes,
} from '../support/backend-customers.ts';
import { confirmSteps, makeLink, type MadeLink } from '../support/backend-links.ts';
import { askCustomerFor } from '../support/reviewing.ts';

let server: TestBackend;
beforeAll(async () => void (server = await startBackend()));
afterAll(() => server.close());

const get = async (id: string | null | undefined): Promise<Customer> =>
  customerSchema.parse(await (await server.integrator(`/v1/customers/${id}`)).json());
const stateOf = async ({ id }: MadeLink): Promise<string | undefined> => {
  const { items } = (await (await server.integrator('/v1/links?limit=200')).json()) as {
    items: { id: string; state: string }[];
  };
  return items.find(one => one.id === id)?.state;
};
const audited = async (link: MadeLink) => {
  const rows = await server.backend.context.store.reader
    .selectFrom('audit')
    .select(['action', 'actor', 'data', 'at'])
    .where('customerId', '=', link.customerId ?? '')
    .orderBy('index')
    .execute();
  return rows.filter(({ actor }) => actor === `link:${link.id}`);
};

describe('[LINK-4] a first verification', () => {
  test('[LINK-9] goes step by step through the same rules as the API, with both sides of a card, and is submitted', async () => {
    const link = await makeLink(server, { levelId: 'kyc-enhanced', fields: { firstName: 'Zoë' } });
    const applicant = applicantAt(link.url);
    expect(await applicant.look()).toMatchObject({ status: 303, leadsTo: '/consent' });
    await applicant.see();
    expect(await stateOf(link)).toBe('opened');
    expect(await get(link.customerId)).toMatchObject({ status: 'CREATED', leadStatus: 'in_progress' });

    // No step is jumped over.
    for (const step of ['data', 'documents', 'review', 'done', 'nonsense', 'owners'])
      expect([step, (await applicant.look(step)).leadsTo]).toEqual([step, '/consent']);
    expect(await applicant.fill('review', {})).toMatchObject({ status: 303, leadsTo: '' });
    expect((await applicant.fill('consent', {})).status).toBe(422);
    expect(await applicant.fill('consent', { agree: 'yes' })).toMatchObject({
      status: 303,
      leadsTo: '/data',
    });

    const page = await applicant.look('data');
    expect(page.text).toContain('value="Zoë"');
    const wrong = await applicant.fill('data', {
      firstName: '<script>alert(1)</script>',
      dateOfBirth: '1990-02-30',
      email: 'nowhere',
      phone: '030',
    });
    expect(wrong.status).toBe(422);
    for (const key of ['lastName', 'dateOfBirth', 'email', 'phone', 'nationality', 'address.city'])
      expect(wrong.text).toContain(`<a href="#f-${key}">`);
    expect(wrong.text).not.toContain('href="#f-middleName"');
    expect(wrong.text).not.toContain('<script>alert');
    expect(wrong.text).toContain('value="&lt;script&gt;alert(1)&lt;/script&gt;"');
    expect((await get(link.customerId)).fields['email']).toBeUndefined();

    // That an ID has expired is told at once.
    const expired = await applicant.fill('data', { ...enhancedFields, idExpiry: '2019-05-31' });
    expect([expired.status, expired.text.includes(wordsIn.en.faults.expired)]).toEqual([422, true]);

    const fields = {
      ...enhancedFields,
      // As people write it; kept as the contract wants it.
      phone: '0049 (30) 90-18 20',
      idType: 'national_id',
      stranger: 'is not asked for',
    };
    expect(await applicant.fill('data', fields)).toMatchObject({ status: 303, leadsTo: '/documents' });
    const given = await get(link.customerId);
    expect(given.fields['phone']?.value).toBe('+4930901820');
    expect(given.fields['stranger']).toBeUndefined();

    const early = await applicant.fill('documents', {});
    expect([early.status, early.text.match(/<a href="#f-[^"]+"/g)?.length]).toEqual([422, 4]);
    const first = await applicant.upload({ type: 'national_id', side: 'front' }, pngBytes('card'));
    expect(first).toMatchObject({ status: 303, leadsTo: '/documents#card-x' });
    await applicant.upload({ type: 'proof_of_address' }, pngBytes('bill'));
    await applicant.upload({ type: 'selfie' }, pngBytes('face'));
    const half = await applicant.fill('documents', {});
    expect([half.status, half.text.includes('href="#f-passport-back"')]).toEqual([422, true]);
    await applicant.upload({ type: 'national_id', side: 'back' }, pngBytes('card'));
    // What is not asked for is not taken.
    await applicant.upload({ type: 'bank_statement' }, pngBytes('more'));
    expect((await get(link.customerId)).documents).toMatchObject([
      { type: 'national_id', side: 'front', uploadedBy: 'applicant' },
      { type: 'proof_of_address' },
      { type: 'selfie' },
      { type: 'national_id', side: 'back' },
    ]);
    expect(await applicant.fill('documents', {})).toMatchObject({ status: 303, leadsTo: '/review' });
    expect((await applicant.look('review')).text).toContain('Hauptstraße 1');
    expect(await applicant.fill('review', {})).toMatchObject({ status: 303, leadsTo: '' });
    expect(await get(link.customerId)).toMatchObject({
      status: 'UNDER_REVIEW',
      submittedAt: expect.any(String),
    });
    expect(await stateOf(link)).toBe('completed');
    const done = await applicant.look();
    expect([done.status, done.text]).toEqual([200, expect.stringContaining('Thank you, all is sent')]);
    expect(done.text).not.toContain('Hauptstraße');
    expect((await applicant.look('data')).leadsTo).toBe('');
    // To send what was sent changes nothing.
    expect(await applicant.fill('review', {})).toMatchObject({ status: 303, leadsTo: '' });

    const trail = await audited(link);
    expect(trail.map(({ action }) => action)).toEqual([
      'link.opened',
      'link.consented',
      'customer.patched',
      ...Array.from({ length: 4 }, () => 'document.received'),
      'customer.submitted',
      'link.completed',
    ]);
    expect(JSON.parse(trail[1]?.data ?? '')).toMatchObject({ version: '2026-11-22', locale: 'en' });
  });

  test('[LINK-2] is not opened by who only looks, as scanners of mail do: it is by the page’s script, or by the first answer', async () => {
    const { reader } = server.backend.context.store;
    const tenant = () =>
      reader
        .selectFrom('tenant')
        .select(['feedSeq', 'auditSize'])
        .where('id', '=', server.tenant.id)
        .executeTakeFirstOrThrow();
    const [link, other] = [await makeLink(server), await makeLink(server)];
    const applicant = applicantAt(link.url);
    const before = await tenant();
    for (const step of ['', '/consent', '/seen', '/review', '/nonsense']) {
      const page = await fetch(`${link.url}${step}`, { redirect: 'manual' });
      const head = await fetch(`${link.url}${step}`, { method: 'HEAD', redirect: 'manual' });
      expect([step, head.status, await head.text()]).toEqual([step, page.status, '']);
      for (const name of ['location', 'content-type', 'content-length', 'content-security-policy'])
        expect([step, name, head.headers.get(name)]).toEqual([step, name, page.headers.get(name)]);
    }
    const unknown = `${server.url}/verify/${'x'.repeat(43)}`;
    expect((await fetch(unknown, { method: 'HEAD' })).status).toBe(404);
    expect(await tenant()).toEqual(before);
    expect(await stateOf(link)).toBe('active');
    expect(await get(link.customerId)).toMatchObject({ leadStatus: 'not_started' });

    const seen = /<body\s+data-seen="([^"]+)"/.exec((await applicant.look('consent')).text)?.[1];
    expect(`${server.url}${seen}`).toBe(`${link.url}/seen`);
    expect((await applicant.see()).status).toBe(204);
    expect(await stateOf(link)).toBe('opened');
    expect(await get(link.customerId)).toMatchObject({ leadStatus: 'in_progress' });
    expect((await audited(link)).map(({ action }) => action)).toEqual(['link.opened']);
    expect((await applicant.look('consent')).text).not.toContain('data-seen');
    const opened = await tenant();
    await applicant.see();
    expect(await tenant()).toEqual(opened);

    // Without a script whatever is sent, be it refused.
    expect((await applicantAt(other.url).fill('consent', {})).status).toBe(422);
    expect(await stateOf(other)).toBe('opened');
    expect(await get(other.customerId)).toMatchObject({ leadStatus: 'in_progress' });
  });

  test('is taken up again where it was left, also on another device', async () => {
    const link = await makeLink(server, { fields: basicFields });
    await applicantAt(link.url).fill('consent', { agree: 'yes' });
    expect((await applicantAt(link.url).look()).leadsTo).toBe('/data');
    await applicantAt(link.url).fill('data', basicFields);
    expect((await applicantAt(link.url).look()).leadsTo).toBe('/review');
    // What was done may be looked at and changed until it is sent.
    expect((await applicantAt(link.url).look('data')).status).toBe(200);
    await applicantAt(link.url).fill('data', { ...basicFields, firstName: 'Zoe' });
    expect((await get(link.customerId)).fields['firstName']?.value).toBe('Zoe');
  });

  test('[PRV-9] of a business asks for owners whose shares are 100 % together, to a hundredth', async () => {
    const link = await makeLink(server, { kind: 'business', levelId: 'kyb-standard' });
    const applicant = applicantAt(link.url);
    await applicant.fill('consent', { agree: 'yes' });
    expect(await applicant.fill('data', companyFields)).toMatchObject({ leadsTo: '/owners' });
    const owner = (place: number, name: string, percent: string, more: Record<string, string> = {}) => ({
      [`owner.${place}.name`]: name,
      [`owner.${place}.percent`]: percent,
      [`owner.${place}.dateOfBirth`]: '1970-01-01',
      [`owner.${place}.nationality`]: 'NOR',
      ...more,
    });
    const three = (last: string) => ({
      count: '4',
      ...owner(0, 'Åse Berg', '33,33', { 'owner.0.director': 'yes' }),
      ...owner(1, 'Olav Lie', '33.33 %'),
      ...owner(2, 'Kari Dahl', last),
    });
    for (const last of ['33.3', '33.36', 'much', '0', '101', '33.333']) {
      expect([last, (await applicant.fill('owners', three(last))).status]).toEqual([last, 422]);
    }
    expect((await applicant.fill('owners', { count: '1' })).text).toContain('name at least one owner');
    const unknown = await applicant.fill('owners', {
      count: '1',
      ...owner(0, 'X', '100', { 'owner.0.dateOfBirth': '' }),
    });
    expect([unknown.status, unknown.text]).toEqual([
      422,
      expect.stringContaining('href="#f-owner.0.dateOfBirth"'),
    ]);
    // Exactly 25 % is where somebody is identified from.
    const quarter = await applicant.fill('owners', {
      count: '2',
      ...owner(0, 'Åse Berg', '75'),
      ...owner(1, 'Olav Lie', '25', { 'owner.1.nationality': '' }),
    });
    expect([quarter.status, quarter.text.match(/href="#f-owner[^"]+"/g)]).toEqual([
      422,
      ['href="#f-owner.1.nationality"'],
    ]);
    const more = await applicant.fill('owners', { ...three('33.34'), add: 'yes' });
    expect([more.status, more.text]).toEqual([200, expect.stringContaining('name="owner.4.name"')]);
    const fewer = await applicant.fill('owners', { ...three('33.34'), remove: '0' });
    expect(fewer.text).toMatch(/name="owner\.0\.name"[^>]*value="Olav Lie"/s);
    expect((await get(link.customerId)).beneficialOwners).toEqual([]);
    // 99.99 lies within the hundredth that the domain allows.
    expect(await applicant.fill('owners', three('33.33'))).toMatchObject({ leadsTo: '/documents' });
    expect(await applicant.fill('owners', three('33,34'))).toMatchObject({ leadsTo: '/documents' });
    expect((await get(link.customerId)).beneficialOwners).toMatchObject([
      { name: 'Åse Berg', ownershipPercent: 33.33, isDirector: true, nationality: 'NOR' },
      { name: 'Olav Lie', ownershipPercent: 33.33, isDirector: false },
      { name: 'Kari Dahl', ownershipPercent: 33.34 },
    ]);
    // Who directs the company may own nothing of it; nobody else is named with nothing.
    const four = (box: Record<string, string>) => ({ ...three('33,34'), ...owner(3, 'Liv Moe', '0', box) });
    const idle = await applicant.fill('owners', four({}));
    expect([idle.status, idle.text.includes('href="#f-owner.3.percent"')]).toEqual([422, true]);
    expect(await applicant.fill('owners', four({ 'owner.3.director': 'yes' }))).toMatchObject({
      leadsTo: '/documents',
    });
    expect((await get(link.customerId)).beneficialOwners?.[3]).toMatchObject({
      name: 'Liv Moe',
      ownershipPercent: 0,
      isDirector: true,
    });
  });

  test('a file that can not be taken says what to send instead', async () => {
    const link = await makeLink(server, { levelId: 'kyc-enhanced', fields: basicFields });
    const applicant = applicantAt(link.url);
    await confirmSteps(server, link, ['consent', 'data']);
    await patchCustomer(server, await get(link.customerId), {
      fields: {
        'address.line1': 'x',
        'address.city': 'x',
        'address.postalCode': 'x',
        'address.country': 'DEU',
        idType: 'passport',
        idNumber: 'x',
        idExpiry: '2031-01-01',
      },
    });
    const meta = { type: 'passport', side: 'front' };
    const words = wordsIn.en.documents;
    const text = new TextEncoder().encode('a text');
    for (const [bytes, message] of [
      [text, words.faultType],
      [new Uint8Array(), words.faultFile],
      [new Uint8Array((50 << 20) + 1).fill(1), words.faultSize],
    ] as const) {
      const answer = await applicant.upload(meta, bytes, 'photo.png');
      expect([answer.status, answer.text.includes(message), message]).toEqual([422, true, message]);
    }
    await applicant.upload(meta, pngBytes('front'));
    const [document] = (await get(link.customerId)).documents;
    expect(document?.type).toBe('passport');
    await applicant.upload({ ...meta, replaces: document?.id }, pngBytes('better'));
    const again = await applicant.upload({ ...meta, replaces: document?.id }, pngBytes('late'));
    expect([again.status, again.text.includes(words.faultMeanwhile)]).toEqual([422, true]);
    expect((await get(link.customerId)).documents).toMatchObject([{}, { replaces: document?.id }]);
    const staged = await server.backend.context.store.reader.selectFrom('staging').selectAll().execute();
    expect(staged).toEqual([]);
  });
});

describe('[LINK-5] a request for more', () => {
  test('asks only for what was requested, with the reason and the comment, and ends with the last answer', async () => {
    const analyst = await server.signIn(server.tenant.analyst);
    const customer = await caseUnderReview(server, 'link to a request');
    const [passport] = customer.documents;
    if (!passport) throw new Error('no document');
    await askCustomerFor(analyst, customer, [
      { item: 'field:phone', reasons: ['fraud.fakeContactData'], customerComment: 'It <b>rings</b> out' },
      { item: `document:${passport.id}`, reasons: ['imageQuality.blurry'] },
      { item: 'documentType:selfie', reasons: ['selfie.faceNotVisible'] },
    ]);
    const link = await makeLink(server, { customerId: customer.id, locale: 'de' });
    const applicant = applicantAt(link.url);
    expect((await applicant.look()).leadsTo).toBe('/consent');
    await applicant.fill('consent', { agree: 'yes' });
    const data = await applicant.look('data');
    expect(data.text.match(/name="[a-zA-Z.]+"/g)?.filter(name => name !== 'name="language"')).toEqual(
      expect.arrayContaining(['name="phone"']),
    );
    expect(data.text).not.toContain('name="firstName"');
    expect(data.text).toContain('It &lt;b&gt;rings&lt;/b&gt; out');
    // The same value, said again, is an answer.
    expect(await applicant.fill('data', { phone: basicFields.phone })).toMatchObject({
      leadsTo: '/documents',
    });
    const documents = await applicant.look('documents');
    expect(documents.text).toContain(wordsIn.de.reasons['imageQuality.blurry']);
    expect(documents.text).toContain(wordsIn.de.reasons['selfie.faceNotVisible']);
    await applicant.upload({ type: 'passport', replaces: passport.id }, pngBytes('sharp'));
    expect(await get(customer.id)).toMatchObject({ status: 'NEEDS_ADDITIONAL_INFORMATION' });
    expect(await stateOf(link)).toBe('opened');
    expect(await applicant.upload({ type: 'selfie' }, pngBytes('my face'))).toMatchObject({ leadsTo: '' });
    expect(await get(customer.id)).toMatchObject({ status: 'UNDER_REVIEW' });
    expect(await stateOf(link)).toBe('completed');
    expect((await applicant.look()).text).toContain(wordsIn.de.done.title);

    // Whoever consented once is not asked for it at the next question.
    await askCustomerFor(analyst, await get(customer.id), [
      { item: 'field:email', reasons: ['dataMismatch.fullName'] },
    ]);
    const next = applicantAt((await makeLink(server, { customerId: customer.id })).url);
    expect((await next.look()).leadsTo).toBe('/data');
    // A single step is not counted.
    expect((await next.look('data')).text).not.toContain(wordsIn.en.step(1, 1));
    expect(await next.fill('data', { email: 'new@customer.example' })).toMatchObject({ leadsTo: '' });
    expect(await get(customer.id)).toMatchObject({ status: 'UNDER_REVIEW' });
  });

  test('takes shares that an integrator gave more exactly than the form does, and leaves them as they are', async () => {
    const analyst = await server.signIn(server.tenant.analyst);
    const customer = await businessUnderReview(server);
    const [given] = customer.beneficialOwners ?? [];
    if (!given) throw new Error('no owner');
    const { id: _id, ...owner } = given;
    const shares = [33.333, 33.333, 33.334];
    const beneficialOwners = shares.map(ownershipPercent => ({ ...owner, ownershipPercent }));
    const patched = await patchCustomer(server, customer, { beneficialOwners });
    const owners = patched.beneficialOwners ?? [];
    await askCustomerFor(analyst, patched, [
      { item: `owner:${owners[0]?.id ?? ''}`, reasons: ['ownership.beneficialOwnerMissing'] },
    ]);
    const applicant = applicantAt(
      (await makeLink(server, { kind: 'business', levelId: 'kyb-enhanced', customerId: customer.id })).url,
    );
    await applicant.fill('consent', { agree: 'yes' });
    const { text } = await applicant.look('owners');
    const form = Object.fromEntries(
      [...text.matchAll(/name="(owner\.\d\.(?:id|name|percent|dateOfBirth))"[^>]*?value="([^"]*)"/g)].map(
        ([, name = '', value = '']) => [name, value],
      ),
    );
    expect([0, 1, 2].map(place => form[`owner.${place}.percent`])).toEqual(['33.33', '33.33', '33.33']);
    const nationality = {
      nationality: given.nationality ?? 'NOR',
      dateOfBirth: given.dateOfBirth ?? '1970-01-01',
    };
    const more = Object.fromEntries(
      [0, 1, 2].flatMap(place =>
        Object.entries(nationality).map(([key, one]) => [`owner.${place}.${key}`, one]),
      ),
    );
    const done = await applicant.fill('owners', { count: '3', ...form, ...more });
    expect([done.status, done.leadsTo]).toEqual([303, '']);
    const after = (await get(customer.id)).beneficialOwners ?? [];
    expect(after.map(({ ownershipPercent }) => ownershipPercent)).toEqual(shares);
  });

  test('is found by the link that was completed before, until its time is up', async () => {
    const analyst = await server.signIn(server.tenant.analyst);
    const link = await makeLink(server, { fields: basicFields });
    const applicant = applicantAt(link.url);
    await applicant.fill('consent', { agree: 'yes' });
    await applicant.fill('data', basicFields);
    await applicant.fill('review', {});
    const ended = async () => {
      const { items } = (await (
        await server.integrator(`/v1/links?customerId=${link.customerId}`)
      ).json()) as {
        items: { state: string; completedAt: string }[];
      };
      return items[0];
    };
    const done = await ended();
    expect([done?.state, (await applicant.look()).text.includes(wordsIn.en.done.title)]).toEqual([
      'completed',
      true,
    ]);
    const ask = async (item: Item) =>
      askCustomerFor(analyst, await get(link.customerId), [{ item, reasons: ['fraud.fakeContactData'] }]);
    await ask('field:phone');
    // Nothing is agreed to twice, and what was sent is not sent again.
    expect((await applicant.look()).leadsTo).toBe('/data');
    const page = await applicant.look('data');
    expect(page.text).toContain(wordsIn.en.reasons['fraud.fakeContactData']);
    expect([page.text.includes('name="phone"'), page.text.includes('name="firstName"')]).toEqual([
      true,
      false,
    ]);
    expect(await applicant.fill('data', { phone: '+4930111111' })).toMatchObject({ leadsTo: '' });
    expect(await get(link.customerId)).toMatchObject({
      status: 'UNDER_REVIEW',
      fields: { phone: { value: '+4930111111' } },
    });
    expect((await applicant.look()).text).toContain(wordsIn.en.done.title);
    // It was completed once.
    expect(await ended()).toEqual(done);

    await ask('field:email');
    server.clock.advance(24 * 3600_000);
    const late = await applicant.look();
    expect([late.status, late.text.includes(wordsIn.en.expired.title)]).toEqual([410, true]);
    expect((await applicant.fill('data', { email: 'late@customer.example' })).status).toBe(410);
    expect((await get(link.customerId)).status).toBe('NEEDS_ADDITIONAL_INFORMATION');
  });

  test('a link for single items asks for these alone, and leaves the rest of the request open', async () => {
    const analyst = await server.signIn(server.tenant.analyst);
    const customer = await caseUnderReview(server, 'two questions');
    await askCustomerFor(analyst, customer, [
      { item: 'field:phone', reasons: ['fraud.fakeContactData'] },
      { item: 'field:email', reasons: ['fraud.fakeContactData'] },
    ]);
    const link = await makeLink(server, { customerId: customer.id, items: ['field:email'] });
    const applicant = applicantAt(link.url);
    await applicant.fill('consent', { agree: 'yes' });
    expect((await applicant.look('data')).text).not.toContain('name="phone"');
    await applicant.fill('data', { email: 'again@customer.example', phone: '+4930111111' });
    expect(await get(customer.id)).toMatchObject({
      status: 'NEEDS_ADDITIONAL_INFORMATION',
      fields: { phone: { value: basicFields.phone } },
      rfi: { items: [{ item: 'field:phone' }, { item: 'field:email', answeredAt: expect.any(String) }] },
    });
    expect(await stateOf(link)).toBe('completed');
  });

  test('what a case that was not submitted lacks is asked for, and sent', async () => {
    const { phone: _phone, ...fields } = basicFields;
    const customer = await createCustomer(server, { fields });
    const link = await makeLink(server, { customerId: customer.id, items: ['field:phone'] });
    const applicant = applicantAt(link.url);
    await applicant.fill('consent', { agree: 'yes' });
    expect(await applicant.fill('data', { phone: '' })).toMatchObject({ status: 422 });
    expect(await applicant.fill('data', { phone: '+4930111111' })).toMatchObject({ leadsTo: '/review' });
    expect(await applicant.fill('review', {})).toMatchObject({ leadsTo: '' });
    expect(await get(customer.id)).toMatchObject({ status: 'UNDER_REVIEW' });
  });

  test('an owner is asked for among all owners', async () => {
    const analyst = await server.signIn(server.tenant.analyst);
    const customer = await businessUnderReview(server);
    const [owner] = customer.beneficialOwners ?? [];
    if (!owner) throw new Error('no owner');
    await askCustomerFor(analyst, customer, [
      { item: `owner:${owner.id}`, reasons: ['ownership.beneficialOwnerMissing'] },
    ]);
    const applicant = applicantAt(
      (await makeLink(server, { kind: 'business', levelId: 'kyb-enhanced', customerId: customer.id })).url,
    );
    expect(await applicant.fill('consent', { agree: 'yes' })).toMatchObject({ leadsTo: '/owners' });
    const page = await applicant.look('owners');
    expect(page.text).toContain(wordsIn.en.reasons['ownership.beneficialOwnerMissing']);
    expect(
      await applicant.fill('owners', {
        count: '1',
        'owner.0.id': owner.id,
        'owner.0.name': 'Åse Berg',
        'owner.0.percent': '100',
        'owner.0.dateOfBirth': '1970-01-01',
        'owner.0.nationality': 'NOR',
      }),
    ).toMatchObject({ leadsTo: '' });
    expect(await get(customer.id)).toMatchObject({
      status: 'UNDER_REVIEW',
      beneficialOwners: [{ id: owner.id, nationality: 'NOR' }],
    });
  });
});
