import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Customer } from '../../src/shared/domain/index.ts';
import { applicantAt } from '../support/applicant.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import {
  basicFields,
  businessUnderReview,
  createCustomer,
  patchCustomer,
  submitCustomer,
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

describe('[FLW-7] what is asked of an owner', () => {
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

describe('[FLW-8] checks ask by themselves', () => {
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
