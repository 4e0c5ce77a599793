import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wordsIn } from '../../src/backend/hosted/words/index.ts';
import type { Customer, Item } from '../../src/shared/domain/index.ts';
import { applicantAt } from '../support/applicant.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import {
  basicFields,
  businessUnderReview,
  caseUnderReview,
  createCustomer,
  patchCustomer,
  pngBytes,
} from '../support/backend-customers.ts';
import { makeLink, stateOfLink, type MadeLink } from '../support/backend-links.ts';
import { customerOf } from '../support/checking.ts';
import { askCustomerFor } from '../support/reviewing.ts';

let server: TestBackend;
beforeAll(async () => void (server = await startBackend()));
afterAll(() => server.close());

const get = (id: string | null | undefined): Promise<Customer> => customerOf(server, id ?? '');
const stateOf = ({ customerId }: MadeLink) => stateOfLink(server, customerId);

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
    const done = await applicant.fill('owners', {
      count: '3',
      ...form,
      ...more,
      'owner.0.director': 'yes',
    });
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
        'owner.0.director': 'yes',
      }),
    ).toMatchObject({ leadsTo: '' });
    expect(await get(customer.id)).toMatchObject({
      status: 'UNDER_REVIEW',
      beneficialOwners: [{ id: owner.id, nationality: 'NOR' }],
    });
  });
});
