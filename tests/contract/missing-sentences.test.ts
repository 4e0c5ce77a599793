import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wordsIn } from '../../src/backend/hosted/words/index.ts';
import { customerSchema } from '../../src/shared/domain/index.ts';
import { applicantAt } from '../support/applicant.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { createCustomer } from '../support/backend-customers.ts';
import { askForLink } from '../support/backend-links.ts';
import { customerAt, customerWithout, led, levelOf, linkFor, missingOf, owner } from '../support/missing.ts';
import { askCustomerFor } from '../support/reviewing.ts';
import type { WorkstationClient } from '../support/workstation-client.ts';

let server: TestBackend;
let analyst: WorkstationClient;
beforeAll(async () => {
  server = await startBackend();
  analyst = await server.signIn(server.tenant.analyst);
});
afterAll(() => server.close());

describe('[LEAD-8] the customer’s sentence', () => {
  const sentencesOf = async (id: string, query = '') =>
    (await missingOf(server, id, query)).map(({ customerSentence }) => customerSentence);

  test('is in the language that is asked for, else in that of the newest link that has one, else English', async () => {
    const { id, levelId } = await createCustomer(server, { fields: { firstName: 'Åse' } });
    const said = ({ missing, data }: (typeof wordsIn)['en']) => missing.tell(data.fields['lastName'] ?? '');
    expect((await sentencesOf(id))[0]).toBe(said(wordsIn.en));
    for (const locale of ['fr', 'es'])
      expect((await askForLink(server, { customerId: id, levelId, locale })).status).toBe(201);
    expect((await askForLink(server, { customerId: id, levelId })).status).toBe(201);
    expect((await sentencesOf(id))[0]).toBe(said(wordsIn.es));
    for (const [locale, words] of Object.entries(wordsIn))
      expect([locale, (await sentencesOf(id, `?locale=${locale}`))[0]]).toEqual([locale, said(words)]);
    const refused = await server.integrator(`/v1/customers/${id}/missing?locale=xx`);
    expect([refused.status, await refused.json()]).toMatchObject([422, { code: 'invalid_payload' }]);
  });

  test('has the words of the page for documents and people, and a level’s own', async () => {
    const enhanced = levelOf('kyb-enhanced');
    const owners = led([owner(60, { name: 'Åse Berg', dateOfBirth: null, nationality: null }), owner(40)]);
    const company = await customerWithout(server, analyst, enhanced, 'shareholder_register', owners);
    const { missing, documents, data } = wordsIn.de;
    expect(await sentencesOf(company.id, '?locale=de')).toEqual([
      missing.send(documents.types.shareholder_register),
      missing.tell(`${data.fields['dateOfBirth']} und ${data.fields['nationality']} (Åse Berg)`),
      missing.people(1),
    ]);
    const person = await customerWithout(server, analyst, levelOf('kyc-enhanced'), 'passport');
    expect(await sentencesOf(person.id, '?locale=de')).toEqual([missing.send(documents.photoId)]);
    const admin = await server.signIn(server.tenant.admin);
    const draft = {
      id: `own-${randomUUID().slice(0, 8)}`,
      kind: 'individual',
      name: 'Own words',
      fields: [{ key: 'taxId', label: 'VAT number', required: true }],
      documents: [{ type: 'tax_document', label: 'VAT certificate', required: true }],
    };
    expect((await admin.post('/v1/levels', draft)).status).toBe(201);
    const own = await createCustomer(server, { levelId: draft.id, fields: {} });
    expect(await sentencesOf(own.id, '?locale=de')).toEqual([
      missing.tell('VAT number'),
      missing.send('VAT certificate'),
    ]);
  });

  test('an owner who is named and not identified is no missing owner', async () => {
    const owners = led([owner(100, { name: 'Åse Berg', dateOfBirth: null })]);
    const { id } = await customerWithout(server, analyst, levelOf('kyb-standard'), undefined, owners);
    const [one] = await missingOf(server, id);
    expect(one).toMatchObject({
      label: 'Åse Berg',
      customerSentence: 'Please tell us: Date of birth (Åse Berg).',
    });
    const link = await linkFor(server, await customerAt(server, id), [one?.item ?? '']);
    const applicant = applicantAt(link.url);
    await applicant.fill('consent', { agree: 'yes' });
    const page = await applicant.look('owners');
    expect(page.text).toContain(wordsIn.en.reasons['ownership.ownerNotIdentified']);
    expect(page.text).not.toContain(wordsIn.en.reasons['ownership.beneficialOwnerMissing']);
  });

  test('what a level does not name is called by its name', async () => {
    const made = await customerWithout(server, analyst, levelOf('kyc-basic'));
    const answer = await server.integrator(`/v1/customers/${made.id}/submit`, { method: 'POST' });
    await askCustomerFor(analyst, customerSchema.parse(await answer.json()), [
      { item: 'documentType:bank_statement', reasons: ['identity.couldNotBeVerified'] },
    ]);
    expect((await missingOf(server, made.id)).map(({ label }) => label)).toEqual(['Bank statement']);
  });
});
