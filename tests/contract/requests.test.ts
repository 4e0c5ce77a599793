import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { currentDocuments, type Customer, type Document } from '../../src/shared/domain/index.ts';
import { applicantAt } from '../support/applicant.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import {
  basicFields,
  businessUnderReview,
  createCustomer,
  patchCustomer,
  pngBytes,
  submitCustomer,
  uploadDocument,
} from '../support/backend-customers.ts';
import { makeLink } from '../support/backend-links.ts';
import { customerOf, untilChecked, untilCustomer } from '../support/checking.ts';
import { askCustomerFor } from '../support/reviewing.ts';
import type { WorkstationClient } from '../support/workstation-client.ts';

let server: TestBackend;
let checking: TestBackend;
let analyst: WorkstationClient;
beforeAll(async () => {
  server = await startBackend();
  checking = await startBackend({ runsJobs: true });
  analyst = await server.signIn(server.tenant.analyst);
});
afterAll(async () => {
  await server.close();
  await checking.close();
});

describe('[FLOW-7] what is asked of an owner', () => {
  /** A business whose one owner was asked about. */
  async function ownerAsked(): Promise<{ readonly customer: Customer; readonly ownerId: string }> {
    const customer = await businessUnderReview(server);
    const [owner] = customer.beneficialOwners ?? [];
    if (!owner) throw new Error('no owner');
    const item = `owner:${owner.id}`;
    await askCustomerFor(analyst, customer, [{ item, reasons: ['ownership.beneficialOwnerMissing'] }]);
    return { customer: await customerOf(server, customer.id), ownerId: owner.id };
  }
  const somebody = { dateOfBirth: '1970-01-01', nationality: 'NOR', ownershipPercent: 100, isDirector: true };

  test('is answered on the page by taking the owner away and naming another', async () => {
    const { customer, ownerId } = await ownerAsked();
    const about = { kind: 'business', levelId: 'kyb-enhanced', customerId: customer.id };
    const applicant = applicantAt((await makeLink(server, about)).url);
    await applicant.fill('consent', { agree: 'yes' });
    const row = {
      'owner.0.name': 'Nils Lie',
      'owner.0.percent': '100',
      'owner.0.dateOfBirth': '1970-01-01',
      'owner.0.nationality': 'NOR',
      'owner.0.director': 'yes',
    };
    expect(await applicant.fill('owners', { count: '1', ...row })).toMatchObject({ leadsTo: '' });
    const answered = await customerOf(server, customer.id);
    expect(answered).toMatchObject({ status: 'UNDER_REVIEW', beneficialOwners: [{ name: 'Nils Lie' }] });
    expect(answered.beneficialOwners?.[0]?.id).not.toBe(ownerId);
  });

  test('is answered over the API by a list without ids; whoever is known by name keeps theirs', async () => {
    const { customer, ownerId } = await ownerAsked();
    const beneficialOwners = [
      { ...somebody, name: 'Nils Lie', ownershipPercent: 40 },
      { ...somebody, name: ' ase  BERG', ownershipPercent: 60 },
    ];
    const answered = await patchCustomer(server, customer, { beneficialOwners });
    expect(answered.status).toBe('UNDER_REVIEW');
    expect(answered.beneficialOwners?.map(({ id }) => id === ownerId)).toEqual([false, true]);
  });

  test('is answered by naming nobody, and by the same again', async () => {
    const one = await ownerAsked();
    expect(await patchCustomer(server, one.customer, { beneficialOwners: [] })).toMatchObject({
      status: 'UNDER_REVIEW',
    });
    const other = await ownerAsked();
    const { beneficialOwners } = other.customer;
    expect(await patchCustomer(server, other.customer, { beneficialOwners })).toMatchObject({
      status: 'UNDER_REVIEW',
      beneficialOwners: [{ id: other.ownerId }],
    });
  });

  test('two owners of one name are two owners', async () => {
    const { customer, ownerId } = await ownerAsked();
    const twice = [60, 40].map(ownershipPercent => ({ ...somebody, name: 'Åse Berg', ownershipPercent }));
    const { beneficialOwners } = await patchCustomer(server, customer, { beneficialOwners: twice });
    expect(beneficialOwners?.map(({ id }) => id === ownerId)).toEqual([true, false]);
  });
});

