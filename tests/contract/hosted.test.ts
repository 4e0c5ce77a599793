import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shippedLevels, type Customer } from '../../src/shared/domain/index.ts';
import { wordsIn } from '../../src/backend/hosted/words/index.ts';
import { addLevelVersion, newestLevels } from '../../src/backend/levels/store.ts';
import { applicantAt } from '../support/applicant.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import {
  basicFields,
  companyFields,
  enhancedFields,
  patchCustomer,
  pngBytes,
} from '../support/backend-customers.ts';
import { confirmSteps, makeLink, stateOfLink, type MadeLink } from '../support/backend-links.ts';
import { customerOf } from '../support/checking.ts';

let server: TestBackend;
beforeAll(async () => void (server = await startBackend()));
afterAll(() => server.close());

const get = (id: string | null | undefined): Promise<Customer> => customerOf(server, id ?? '');
const stateOf = ({ customerId }: MadeLink) => stateOfLink(server, customerId);
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

    const counted = async (step: string, place: number): Promise<void> => {
      const { text } = await applicant.look(step);
      const title = /<title>([^<]*)</.exec(text)?.[1];
      const words = wordsIn.en.step(place, 4);
      expect([step, text.includes(`<p>${words}</p>`), title?.startsWith(`${words}: `)]).toEqual([
        step,
        true,
        true,
      ]);
    };
    await counted('consent', 1);

    // No step is jumped over.
    for (const step of ['data', 'documents', 'review', 'done', 'nonsense', 'owners'])
      expect([step, (await applicant.look(step)).leadsTo]).toEqual([step, '/consent']);
    expect(await applicant.fill('review', {})).toMatchObject({ status: 303, leadsTo: '' });
    expect((await applicant.fill('consent', {})).status).toBe(422);
    expect(await applicant.fill('consent', { agree: 'yes' })).toMatchObject({
      status: 303,
      leadsTo: '/data',
    });

    await counted('data', 2);
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
    await counted('review', 4);
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

  test('[LINK-9] is asked for the back as soon as the front is of a card, whatever kind was named', async () => {
    const link = await makeLink(server, { levelId: 'kyc-enhanced' });
    const applicant = applicantAt(link.url);
    await applicant.fill('consent', { agree: 'yes' });
    await applicant.fill('data', { ...enhancedFields, idType: 'passport' });
    for (const type of ['proof_of_address', 'selfie']) await applicant.upload({ type }, pngBytes(type));
    const back = 'id="card-passport-back"';
    expect((await applicant.look('documents')).text).not.toContain(back);
    await applicant.upload({ type: 'national_id', side: 'front' }, pngBytes('front of a card'));
    expect((await applicant.look('documents')).text).toContain(back);
    const early = await applicant.fill('documents', {});
    expect([early.status, early.text.match(/<a href="#f-[^"]+"/g)]).toEqual([
      422,
      ['<a href="#f-passport-back"'],
    ]);
    await applicant.upload({ type: 'national_id', side: 'back' }, pngBytes('back of a card'));
    expect(await applicant.fill('documents', {})).toMatchObject({ leadsTo: '/review' });
  });

  test('[LINK-9] is asked for the front of a card too where an older level names its back alone', async () => {
    const { store } = server.backend.context;
    const [enhanced] = (await newestLevels(store.reader, server.tenant.id)).filter(one => one.id === 'kyc-enhanced'); // prettier-ignore
    if (!enhanced) throw new Error('no level');
    const [passport] = enhanced.documents;
    if (passport?.type !== 'passport') throw new Error('no passport');
    const old = { ...enhanced, id: 'back-alone', version: 1, documents: [{ ...passport, sides: ['back' as const] }] }; // prettier-ignore
    await server.backend.context.work(server.tenant.id, step => addLevelVersion(step, old));
    const applicant = applicantAt((await makeLink(server, { levelId: old.id })).url);
    await applicant.fill('consent', { agree: 'yes' });
    await applicant.fill('data', { ...enhancedFields, idType: 'passport' });
    const front = 'id="card-passport-front"';
    expect((await applicant.look('documents')).text).not.toContain(front);
    await applicant.upload({ type: 'national_id', side: 'back' }, pngBytes('back of a card'));
    expect((await applicant.look('documents')).text).toContain(front);
    await applicant.upload({ type: 'national_id', side: 'front' }, pngBytes('front of a card'));
    expect(await applicant.fill('documents', {})).toMatchObject({ leadsTo: '/review' });
    expect(await applicant.fill('review', {})).toMatchObject({ status: 303, leadsTo: '' });
  });

  test('[FLOW-5] [LINK-2] is not started by who only looks, as scanners of mail do: it is by the page’s script, or by the first answer', async () => {
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

  test('[PRV-9] of a business is told that nobody directs it, where a check would say so', async () => {
    const { fields, documents } = shippedLevels.find(({ id }) => id === 'kyb-standard') ?? {};
    const unlooked = { id: 'owners-alone', kind: 'business', name: 'Owners alone', fields, documents };
    const added = await server.integrator('/v1/levels', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...unlooked, checks: ['data'] }),
    });
    expect(added.status).toBe(201);
    const alone = {
      count: '2',
      // Rows in which nothing was written do not count.
      'owner.0.name': '',
      'owner.1.name': 'Åse Berg',
      'owner.1.percent': '100',
      'owner.1.dateOfBirth': '1970-01-01',
      'owner.1.nationality': 'NOR',
    };
    const atOwners = async (levelId: string) => {
      const link = await makeLink(server, { kind: 'business', levelId, fields: companyFields });
      await confirmSteps(server, link, ['consent', 'data']);
      return applicantAt(link.url);
    };
    for (const level of ['kyb-standard', 'kyb-enhanced']) {
      const applicant = await atOwners(level);
      const { status, text } = await applicant.fill('owners', alone);
      expect([level, status, text.match(/<a href="#f-[^"]+"/g)]).toEqual([
        level,
        422,
        ['<a href="#f-owner.1.director"'],
      ]);
      const words = wordsIn.en.reasons['ownership.directorMissing'] ?? '';
      // Of all of them, and not that the first one is a director.
      expect(text).toContain(`>${wordsIn.en.owners.name}: ${words}</a>`);
      expect(text.split(`<span>${words}</span>`)).toHaveLength(2);
      expect(text).toMatch(
        /id="f-owner\.1\.director"[^>]*aria-describedby="f-owner\.1\.director-fault"\s+aria-invalid="true"/,
      );
      expect(await applicant.fill('owners', { ...alone, 'owner.1.director': 'yes' })).toMatchObject({
        leadsTo: '/documents',
      });
    }
    expect(await (await atOwners('owners-alone')).fill('owners', alone)).toMatchObject({
      leadsTo: '/documents',
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
    // What arrived there already is no other one, however often it is sent.
    expect(await applicant.upload({ ...meta, replaces: document?.id }, pngBytes('better'))).toMatchObject({
      leadsTo: '/documents#card-x',
    });
    const again = await applicant.upload({ ...meta, replaces: document?.id }, pngBytes('late'));
    expect([again.status, again.text.includes(words.faultMeanwhile)]).toEqual([422, true]);
    expect((await get(link.customerId)).documents).toMatchObject([{}, { replaces: document?.id }]);
    const staged = await server.backend.context.store.reader.selectFrom('staging').selectAll().execute();
    expect(staged).toEqual([]);
  });
});
