import { afterAll, expect, test } from 'vitest';
import { dataFindings } from '../../../../../src/backend/providers/data/index.ts';
import { createReader, extractionProvider } from '../../../../../src/backend/providers/index.ts';
import { drawable } from '../../../../../src/backend/sample/draw/fonts.ts';
import { drawUtilityBill } from '../../../../../src/backend/sample/draw/paper/index.ts';
import { countries, personOf } from '../../../../../src/backend/sample/people/index.ts';
import { randomOf } from '../../../../../src/backend/sample/random.ts';
import { shippedLevels } from '../../../../../src/shared/domain/index.ts';
import { customerWith, documentWith } from '../../../../support/customer.ts';

const now = Date.UTC(2026, 10, 21);
const reader = createReader({ size: 1, limitMs: 300_000 });
afterAll(() => reader.close());

/** What was read off the bill of somebody in a country, and what the data check makes of it. */
async function readBill(country: (typeof countries)[number]) {
  const person = personOf(country, randomOf('bills', country.code), now);
  const { firstName, lastName, address } = person;
  const names = [
    { field: 'firstName', text: drawable(firstName) },
    { field: 'lastName', text: drawable(lastName) },
  ];
  const to = { name: country.familyFirst ? names.toReversed() : names, address, country };
  const desk = { random: randomOf('bills', country.code, 'bill'), now };
  const { bytes, mime } = drawUtilityBill({ ...to, prefix: 'address' }, desk, 'utility_bill');
  const [level] = shippedLevels;
  if (!level) throw new Error('levels are shipped');
  const parts = Object.entries(address).map(([part, text]) => [`address.${part}`, text]);
  const customer = customerWith({
    id: country.code,
    fields: {
      ...Object.fromEntries(parts),
      firstName: firstName.native,
      lastName: lastName.native,
      nationality: country.code,
    },
    documents: [
      documentWith({
        id: 'bill',
        customerId: country.code,
        type: 'proof_of_address',
        mime,
        sha256: country.code,
      }),
    ],
  });
  const readDocument = async () => Uint8Array.from(bytes);
  const input = { tenantId: 'a tenant', customer, level, at: now, readDocument };
  const { extracted = {} } = await extractionProvider(reader).run(input, new AbortController().signal);
  const fields = Object.fromEntries(
    Object.entries(customer.fields).map(([key, field]) => [
      key,
      { ...field, extracted: [...(extracted[key] ?? [])] },
    ]),
  );
  return {
    isRead: ['lastName', 'address.line1', 'address.city', 'address.country'].map(key => [
      key,
      extracted[key]?.length ?? 0,
    ]),
    findings: dataFindings({ ...customer, fields: { ...fields } }, '2026-11-21').filter(
      ({ item }) => !/phone|email/.test(item ?? ''),
    ),
  };
}

test.each(countries.filter((_, place) => place % 3 === 0))(
  '[PRV-22] of a bill from $name the address and the name are read, and agree with what was given',
  async country => {
    expect(await readBill(country)).toEqual({
      isRead: [
        ['lastName', 1],
        ['address.line1', 1],
        ['address.city', 1],
        ['address.country', 1],
      ],
      findings: [],
    });
  },
);