describe('[FLOW-7] what is asked of a document', () => {
  /** A case with the front of a driving licence of which something was asked. */
  async function frontAsked(label: string, reasons: string[]) {
    const { id } = await createCustomer(server);
    const part = { type: 'driving_licence', side: 'front', bytes: pngBytes(label) } as const;
    const front = await uploadDocument(server, id, part);
    await askCustomerFor(analyst, await submitCustomer(server, id), [
      { item: `document:${front.id}`, reasons },
    ]);
    return { id, front };
  }
  const stateOf = async (id: string) => {
    const { status, documents } = await customerOf(server, id);
    return [status, ...currentDocuments(documents).map(({ side }) => side ?? 'all')];
  };

  test('where its back is missing, is answered over the API by the back, and not by another front', async () => {
    const { id } = await frontAsked('a front', ['badDocument.missingBackSide']);
    const type = 'driving_licence';
    await uploadDocument(server, id, { type, side: 'front', bytes: pngBytes('another front') });
    expect(await stateOf(id)).toEqual(['NEEDS_ADDITIONAL_INFORMATION', 'front', 'front']);
    await uploadDocument(server, id, { type, side: 'back', bytes: pngBytes('its back') });
    expect(await stateOf(id)).toEqual(['UNDER_REVIEW', 'front', 'front', 'back']);
  });

  test('and by one file that shows both sides in its place', async () => {
    const { id, front } = await frontAsked('a front of two', ['badDocument.missingBackSide']);
    const part = { type: 'driving_licence', bytes: pngBytes('both sides'), replaces: front.id } as const;
    await uploadDocument(server, id, part);
    expect(await stateOf(id)).toEqual(['UNDER_REVIEW', 'all']);
  });

  test('on the page is a card for each thing, and both are kept', async () => {
    const { id, front } = await frontAsked('blurred', ['badDocument.missingBackSide', 'imageQuality.blurry']);
    const applicant = applicantAt((await makeLink(server, { customerId: id })).url);
    await applicant.fill('consent', { agree: 'yes' });
    const { text } = await applicant.look('documents');
    expect(text.match(/id="card-[^"]+"/g)).toEqual([`id="card-${front.id}"`, `id="card-${front.id}-back"`]);
    await applicant.upload({ type: 'driving_licence', side: 'back' }, pngBytes('a back'));
    expect((await stateOf(id))[0]).toBe('NEEDS_ADDITIONAL_INFORMATION');
    const sharp = { type: 'driving_licence', side: 'front', replaces: front.id };
    expect(await applicant.upload(sharp, pngBytes('sharp'))).toMatchObject({ leadsTo: '' });
    expect(await stateOf(id)).toEqual(['UNDER_REVIEW', 'back', 'front']);
  });

  test('of a card that is not there yet both sides are asked for, on the page each by itself', async () => {
    const { id } = await createCustomer(server);
    await askCustomerFor(analyst, await submitCustomer(server, id), [
      { item: 'documentType:national_id', reasons: ['badDocument.incomplete'] },
    ]);
    const applicant = applicantAt((await makeLink(server, { customerId: id })).url);
    await applicant.fill('consent', { agree: 'yes' });
    // One scan of both sides may be sent for each of them.
    await applicant.upload({ type: 'national_id', side: 'front' }, pngBytes(`scan ${id}`));
    expect((await applicant.look('documents')).text).toContain('id="card-national_id-back"');
    expect(
      await applicant.upload({ type: 'national_id', side: 'back' }, pngBytes(`scan ${id}`)),
    ).toMatchObject({
      leadsTo: '',
    });
    expect(await stateOf(id)).toEqual(['UNDER_REVIEW', 'front', 'back']);
  });

  test('is answered by the same file again in its own place, kept once', async () => {
    const { id, front } = await frontAsked('the only one', ['imageQuality.blurry']);
    const part = { type: 'driving_licence', side: 'front', bytes: pngBytes('the only one') } as const;
    expect((await uploadDocument(server, id, part)).id).toBe(front.id);
    expect((await stateOf(id))[0]).toBe('NEEDS_ADDITIONAL_INFORMATION');
    const again: Document = await uploadDocument(server, id, { ...part, replaces: front.id });
    expect([again.id, ...(await stateOf(id))]).toEqual([front.id, 'UNDER_REVIEW', 'front']);
  });

  test('a file that was replaced and is sent once more is taken anew', async () => {
    const { id } = await createCustomer(server);
    const send = (label: string, replaces?: string) =>
      uploadDocument(server, id, {
        type: 'passport',
        bytes: pngBytes(label),
        ...(replaces ? { replaces } : {}),
      });
    const first = await send('A');
    const wrong = await send('B', first.id);
    const back = await send('A', wrong.id);
    const { documents } = await customerOf(server, id);
    expect(back.id).not.toBe(first.id);
    expect(currentDocuments(documents).map(one => [one.id, one.sha256])).toEqual([[back.id, first.sha256]]);
    const bytes = await server.integrator(`/v1/documents/${back.id}/content`);
    expect(Buffer.from(await bytes.arrayBuffer())).toEqual(pngBytes('A'));
  });
});

describe('[FLOW-8] checks ask by themselves', () => {
  const isAsked = ({ status }: Customer): boolean => status === 'NEEDS_ADDITIONAL_INFORMATION';
  const home = { 'address.postalCode': '1234', 'address.country': 'DEU' };

  test('once for what the customer says again, and then people decide', async () => {
    const { id } = await createCustomer(checking, { fields: { ...basicFields, ...home } });
    await submitCustomer(checking, id);
    const asked = await untilCustomer(checking, id, isAsked);
    expect(asked.rfi?.items).toMatchObject([{ item: 'field:address.postalCode' }]);
    await patchCustomer(checking, asked, { fields: { 'address.postalCode': '1234' } });
    expect(await untilChecked(checking, id)).toMatchObject({ status: 'UNDER_REVIEW' });
  });

  test('twice for different things, and a third time never', async () => {
    const { id } = await createCustomer(checking, { fields: { ...basicFields, ...home } });
    await submitCustomer(checking, id);
    const first = await untilCustomer(checking, id, isAsked);
    await patchCustomer(checking, first, {
      fields: { 'address.postalCode': '10115', 'address.line1': '12' },
    });
    const second = await untilCustomer(checking, id, one => isAsked(one) && one.rfi?.id !== first.rfi?.id);
    expect(second.rfi?.items).toMatchObject([{ item: 'field:address.line1' }]);
    await patchCustomer(checking, second, {
      fields: { 'address.line1': 'Hauptstr. 1', 'address.postalCode': '1234' },
    });
    expect(await untilChecked(checking, id)).toMatchObject({ status: 'UNDER_REVIEW' });
  });

  test('[PRV-5] for nothing, where somebody on a watchlist would hold the case away from people by it', async () => {
    const listed = { firstName: 'Yuliya', lastName: 'Strelnitskaya', dateOfBirth: '1974-11-02' };
    const { id } = await createCustomer(checking, { fields: { ...basicFields, ...home, ...listed } });
    await submitCustomer(checking, id);
    const checked = await untilChecked(checking, id);
    expect(checked.providers.map(({ state }) => state)).toEqual(['rfi', 'alert']);
    expect(checked).toMatchObject({ status: 'UNDER_REVIEW', reviewStatus: 'Pending' });
    expect(checked.rfi ?? null).toBeNull();
  });
});
