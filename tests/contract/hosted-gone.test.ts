import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wordsIn } from '../../src/backend/hosted/words/index.ts';
import { locales, type Locale } from '../../src/shared/api/index.ts';
import type { DocumentType } from '../../src/shared/domain/index.ts';
import { applicantAt, hiddenOn, type Applicant, type PageAnswer } from '../support/applicant.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import {
  basicFields,
  caseLacking,
  companyFields,
  createCustomer,
  enhancedFields,
  moveTo,
  patchCustomer,
  pngBytes,
  uploadDocument,
} from '../support/backend-customers.ts';
import { confirmSteps, makeLink, stateOfLink } from '../support/backend-links.ts';
import { customerOf } from '../support/checking.ts';

let server: TestBackend;
beforeAll(async () => {
  server = await startBackend({ tenantName: 'Nordlicht Bank' });
});
afterAll(() => server.close());

const words = wordsIn.en;
/** What is wrong, as the page lists it. */
const said = ({ text }: PageAnswer): readonly string[] =>
  [...text.matchAll(/<li>(.*?)<\/li>/gs)].map(([, line = '']) => line.replaceAll(/<[^>]+>/g, ''));
/** What a page says of something that is not taken. */
const late = (label: string, locale: Locale = 'en'): string =>
  `${label}${wordsIn[locale].colon} ${wordsIn[locale].answered.text('Nordlicht Bank')}`;
const titleOf = ({ text }: PageAnswer): string | undefined => /<h1>([^<]*)</.exec(text)?.[1];

interface Asked {
  readonly id: string;
  readonly applicant: Applicant;
  readonly give: (fields: object) => Promise<unknown>;
  readonly send: (type: DocumentType, label: string) => Promise<unknown>;
}

/** A case that lacks some things, and its applicant, who has consented; others give what they like meanwhile. */
async function lacking(
  absent: readonly (keyof typeof enhancedFields)[],
  given: readonly DocumentType[],
  locale: Locale = 'en',
): Promise<Asked> {
  const { id } = await caseLacking(server, absent, given);
  const send = (type: DocumentType, label: string) =>
    uploadDocument(server, id, { type, bytes: pngBytes(`${label} of ${id}`) });
  const link = await makeLink(server, { customerId: id, levelId: 'kyc-enhanced', locale });
  const applicant = applicantAt(link.url);
  await applicant.fill('consent', { agree: 'yes' });
  const give = async (more: object) => patchCustomer(server, await customerOf(server, id), { fields: more });
  return { id, applicant, give, send };
}

const typesOf = async (id: string) => (await customerOf(server, id)).documents.map(({ type }) => type);

