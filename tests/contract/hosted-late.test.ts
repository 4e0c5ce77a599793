import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changed, findCustomer, updateCustomer } from '../../src/backend/customers/index.ts';
import { wordsIn } from '../../src/backend/hosted/words/index.ts';
import { currentDocuments, type RequestedItem } from '../../src/shared/domain/index.ts';
import { applicantAt, hiddenOn, type Applicant } from '../support/applicant.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import {
  basicFields,
  businessUnderReview,
  caseUnderReview,
  companyFields,
  createCustomer,
  patchCustomer,
  pngBytes,
  uploadDocument,
} from '../support/backend-customers.ts';
import { confirmSteps, makeLink, stateOfLink } from '../support/backend-links.ts';
import { customerOf } from '../support/checking.ts';
import { askCustomerFor } from '../support/reviewing.ts';
import type { WorkstationClient } from '../support/workstation-client.ts';

let server: TestBackend;
let analyst: WorkstationClient;
beforeAll(async () => {
  server = await startBackend();
  analyst = await server.signIn(server.tenant.analyst);
});
afterAll(() => server.close());

const words = wordsIn.en;
const stateOf = (id: string) => stateOfLink(server, id);

/** A case that is asked for something, and its applicant, who has consented. */
async function asked(
  label: string,
  request: (documentId: string) => readonly RequestedItem[],
): Promise<{ readonly id: string; readonly passport: string; readonly applicant: Applicant }> {
  const customer = await caseUnderReview(server, label);
  const passport = customer.documents[0]?.id ?? '';
  await askCustomerFor(analyst, customer, request(passport));
  const applicant = applicantAt((await makeLink(server, { customerId: customer.id })).url);
  await applicant.fill('consent', { agree: 'yes' });
  return { id: customer.id, passport, applicant };
}
const phone = [{ item: 'field:phone', reasons: ['fraud.fakeContactData'] }];

