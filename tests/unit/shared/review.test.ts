import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  missingCount,
  reviewFault,
  reviewItems,
  shippedLevels,
  suggestedRequest,
  type Document,
  type ItemVerdict,
  type Level,
} from '../../../src/shared/domain/index.ts';

const [basic] = shippedLevels as [Level];
const enhanced = shippedLevels.find(({ id }) => id === 'kyc-enhanced') ?? basic;

const given = (keys: readonly string[]) =>
  Object.fromEntries(keys.map(key => [key, { value: 'x', extracted: [] }]));
const person = given(basic.fields.filter(field => field.required).map(field => field.key));
const verdict = (item: string, value: ItemVerdict['verdict'], ...reasons: string[]): ItemVerdict => ({
  item,
  verdict: value,
  reasons,
});

const document = (id: string, type: Document['type'], replaces?: string): Document => ({
  id,
  customerId: 'c',
  type,
  filename: 'f',
  mime: 'image/png',
  size: 1,
  sha256: '0'.repeat(64),
  replaces,
  uploadedAt: '2026-01-01T00:00:00.000Z',
  uploadedBy: 'applicant',
});

const items = reviewItems({ kind: 'individual', fields: person, documents: [] }, basic);
const approveAll = items.map(({ item }) => verdict(item, 'approved'));
const draft = { request: [], reasons: [] };

test('[REV-1] a check is approved only when every required item is approved', () => {
  expect(reviewFault(items, { ...draft, outcome: 'approve', verdicts: approveAll })).toBeUndefined();
  expect(reviewFault(items, { ...draft, outcome: 'approve', verdicts: approveAll.slice(1) })).toEqual({
    kind: 'open_items',
    items: [items[0]?.item],
  });
});

test('[REV-1] what was never given is not approved, whatever verdict somebody sends for it', () => {
  const [first] = Object.keys(person);
  const rest = Object.fromEntries(Object.entries(person).filter(([key]) => key !== first));
  const lacking = reviewItems({ kind: 'individual', fields: rest, documents: [] }, basic);
  const verdicts = lacking.map(({ item }) => verdict(item, 'approved'));
  expect(reviewFault(lacking, { ...draft, outcome: 'approve', verdicts })).toEqual({
    kind: 'open_items',
    items: [`field:${first}`],
  });
});

test('[REV-1] an optional item may stay unreviewed, but not rejected or pending', () => {
  const withMiddle = reviewItems(
    { kind: 'individual', fields: { ...person, ...given(['middleName']) }, documents: [] },
    basic,
  );
  expect(reviewFault(withMiddle, { ...draft, outcome: 'approve', verdicts: approveAll })).toBeUndefined();
  const verdicts = [...approveAll, verdict('field:middleName', 'pending', 'dataMismatch.fullName')];
  expect(reviewFault(withMiddle, { ...draft, outcome: 'approve', verdicts })).toMatchObject({
    kind: 'open_items',
  });
});

test('[REV-2] a rejected or pending item without a reason is refused and named', () => {
  const verdicts = [verdict('field:firstName', 'rejected')];
  expect(reviewFault(items, { ...draft, outcome: 'resubmission', verdicts })).toEqual({
    kind: 'reason_missing',
    items: ['field:firstName'],
  });
});

test('[REV-3] a rejection needs a reason somewhere', () => {
  expect(reviewFault(items, { ...draft, outcome: 'reject', verdicts: [] })).toMatchObject({
    kind: 'reason_missing',
  });
  expect(
    reviewFault(items, { ...draft, outcome: 'reject', verdicts: [], reasons: ['fraud.stolenIdentity'] }),
  ).toBeUndefined();
});

test('[REV-4] a resubmission asks for something, and may ask for a document of a type that is not there', () => {
  expect(reviewFault(items, { ...draft, outcome: 'resubmission', verdicts: [] })).toEqual({
    kind: 'nothing_requested',
  });
  const request = [{ item: 'documentType:bank_statement', reasons: ['badDocument.incomplete'] }];
  expect(reviewFault(items, { ...draft, outcome: 'resubmission', verdicts: [], request })).toBeUndefined();
});