describe('[LINK-10] a file that nobody asks for any more', () => {
  test.each(locales)('is not taken, which the page says beside what is left to send: %s', async locale => {
    const { id, applicant, send } = await lacking([], ['passport'], locale);
    await send('selfie', 'theirs');
    const mine = pngBytes(`mine of ${id}`);
    const again = await applicant.upload({ type: 'selfie' }, mine, 'me.png', 'card=selfie');
    const { types, name } = wordsIn[locale].documents;
    expect([again.status, titleOf(again), said(again)]).toEqual([422, name, [late(types.selfie, locale)]]);
    expect([again.text.includes('href="#f-selfie"'), again.text.includes('id="card-selfie"')]).toEqual([
      false,
      false,
    ]);
    expect(again.text).toContain('id="card-proof_of_address"');
    expect(await typesOf(id)).toEqual(['passport', 'selfie']);
    await applicant.upload({ type: 'proof_of_address' }, mine, 'bill.png', 'card=proof_of_address');
    expect(await typesOf(id)).toEqual(['passport', 'selfie', 'proof_of_address']);
    expect(await stateOfLink(server, id)).toBe('completed');
  });

  test('nor any other file is told at the step that is left, whatever is wrong with it', async () => {
    const { id, applicant, send, give } = await lacking(['phone', 'email'], ['passport', 'selfie']);
    await send('proof_of_address', 'theirs');
    const meta = { type: 'proof_of_address' };
    for (const [bytes, label] of [
      [pngBytes(`mine of ${id}`), words.documents.types.proof_of_address],
      [Buffer.from('no picture'), words.documents.name],
    ] as const) {
      const again = await applicant.upload(meta, bytes, 'bill.png', 'card=proof_of_address');
      expect([again.status, titleOf(again), said(again)]).toEqual([422, words.data.person, [late(label)]]);
    }
    await give({ email: basicFields.email });
    // The page that came for it is one that can be answered.
    const shown = await applicant.upload(meta, pngBytes(`mine of ${id}`));
    const phone = { ...hiddenOn(shown.text), phone: basicFields.phone };
    expect(await applicant.fill('data', phone)).toMatchObject({ leadsTo: '' });
    expect(await stateOfLink(server, id)).toBe('completed');
  });

  test('is no other one when it is what arrived, sent once more', async () => {
    const { id, applicant } = await lacking([], ['passport']);
    const bill = pngBytes(`bill of ${id}`);
    for (const _ of ['once', 'once more'])
      expect(
        await applicant.upload({ type: 'proof_of_address' }, bill, 'b.png', 'card=proof_of_address'),
      ).toMatchObject({ status: 303, leadsTo: '/documents#card-proof_of_address' });
    expect(await typesOf(id)).toEqual(['passport', 'proof_of_address']);
  });

  test('before the consent is not even looked at', async () => {
    const { id } = await createCustomer(server, { levelId: 'kyc-enhanced', fields: {} });
    const link = await makeLink(server, { customerId: id, levelId: 'kyc-enhanced' });
    const applicant = applicantAt(link.url);
    expect(await applicant.upload({ type: 'selfie' }, pngBytes('early'))).toMatchObject({ leadsTo: '' });
    expect(await applicant.fill('owners', { count: '1' })).toMatchObject({ leadsTo: '' });
  });
});

describe('[LINK-10] values that nobody asks for any more', () => {
  test('of a step that is gone are told at the step that is left; who typed nothing is led there', async () => {
    const { id, applicant, give } = await lacking(['phone'], ['passport', 'selfie']);
    const old = hiddenOn((await applicant.look('data')).text);
    await give({ phone: '+4930123123' });
    const again = await applicant.fill('data', { ...old, phone: '+4930777777' });
    expect([again.status, titleOf(again), said(again)]).toEqual([
      422,
      words.documents.name,
      [late(words.data.fields['phone'] ?? '')],
    ]);
    expect(again.text).toContain('id="card-proof_of_address"');
    // Chosen in another language, it is told in that.
    const inGerman = await applicant.fill('language?step=data&to=de', { ...old, phone: '+4930777777' });
    expect([inGerman.status, said(inGerman)]).toEqual([
      422,
      [late(wordsIn.de.data.fields['phone'] ?? '', 'de')],
    ]);
    expect(await applicant.fill('data', { ...old, phone: '' })).toMatchObject({ status: 303, leadsTo: '' });
    const [link] = await server.backend.context.store.reader
      .selectFrom('link')
      .select('steps')
      .where('customerId', '=', id)
      .execute();
    expect(link?.steps).toBe('["consent"]');
    expect((await customerOf(server, id)).fields['phone']?.value).toBe('+4930123123');
    expect(await stateOfLink(server, id)).toBe('opened');
  });

  test('of a field that is gone are told beside those that are left, which are kept as they were typed', async () => {
    const { id, applicant, give } = await lacking(['phone', 'email'], ['passport', 'selfie']);
    const old = hiddenOn((await applicant.look('data')).text);
    await give({ phone: '+4930123123' });
    const typed = { ...old, phone: '+4930777777', email: 'zoe@typed.example' };
    const inGerman = await applicant.fill('language?step=data&to=de', typed);
    expect(said(inGerman)).toEqual([late(wordsIn.de.data.fields['phone'] ?? '', 'de')]);
    expect(inGerman.text).toContain('value="zoe@typed.example"');
    await applicant.fill('language', { language: 'en' });
    const again = await applicant.fill('data', typed);
    expect([again.status, titleOf(again), said(again)]).toEqual([
      422,
      words.data.person,
      [late(words.data.fields['phone'] ?? '')],
    ]);
    expect(again.text).toContain('value="zoe@typed.example"');
    const hidden = hiddenOn(again.text);
    const next = await applicant.fill('data', { ...hidden, email: 'zoe@typed.example' });
    expect(next).toMatchObject({ status: 303, leadsTo: '/documents' });
    const { fields } = await customerOf(server, id);
    expect([fields['phone']?.value, fields['email']?.value]).toEqual(['+4930123123', 'zoe@typed.example']);
  });

  test('are owners, too, also while one more is added', async () => {
    const { id } = await createCustomer(server, {
      kind: 'business',
      levelId: 'kyb-standard',
      fields: companyFields,
    });
    await moveTo(server, id, 'UNDER_REVIEW');
    const about = { kind: 'business', levelId: 'kyb-standard', customerId: id };
    const applicant = applicantAt((await makeLink(server, about)).url);
    await applicant.fill('consent', { agree: 'yes' });
    const old = hiddenOn((await applicant.look('owners')).text);
    const row = (name: string): Record<string, string> => ({
      'owner.0.name': name,
      'owner.0.percent': '100',
      'owner.0.director': 'yes',
    });
    const beneficialOwners = [
      {
        name: 'Åse Berg',
        dateOfBirth: '1970-01-01',
        nationality: 'NOR',
        ownershipPercent: 100,
        isDirector: true,
      },
    ];
    await patchCustomer(server, await customerOf(server, id), { beneficialOwners });
    for (const more of [[], [['add', 'yes']]] as const) {
      const again = await applicant.fill('owners', {
        ...old,
        ...row('Nils Lie'),
        ...Object.fromEntries(more),
      });
      expect([again.status, titleOf(again), said(again)]).toEqual([
        422,
        words.documents.name,
        [late(words.owners.name)],
      ]);
    }
    expect((await customerOf(server, id)).beneficialOwners).toMatchObject([{ name: 'Åse Berg' }]);
  });
});