describe('[LINK-10] what comes too late', () => {
  test('to what was answered elsewhere is not taken, which the page says, and the link is completed', async () => {
    const { id, applicant } = await asked('answered elsewhere', () => phone);
    await patchCustomer(server, await customerOf(server, id), { fields: { phone: '+4930123123' } });
    const late = await applicant.fill('data', { phone: '+4930777777' });
    expect([late.status, late.text.includes(words.answered.title)]).toEqual([409, true]);
    expect((await customerOf(server, id)).fields['phone']?.value).toBe('+4930123123');
    expect(await stateOf(id)).toBe('completed');
  });

  test('to a case that another window sent is not taken, be it a value or a file, and that is said', async () => {
    const link = await makeLink(server, { fields: basicFields });
    const id = link.customerId ?? '';
    const applicant = applicantAt(link.url);
    await applicant.fill('consent', { agree: 'yes' });
    await applicant.fill('data', basicFields);
    await applicant.fill('review', {});
    expect(await stateOf(id)).toBe('completed');
    for (const late of [
      await applicant.fill('data', { ...basicFields, phone: '+4930777777' }),
      await applicant.fill('documents', {}),
      await applicant.upload({ type: 'passport' }, pngBytes('late')),
    ])
      expect([late.status, late.text.includes(words.answered.title)]).toEqual([409, true]);
    const { fields, documents } = await customerOf(server, id);
    expect([fields['phone']?.value, documents]).toEqual([basicFields.phone, []]);
    // What is no answer is not lost.
    for (const step of ['review', 'language?to=de'])
      expect([step, (await applicant.fill(step, {})).leadsTo]).toEqual([step, '']);
  });

  test('is not asked for any more: a link that somebody has before them then is completed', async () => {
    const { id, applicant } = await asked('looked at', () => phone);
    await patchCustomer(server, await customerOf(server, id), { fields: { phone: '+4930123123' } });
    expect(await stateOf(id)).not.toBe('completed');
    const page = await applicant.look();
    expect(page.text).toContain(words.done.title);
    expect(page.text).toContain('data-seen');
    expect(await stateOf(id)).not.toBe('completed');
    await applicant.see();
    expect(await stateOf(id)).toBe('completed');
    expect((await applicant.look()).text).not.toContain('data-seen');
  });

  test('from an older window overwrites nothing: what it left alone stays, what both changed is told', async () => {
    const link = await makeLink(server, { fields: basicFields });
    const id = link.customerId ?? '';
    const applicant = applicantAt(link.url);
    await applicant.fill('consent', { agree: 'yes' });
    const old = hiddenOn((await applicant.look('data')).text);
    await applicant.fill('data', { ...basicFields, ...old, firstName: 'Tab two', middleName: 'M' });
    const again = await applicant.fill('data', { ...basicFields, ...old, firstName: 'Old tab' });
    expect([again.status, again.text.includes(words.faults.meanwhile('Tab two'))]).toEqual([422, true]);
    expect(again.text).toContain('value="Old tab"');
    const { fields } = await customerOf(server, id);
    expect([fields['firstName']?.value, fields['middleName']?.value]).toEqual(['Tab two', 'M']);
    // Who has seen it decides.
    const seen = { ...basicFields, ...hiddenOn(again.text), firstName: 'Old tab', middleName: 'M' };
    expect((await applicant.fill('data', seen)).status).toBe(303);
    const after = (await customerOf(server, id)).fields;
    expect([after['firstName']?.value, after['middleName']?.value]).toEqual(['Old tab', 'M']);
    const untouched = { ...basicFields, ...old, firstName: basicFields.firstName };
    expect((await applicant.fill('data', untouched)).status).toBe(303);
    expect((await customerOf(server, id)).fields['firstName']?.value).toBe('Old tab');
  });

  test('from an older window does not overwrite owners, either', async () => {
    const customer = await businessUnderReview(server);
    const [owner] = customer.beneficialOwners ?? [];
    await askCustomerFor(analyst, customer, [
      { item: `owner:${owner?.id}`, reasons: ['ownership.structureUnclear'] },
      { item: 'field:email', reasons: ['fraud.fakeContactData'] },
    ]);
    const about = { kind: 'business', levelId: 'kyb-enhanced', customerId: customer.id };
    const applicant = applicantAt((await makeLink(server, about)).url);
    await applicant.fill('consent', { agree: 'yes' });
    await applicant.fill('data', { email: 'post@company.example' });
    const old = hiddenOn((await applicant.look('owners')).text);
    const nils = { ...owner, name: 'Nils Lie', dateOfBirth: '1970-01-01', nationality: 'NOR' };
    await server.backend.context.work(server.tenant.id, async step => {
      const found = await findCustomer(step.db, step.tenantId, customer.id);
      if (!found || !owner) throw new Error('no such customer');
      const set = { beneficialOwners: [{ ...nils, id: owner.id, ownershipPercent: 100, isDirector: true }] };
      const next = changed(found, { set, facts: ['owners'], device: null, at: step.at });
      await updateCustomer(step, next, found);
    });
    const row = {
      'owner.0.name': 'Åse Berg',
      'owner.0.percent': '100',
      'owner.0.dateOfBirth': '1970-01-01',
      'owner.0.nationality': 'NOR',
      'owner.0.director': 'yes',
    };
    const again = await applicant.fill('owners', { ...old, count: '1', ...row });
    expect([again.status, again.text.includes('Nils Lie 100%')]).toEqual([422, true]);
    expect((await customerOf(server, customer.id)).beneficialOwners).toMatchObject([{ name: 'Nils Lie' }]);
    await applicant.fill('owners', { ...hiddenOn(again.text), count: '1', ...row });
    expect(await customerOf(server, customer.id)).toMatchObject({
      status: 'UNDER_REVIEW',
      beneficialOwners: [{ name: 'Åse Berg' }],
    });
  });

  test('is not what was sent once more: the same owners from the page that they were first sent from', async () => {
    const about = { kind: 'business', levelId: 'kyb-standard', fields: companyFields };
    const link = await makeLink(server, about);
    await confirmSteps(server, link, ['consent', 'data']);
    const applicant = applicantAt(link.url);
    const old = hiddenOn((await applicant.look('owners')).text);
    const row = (name: string) => ({
      ...old,
      'owner.0.name': name,
      'owner.0.percent': '100',
      'owner.0.dateOfBirth': '1970-01-01',
      'owner.0.nationality': 'NOR',
      'owner.0.director': 'yes',
    });
    expect(await applicant.fill('owners', row('Åse Berg'))).toMatchObject({ leadsTo: '/documents' });
    const { beneficialOwners } = await customerOf(server, link.customerId ?? '');
    expect(await applicant.fill('owners', row('Åse Berg'))).toMatchObject({ leadsTo: '/documents' });
    expect((await applicant.fill('owners', row('Nils Lie'))).status).toBe(422);
    expect((await customerOf(server, link.customerId ?? '')).beneficialOwners).toEqual(beneficialOwners);
  });

  describe('a file that is sent once more', () => {
    const wrongCards = (text: string) => text.match(/<a href="#f-[^"]+"/g);

    test('at its own card of several people is there already; at another one’s it is told', async () => {
      const half = { dateOfBirth: '1970-01-01', nationality: 'NOR', ownershipPercent: 50, isDirector: true };
      const customer = await createCustomer(server, {
        kind: 'business',
        levelId: 'kyb-enhanced',
        fields: companyFields,
        beneficialOwners: [
          { ...half, name: 'Åse Berg' },
          { ...half, name: 'Nils Lie' },
        ],
      });
      const about = { kind: 'business', levelId: 'kyb-enhanced', customerId: customer.id };
      const link = await makeLink(server, about);
      await confirmSteps(server, link, ['consent', 'data', 'owners']);
      const send = (card: string) =>
        applicantAt(link.url).upload(
          { type: 'director_id', side: 'front' },
          pngBytes(`of Åse ${link.id}`),
          'ase.png',
          `card=${card}`,
        );
      for (const _ of ['once', 'once more'])
        expect(await send('director_id-front')).toMatchObject({
          leadsTo: '/documents#card-director_id-front',
        });
      const other = await send('director_id-front-2');
      expect([other.status, other.text.includes(words.documents.faultSame), wrongCards(other.text)]).toEqual([
        422,
        true,
        ['<a href="#f-director_id-front-2"'],
      ]);
      expect((await customerOf(server, customer.id)).documents).toHaveLength(1);
    });

    test('for one of two documents of a type is there already; another one is told at that card', async () => {
      const { id } = await businessUnderReview(server);
      await uploadDocument(server, id, { type: 'director_id', bytes: pngBytes(`of Nils ${id}`) });
      const customer = await customerOf(server, id);
      const [first, second] = customer.documents
        .filter(({ type }) => type === 'director_id')
        .map(one => one.id);
      await askCustomerFor(
        analyst,
        customer,
        [first, second].map(one => ({ item: `document:${one}`, reasons: ['imageQuality.blurry'] })),
      );
      const about = { kind: 'business', levelId: 'kyb-enhanced', customerId: id };
      const applicant = applicantAt((await makeLink(server, about)).url);
      await applicant.fill('consent', { agree: 'yes' });
      const meta = { type: 'director_id', replaces: second };
      const send = (label: string) =>
        applicant.upload(meta, pngBytes(`${label} ${id}`), 'nils.png', `card=${second}`);
      for (const _ of ['once', 'once more'])
        expect(await send('sharp')).toMatchObject({ leadsTo: `/documents#card-${second}` });
      const late = await send('sharper');
      expect([
        late.status,
        late.text.includes(words.documents.faultMeanwhile),
        wrongCards(late.text),
      ]).toEqual([422, true, [`<a href="#f-${second}"`]]);
    });
  });

  test('for a place that another file has taken says so at its card', async () => {
    const { id, applicant } = await asked('one place', () => [
      { item: 'documentType:national_id', reasons: ['badDocument.incomplete'] },
    ]);
    const front = { type: 'national_id', side: 'front' };
    const sent = await Promise.all(['p', 'q', 'r'].map(label => applicant.upload(front, pngBytes(label))));
    expect(sent.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 422, 422]);
    expect(sent.filter(({ text }) => text.includes(words.documents.faultMeanwhile))).toHaveLength(2);
    expect((await customerOf(server, id)).documents).toHaveLength(2);
  });
});

