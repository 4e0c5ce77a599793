import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { wordsIn } from '../../../../src/backend/hosted/words/index.ts';
import { dataFindings } from '../../../../src/backend/providers/data/index.ts';
import { ownershipFindings } from '../../../../src/backend/providers/ownership/index.ts';
import { reasonOf, reasons } from '../../../../src/shared/domain/index.ts';

const providers = join(import.meta.dirname, '../../../../src/backend/providers');

/** Codes that only people read: what is told of a check, or left to them; the customer is asked for none. */
const forPeople = ['document.looksAlike', 'document.notRead', 'document.rotated', 'extraction.notRead'];

/** Every code that stands in the source of the checks that ask; what screening and Sumsub say is for people. */
const emitted = new Set(
  ['data', 'document', 'extraction', 'ownership'].flatMap(folder =>
    readdirSync(join(providers, folder))
      .filter(name => name.endsWith('.ts'))
      .flatMap(name =>
        [
          ...readFileSync(join(providers, folder, name), 'utf8').matchAll(
            /'([a-z][a-zA-Z]+\.[a-z][a-zA-Z0-9]+)'/g,
          ),
        ].map(([, code = '']) => code),
      ),
  ),
);
/** Keys of fields look the same. */
const codes = [...emitted].filter(code => !/^(address|registeredAddress)\./.test(code));

test('[PRV-3] every code of a check is a reason that customers are told in five languages, or for people alone', () => {
  const unknown = codes.filter(code => reasonOf(code) === undefined && !forPeople.includes(code));
  expect(unknown).toEqual([]);
  expect(codes.length).toBeGreaterThan(20);
  for (const { code } of reasons)
    for (const [language, words] of Object.entries(wordsIn))
      expect(words.reasons[code], `${code} ${language}`).toMatch(/\p{L}/u);
});

test('what is asked without a document says nothing of one, and who is a customer is told to nobody', () => {
  const given = { dateOfBirth: '1890-01-01', nationality: 'ZZZ', email: 'nowhere', 'address.line1': '12', 'address.postalCode': '1', 'address.country': 'DEU' }; // prettier-ignore
  const fields = Object.fromEntries(
    Object.entries(given).map(([key, value]) => [key, { value, extracted: [] }]),
  );
  const ofData = dataFindings({ kind: 'individual', fields }, '2026-11-21');
  expect(ofData.length).toBeGreaterThan(4);
  const owner = { id: 'o', name: 'Åse', ownershipPercent: 50, isDirector: false };
  const ofOwners = [ownershipFindings([]), ownershipFindings([owner])].flat();
  const said = [...ofData, ...ofOwners].map(({ code }) => reasonOf(code)?.sentence ?? `none for ${code}`);
  for (const sentence of said) expect(sentence).not.toMatch(/document|certificate|none for/i);
  // Who is named is not asked for as if nobody was.
  expect(ofOwners.map(({ code, item }) => [code, item])).toContainEqual([
    'ownership.ownerNotIdentified',
    'owner:o',
  ]);
  for (const { reasons: told } of Object.values(wordsIn))
    expect(told['compliance.duplicateAccount']).toBe(told['compliance.sanctionsMatch']);
});
