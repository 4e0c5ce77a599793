import { describe, expect, test } from 'vitest';
import { judgeReadings } from '../../../../support/judging.ts';
import { readDocument } from '../../../../../src/backend/providers/reading/read-document.ts';
import { wordsIn } from '../../../../../src/backend/hosted/words/index.ts';
import type { PageReading } from '../../../../../src/backend/providers/reading/index.ts';
import type { Customer, Document, DocumentType, Region } from '../../../../../src/shared/domain/index.ts';

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
    const { judged } = judgeReadings(customer, [{ document, reading }], Date.parse(now));
    expect(judged).toMatchObject([{ state: 'rfi', code: 'imageQuality.tooLarge', item: 'document:d' }]);
    const said = Object.values(wordsIn).map(({ reasons }) => reasons['imageQuality.tooLarge']);
    expect(said.map(sentence => sentence?.includes('50'))).toEqual([true, true, true, true, true]);
    expect(new Set(said).size).toBe(5);
  });
});

describe('[PRV-24] a PDF that stands for a picture', () => {
  const pdfOf = (...objects: readonly string[]) =>
    Buffer.from(`%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n${objects.join('\n')}\ntrailer<</Root 1 0 R/Size 9>>`); // prettier-ignore
  const pages = (kids: string, count: number) => `2 0 obj<</Type/Pages/Kids[${kids}]/Count ${count}>>endobj`;
  const blank = '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>endobj';
  const read = (bytes: Uint8Array, depth: 'looks' | 'picture') =>
    readDocument(() => Promise.reject(new Error('no OCR here')), { bytes: new Uint8Array(bytes), mime: 'application/pdf', depth }); // prettier-ignore

  test('is asked for again where it has no page that can be drawn', async () => {
    const selfie = { ...document, type: 'selfie' as const, mime: 'application/pdf' as const };
    for (const bytes of [pdfOf(pages('', 0)), pdfOf(pages('', 1)), pdfOf(pages('5 0 R', 1))]) {
      const reading = await read(bytes, 'looks');
      expect(reading).toMatchObject({ kind: 'read' });
      const { judged } = judgeReadings(customer, [{ document: selfie, reading }], Date.parse(now));
      expect(judged).toMatchObject([{ state: 'rfi', code: 'badDocument.notADocument', item: 'document:d' }]);
    }
  });

  test('is measured and known again by its first page that can be drawn', async () => {
    const bytes = pdfOf(pages('<</Type/Pages/Kids 5/Count 1>> 3 0 R', 2), blank);
    expect(await read(bytes, 'looks')).toMatchObject({ pageCount: 2, picture: { width: 2250 }, hashes: {} });
  });
});

describe('[PRV-29] a card that has a zone on one side', () => {
  const line = { text: 'Menu of the day, tomato soup', region: [0, 0, 1, 0.1] as Region, words: [] };
  const page: PageReading = { page: 1, source: 'ocr', confidence: 0.9, lies: { size: { width: 1, height: 1 }, skew: 0, turn: 0 }, lines: [line] }; // prettier-ignore
  const menu = { kind: 'read', pageCount: 1, pages: [page] } as const;
  const side = (type: DocumentType, shown: 'front' | 'back') => ({
    document: { ...document, id: shown, type, side: shown },
    reading: menu,
  });
  const said = (type: DocumentType) => {
    const readings = [side(type, 'front'), side(type, 'back')];
    return judgeReadings(customer, readings, Date.parse(now)).judged.map(({ code, item }) => [code, item]);
  };

  test('is asked for again where neither side shows it', () => {
    for (const type of ['national_id', 'residence_permit'] as const)
      expect(said(type)).toEqual([['imageQuality.unreadable', 'document:back']]);
    // Licences have none: what bears somebody out on them, no check digit says, and people decide.
    expect(said('driving_licence')).toEqual([]);
    const front = [side('national_id', 'front')];
    const { judged } = judgeReadings(customer, front, Date.parse(now));
    expect(judged.map(({ code }) => code)).toEqual(['badDocument.missingBackSide']);
  });
});