describe('[LINK-5] a request', () => {
  test('for a document takes the same file only when it is sent once more', async () => {
    const { id, passport, applicant } = await asked('my only scan', item => [
      { item: `document:${item}`, reasons: ['imageQuality.blurry'] },
    ]);
    const meta = { type: 'passport', replaces: passport };
    const first = await applicant.upload(meta, pngBytes('my only scan'));
    expect([first.status, first.text.includes(words.documents.faultSameAgain)]).toEqual([422, true]);
    expect((await customerOf(server, id)).status).toBe('NEEDS_ADDITIONAL_INFORMATION');
    const action = /action="[^"]*(\/documents\?card=[^"]*same=yes)"/.exec(first.text)?.[1];
    expect(action).toBeDefined();
    expect(await applicant.upload(meta, pngBytes('my only scan'), 'photo.png', 'same=yes')).toMatchObject({
      leadsTo: '',
    });
    expect(await customerOf(server, id)).toMatchObject({
      status: 'UNDER_REVIEW',
      documents: [{ id: passport }],
    });
  });

  test('for a name that may be right offers to send a document that shows it, and passes it by', async () => {
    const name = [{ item: 'field:lastName', reasons: ['dataMismatch.fullName'] }];
    const { id, applicant } = await asked('married', () => name);
    expect((await applicant.look()).leadsTo).toBe('/documents');
    const { text } = await applicant.look('documents');
    expect(text).toContain(words.documents.hints.shows);
    // Nobody has seen by then what is wrong with the name.
    expect(text).toContain(words.reasons['dataMismatch.fullName']);
    await applicant.upload({ type: 'other' }, pngBytes('a marriage certificate'));
    expect(await customerOf(server, id)).toMatchObject({ status: 'NEEDS_ADDITIONAL_INFORMATION' });
    expect(await applicant.fill('documents', {})).toMatchObject({ leadsTo: '/data' });
    // Nothing comes after it that would still have to be sent.
    const button = (page: string) => /<button class="primary">([^<]*)</.exec(page)?.[1];
    expect([button(text), button((await applicant.look('data')).text)]).toEqual([
      words.next,
      words.documents.send,
    ]);
    expect(await applicant.fill('data', { lastName: basicFields.lastName })).toMatchObject({ leadsTo: '' });
    const { status, documents } = await customerOf(server, id);
    expect([status, ...currentDocuments(documents).map(({ type }) => type)]).toEqual([
      'UNDER_REVIEW',
      'passport',
      'other',
    ]);
    const other = await asked('not married', () => name);
    expect(await other.applicant.fill('documents', {})).toMatchObject({ leadsTo: '/data' });
    expect((await other.applicant.fill('data', { lastName: 'Okafor' })).leadsTo).toBe('');
    expect(await stateOf(other.id)).toBe('completed');
  });

  test('ends with the button that says so, also where what comes after it was answered elsewhere', async () => {
    const { id, passport, applicant } = await asked('two things', item => [
      ...phone,
      { item: `document:${item}`, reasons: ['imageQuality.blurry'] },
    ]);
    const button = async () =>
      /<button class="primary">([^<]*)</.exec((await applicant.look('data')).text)?.[1];
    expect(await button()).toBe(words.next);
    await uploadDocument(server, id, { type: 'passport', replaces: passport, bytes: pngBytes('sharper') });
    expect(await button()).toBe(words.documents.send);
    expect((await applicant.fill('data', { phone: '+4930666666' })).status).toBe(303);
    expect(await stateOf(id)).toBe('completed');
  });

  test('of nobody, which collects what is missing, goes on from owners whose IDs are wanted next, and says so', async () => {
    const { id } = await businessUnderReview(server);
    const about = { kind: 'business', levelId: 'kyb-enhanced', customerId: id };
    const button = (page: string) => /<button class="primary">([^<]*)</.exec(page)?.[1];
    const applicant = applicantAt((await makeLink(server, about)).url);
    await applicant.fill('consent', { agree: 'yes' });
    const { text } = await applicant.look('owners');
    expect(button(text)).toBe(words.next);
    const row = (place: number, name: string) => ({
      [`owner.${place}.name`]: name,
      [`owner.${place}.percent`]: '50',
      [`owner.${place}.dateOfBirth`]: '1970-01-01',
      [`owner.${place}.nationality`]: 'NOR',
      [`owner.${place}.director`]: 'yes',
    });
    const two = { count: '2', ...row(0, 'Åse Berg'), ...row(1, 'Nils Lie') };
    await applicant.fill('owners', two);
    expect((await applicant.look()).leadsTo).toBe('/documents');
    // A request ends with the owners that it asks for.
    const other = await businessUnderReview(server);
    await askCustomerFor(analyst, other, [
      { item: `owner:${other.beneficialOwners?.[0]?.id}`, reasons: ['ownership.structureUnclear'] },
    ]);
    const asking = applicantAt((await makeLink(server, { ...about, customerId: other.id })).url);
    await asking.fill('consent', { agree: 'yes' });
    expect(button((await asking.look('owners')).text)).toBe(words.documents.send);
    expect(await asking.fill('owners', two)).toMatchObject({ leadsTo: '' });
    expect(await stateOf(other.id)).toBe('completed');
  });

  test('does not ask for what only expires soon, nor goes on with it afterwards', async () => {
    const { id, passport, applicant } = await asked('expires soon', () => phone);
    await server.backend.context.work(server.tenant.id, async step => {
      const found = await findCustomer(step.db, step.tenantId, id);
      if (!found) throw new Error('no such customer');
      const soon = new Date(step.at + 10 * 24 * 3600_000).toISOString().slice(0, 10);
      const documents = found.customer.documents.map(one =>
        one.id === passport ? { ...one, expiresOn: soon } : one,
      );
      const set = { documents, levelId: 'kyc-enhanced' };
      const next = changed(found, { set, facts: [], device: null, at: step.at });
      await updateCustomer(step, next, found);
    });
    expect((await applicant.look()).leadsTo).toBe('/data');
    expect(await applicant.fill('data', { phone: '+4930555555' })).toMatchObject({ leadsTo: '' });
    expect(await stateOf(id)).toBe('completed');
  });
});
