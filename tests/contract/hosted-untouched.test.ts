import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wordsIn } from '../../src/backend/hosted/words/index.ts';
import { mostOwners } from '../../src/shared/domain/index.ts';
import { answersOn, applicantAt } from '../support/applicant.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { basicFields, companyFields, createCustomer } from '../support/backend-customers.ts';
import { confirmSteps, makeLink } from '../support/backend-links.ts';
import { customerOf } from '../support/checking.ts';

let server: TestBackend;
beforeAll(async () => void (server = await startBackend()));
afterAll(() => server.close());

const addButton = wordsIn.en.owners.add;

/** A company with these owners, and its applicant where they are asked for. */
async function atOwners(beneficialOwners: readonly object[]) {
  const about = { kind: 'business', levelId: 'kyb-standard' };
  const { id } = await createCustomer(server, { ...about, fields: companyFields, beneficialOwners });
  const link = await makeLink(server, { ...about, customerId: id });
  await confirmSteps(server, link, ['consent', 'data']);
  return { id, applicant: applicantAt(link.url) };
}

const owner = (place: number, ownershipPercent: number) => ({
  name: `Person ${place} ${'å'.repeat(500)}`,
  dateOfBirth: '1970-01-01',
  nationality: 'NOR',
  ownershipPercent,
  isDirector: place === 0 || ownershipPercent === 0,
});

describe('[LINK-10] what stands on the page stays when it is sent as it is:', () => {
  test.each([
    ['the first fifty own all', (place: number) => (place < 50 ? 2 : 0)],
    ['all own something', (place: number) => (place < 40 ? 2 : 1)],
  ] as const)('sixty owners, of whom %s', async (_who, shareOf) => {
    const { id, applicant } = await atOwners(Array.from({ length: 60 }, (_, n) => owner(n, shareOf(n))));
    const before = (await customerOf(server, id)).beneficialOwners;
    const sent = await applicant.fill('owners', answersOn((await applicant.look('owners')).text));
    expect([sent.status, sent.leadsTo]).toEqual([303, '/documents']);
    expect(before).toHaveLength(60);
    expect((await customerOf(server, id)).beneficialOwners).toEqual(before);
  });

  test('as many owners as the API takes, with long names; then no button adds one more', async () => {
    const { id, applicant } = await atOwners(
      Array.from({ length: mostOwners - 1 }, (_, n) => owner(n, n === 0 ? 100 : 0)),
    );
    const { text } = await applicant.look('owners');
    expect(text).toContain(addButton);
    const full = await applicant.fill('owners', { ...answersOn(text), add: 'yes' });
    expect([full.status, full.text.includes(addButton)]).toEqual([200, false]);
    const last = `owner.${mostOwners - 1}`;
    const answers = { ...answersOn(full.text), [`${last}.name`]: 'Liv Moe', [`${last}.percent`]: '0', [`${last}.director`]: 'yes' }; // prettier-ignore
    expect(await applicant.fill('owners', answers)).toMatchObject({ leadsTo: '/documents' });
    const { beneficialOwners } = await customerOf(server, id);
    expect([beneficialOwners?.length, beneficialOwners?.at(-1)?.name]).toEqual([mostOwners, 'Liv Moe']);
  });

  test('a nationality of a person that no list of countries has', async () => {
    // Of the Order of Malta, which no applicant is offered.
    for (const nationality of ['GBN', 'GBO', 'GBD', 'GBP', 'GBS', 'XOM']) {
      const link = await makeLink(server, { fields: { ...basicFields, nationality } });
      const applicant = applicantAt(link.url);
      await applicant.fill('consent', { agree: 'yes' });
      const answers = answersOn((await applicant.look('data')).text);
      expect([nationality, answers['nationality']]).toEqual([nationality, nationality]);
      expect((await applicant.fill('data', answers)).leadsTo).toBe('/review');
      const { fields } = await customerOf(server, link.customerId ?? '');
      expect(fields['nationality']?.value).toBe(nationality);
    }
  });

  test('and one of an owner', async () => {
    const { id, applicant } = await atOwners([{ ...owner(0, 100), nationality: 'XOM' }]);
    const { text } = await applicant.look('owners');
    expect((await applicant.fill('owners', answersOn(text))).status).toBe(303);
    expect((await customerOf(server, id)).beneficialOwners).toMatchObject([{ nationality: 'XOM' }]);
  });
});