test('a verdict on an item that the case does not have is refused', () => {
  expect(
    reviewFault(items, { ...draft, outcome: 'approve', verdicts: [verdict('field:shoeSize', 'approved')] }),
  ).toEqual({
    kind: 'unknown_item',
    items: ['field:shoeSize'],
  });
  for (const item of ['documentType:shoe', 'documentType:constructor', 'documentType:toString'])
    expect(
      reviewFault(items, { ...draft, outcome: 'approve', verdicts: [verdict(item, 'approved')] }),
    ).toEqual({ kind: 'unknown_item', items: [item] });
});

test('the items of a level: required fields even when empty, given documents, documents not yet there', () => {
  const documents = [
    document('old', 'passport'),
    document('new', 'passport', 'old'),
    document('bill', 'utility_bill'),
  ];
  const found = reviewItems({ kind: 'individual', fields: person, documents }, enhanced);
  expect(found.filter(({ kind }) => kind === 'document').map(({ key, required }) => [key, required])).toEqual(
    [
      ['new', true],
      ['bill', true],
    ],
  );
  expect(found.filter(({ kind }) => kind === 'documentType').map(({ key }) => key)).toEqual(['selfie']);
  expect(found.find(({ item }) => item === 'field:address.city')).toMatchObject({
    required: true,
    missing: true,
  });
});

test('[REV-5] a resubmission begins with what is pending or rejected, and with what is required and was never given', () => {
  const documents = [document('new', 'passport')];
  const found = reviewItems({ kind: 'individual', fields: person, documents }, enhanced);
  const verdicts = new Map(
    [
      verdict('field:firstName', 'approved'),
      verdict('field:lastName', 'pending', 'dataMismatch.fullName'),
      verdict('document:new', 'rejected', 'badDocument.expired'),
      verdict('documentType:selfie', 'rejected', 'selfie.faceNotVisible'),
    ].map(one => [one.item, one]),
  );
  const judged = found.map(one => ({
    ...one,
    verdict: verdicts.get(one.item) ?? verdict(one.item, 'unreviewed'),
  }));
  const optional = { ...verdict('field:middleName', 'unreviewed'), item: 'field:middleName' };
  const asked = suggestedRequest([
    ...judged,
    { item: optional.item, required: false, missing: true, verdict: optional },
  ]).map(({ item }) => item);
  expect(asked.slice(0, 3)).toEqual(['field:lastName', 'document:new', 'documentType:selfie']);
  expect(asked).toContain('documentType:proof_of_address');
  expect(asked).toContain('field:address.city');
  expect(asked).not.toContain('field:middleName');
  expect(asked).not.toContain('field:firstName');
  expect(new Set(asked).size).toBe(asked.length);
});

test('what is missing is counted as the items say, whatever a level demands and whatever was given', () => {
  const keys = ['firstName', 'email', 'taxId', 'occupation', 'constructor'];
  const types = ['passport', 'national_id', 'selfie', 'utility_bill', 'proof_of_address', 'other'] as const;
  const demandedField = fc.record({ key: fc.constantFrom(...keys), required: fc.boolean() });
  const demandedDocument = fc.record({ type: fc.constantFrom(...types), required: fc.boolean() });
  const value = fc.constantFrom('x', '', null);
  fc.assert(
    fc.property(
      fc.array(demandedField),
      fc.array(demandedDocument),
      fc.dictionary(fc.constantFrom(...keys), value),
      fc.array(fc.tuple(fc.constantFrom(...types), fc.option(fc.nat(5)))),
      (fields, documents, values, uploads) => {
        const level: Level = {
          ...basic,
          fields: fields.map(field => ({ ...field, label: field.key, type: 'text' })),
          documents: documents.map(demanded => ({ ...demanded, label: demanded.type, sides: [] })),
        };
        const customer = {
          kind: 'individual' as const,
          fields: Object.fromEntries(
            Object.entries(values).map(([key, one]) => [key, { value: one, extracted: [] }]),
          ),
          documents: uploads.map(([type, replaces], index) =>
            document(`${index}`, type, replaces === null ? undefined : `${replaces}`),
          ),
        };
        const said = reviewItems(customer, level).filter(item => item.required && item.missing).length;
        expect(missingCount(customer, level)).toBe(said);
      },
    ),
  );
});
