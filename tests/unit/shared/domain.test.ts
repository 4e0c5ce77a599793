import { expect, test } from 'vitest';
import {
  documentTypes,
  fold,
  leadStatusOf,
  mayMove,
  parseItem,
  reasonGroups,
  reasonOf,
  reasons,
  reviewStatusOf,
  riskBandOf,
  serves,
  shippedLevels,
  sniffMime,
  verificationStatusSchema,
} from '../../../src/shared/domain/index.ts';

const statuses = verificationStatusSchema.options;

test('[DOM-1] the status machine allows exactly the steps of the table', () => {
  const allowed = statuses.flatMap(from =>
    statuses.filter(to => mayMove(from, to)).map(to => `${from} ${to}`),
  );
  expect(allowed).toEqual([
    'CREATED UNDER_REVIEW',
    'UNDER_REVIEW NEEDS_ADDITIONAL_INFORMATION',
    'UNDER_REVIEW ACTIVE',
    'UNDER_REVIEW REJECTED',
    'NEEDS_ADDITIONAL_INFORMATION UNDER_REVIEW',
    'NEEDS_ADDITIONAL_INFORMATION REJECTED',
    'ACTIVE UNDER_REVIEW',
    'REJECTED UNDER_REVIEW',
  ]);
});

test('[DOM-2] review and lead status are derived from the verification status', () => {
  expect(statuses.map(reviewStatusOf)).toEqual([
    'Pending',
    'Pending',
    'Resubmission',
    'Approved',
    'Rejected',
  ]);
  expect(statuses.map(status => leadStatusOf(status, false))).toEqual([
    'not_started',
    'under_review',
    'in_progress',
    'approved',
    'rejected',
  ]);
  expect(leadStatusOf('CREATED', true)).toBe('in_progress');
});

test('risk bands begin at 30 and 60', () => {
  expect([0, 29.99, 30, 59.99, 60, 100].map(riskBandOf)).toEqual([
    'low',
    'low',
    'medium',
    'medium',
    'high',
    'high',
  ]);
});

test('every reason has a code of its own, words for the analyst and a sentence for the customer', () => {
  expect(new Set(reasons.map(reason => reason.code)).size).toBe(reasons.length);
  expect(reasons).toHaveLength(56);
  for (const reason of reasons) {
    expect(reason.code).toMatch(/^[a-zA-Z]+\.[a-zA-Z0-9]+$/);
    expect(reason.group in reasonGroups).toBe(true);
    expect(reason.sentence).toMatch(/\.$/);
    expect(reasonOf(reason.code)).toBe(reason);
  }
  expect(reasonOf('badDocument.digitallyEdited')?.ending).toBe('final');
  expect(reasonOf('badDocument.expired')?.ending).toBe('retry');
  expect(reasonOf('constructor')).toBeUndefined();
});

test('a customer is never told that fraud or a sanctions list is suspected', () => {
  const told = reasons
    .filter(({ group }) => group === 'fraud' || group === 'compliance')
    .map(({ sentence }) => sentence);
  expect(told.join(' ')).not.toMatch(/fraud|forg|sanction|watchlist|stolen|suspic|politically|media/i);
});

test('five levels are shipped and name only known documents', () => {
  expect(shippedLevels.map(level => level.id)).toEqual([
    'kyc-basic',
    'kyc-enhanced',
    'kyc-premium',
    'kyb-standard',
    'kyb-enhanced',
  ]);
  for (const level of shippedLevels) {
    for (const { type } of level.documents) expect(type in documentTypes).toBe(true);
  }
});

test('any one photo ID serves where a passport is asked for, a selfie does not', () => {
  expect(serves('national_id', 'passport')).toBe(true);
  expect(serves('utility_bill', 'proof_of_address')).toBe(true);
  expect(serves('selfie', 'passport')).toBe(false);
});

test.each([
  ['Łukasz-O’Brien', 'lukasz obrien'],
  ['  Zoë   MÜLLER ', 'zoe muller'],
  ['Straße', 'strasse'],
  ['Björk Guðmundsdóttir', 'bjork gudmundsdottir'],
  ['Đặng Thị Hồng', 'dang thi hong'],
  ['田中', '田中'],
  ['ﬁne', 'fine'],
  ['Ng', 'ng'],
])('%j is searched as %j', (text, folded) => {
  expect(fold(text)).toBe(folded);
  expect(fold(fold(text))).toBe(folded);
});

test('an item is split at its first colon', () => {
  expect(parseItem('field:address.city')).toEqual({ kind: 'field', key: 'address.city' });
  expect(() => parseItem('nothing')).toThrow();
});

test.each([
  ['ffd8ffe0', 'image/jpeg'],
  ['89504e470d0a1a0a', 'image/png'],
  ['52494646000000005745425056503820', 'image/webp'],
  ['49492a00', 'image/tiff'],
  ['4d4d002a', 'image/tiff'],
  ['255044462d312e37', 'application/pdf'],
  ['0a0a255044462d312e37', 'application/pdf'],
  ['4d5a9000', undefined],
  ['3c68746d6c3e', undefined],
  ['', undefined],
  ['474946383961', undefined],
])('content that begins %s is %s, whatever its name', (hex, mime) => {
  expect(sniffMime(Buffer.from(hex, 'hex'))).toBe(mime);
});
