import { describe, expect, test } from 'vitest';
import { judgeDocuments } from '../../../../../src/backend/providers/document/judge.ts';
import { wordsIn } from '../../../../../src/backend/hosted/words/index.ts';
import type { Customer, Document } from '../../../../../src/shared/domain/index.ts';

const now = '2026-11-21T12:00:00.000Z';
const document: Document = {
  id: 'd',
  customerId: 'c',
  type: 'passport',
  filename: 'photo.jpg',
  mime: 'image/jpeg',
  size: 20_000_000,
  sha256: '0'.repeat(64),
  uploadedAt: now,
  uploadedBy: 'applicant',
};
const customer: Customer = {
  id: 'c',
  kind: 'individual',
  levelId: 'kyc-enhanced',
  levelVersion: 1,
  name: 'Somebody',
  status: 'UNDER_REVIEW',
  reviewStatus: 'Pending',
  leadStatus: 'under_review',
  version: 1,
  fields: {},
  documents: [document],
  providers: [],
  screening: { hits: [] },
  risk: { score: 0, band: 'low', factors: [] },
  createdAt: now,
  updatedAt: now,
};

describe('[PRV-25] a picture of more than 50 megapixels', () => {
  test('is asked for again for what it is, in every language with the number that counts', () => {
    const reading = { kind: 'unreadable', why: 'tooManyPixels' } as const;
    const { judged } = judgeDocuments(customer, [{ document, reading }], Date.parse(now));
    expect(judged).toMatchObject([{ state: 'rfi', code: 'imageQuality.tooLarge', item: 'document:d' }]);
    const said = Object.values(wordsIn).map(({ reasons }) => reasons['imageQuality.tooLarge']);
    expect(said.map(sentence => sentence?.includes('50'))).toEqual([true, true, true, true, true]);
    expect(new Set(said).size).toBe(5);
  });
});