test('[LINK-10] what comes when a step before it is open again is not taken, and that is said there', async () => {
  const link = await makeLink(server, { levelId: 'kyc-enhanced', fields: enhancedFields });
  const id = link.customerId ?? '';
  await confirmSteps(server, link, ['consent', 'data']);
  const applicant = applicantAt(link.url);
  await patchCustomer(server, await customerOf(server, id), { fields: { phone: null } });
  const again = await applicant.upload({ type: 'selfie' }, pngBytes('early'), 'me.png', 'card=selfie');
  expect([again.status, titleOf(again), said(again)]).toEqual([
    422,
    words.data.person,
    [`${words.documents.name}: ${words.late}`],
  ]);
  expect(await typesOf(id)).toEqual([]);
  // Who only goes on loses nothing.
  expect(await applicant.fill('documents', {})).toMatchObject({ status: 303, leadsTo: '' });
});

test('[LINK-10] what an older window left alone is not overwritten by it either when something else was wrong first', async () => {
  const link = await makeLink(server, { fields: basicFields });
  const id = link.customerId ?? '';
  const applicant = applicantAt(link.url);
  await applicant.fill('consent', { agree: 'yes' });
  const old = hiddenOn((await applicant.look('data')).text);
  await applicant.fill('data', { ...basicFields, ...old, firstName: 'Tab two' });
  const again = await applicant.fill('data', { ...basicFields, ...old, phone: '12' });
  expect(again.status).toBe(422);
  // What is there by now is what the page says.
  expect(again.text).toMatch(/name="firstName"[^>]*value="Tab two"/s);
  const shown = /name="firstName"[^>]*value="([^"]*)"/s.exec(again.text)?.[1] ?? '';
  await applicant.fill('data', { ...basicFields, ...hiddenOn(again.text), firstName: shown });
  expect((await customerOf(server, id)).fields['firstName']?.value).toBe('Tab two');
});
