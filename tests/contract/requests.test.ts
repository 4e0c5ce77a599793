import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Customer } from '../../src/shared/domain/index.ts';
import { applicantAt } from '../support/applicant.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { businessUnderReview, patchCustomer } from '../support/backend-customers.ts';
import { makeLink } from '../support/backend-links.ts';
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
