import { describe, expect, it } from 'vitest';
import { judgeReadings } from '../../../../support/judging.ts';
import type {
  PageReading,
  ReadDocument,
  Reading,
} from '../../../../../src/backend/providers/reading/index.ts';
import { td3Lines } from '../../../../../src/backend/sample/mrz/index.ts';
import type { Customer, Document, Region } from '../../../../../src/shared/domain/index.ts';

const today = '2026-11-21';
const now = Date.parse(`${today}T23:59:59Z`);
const sent: Document = {
  id: 'd',
  customerId: 'c',
  type: 'passport',
  filename: 'photo.jpg',
  mime: 'image/jpeg',
  size: 20_000,
  sha256: '0'.repeat(64),
  uploadedAt: `${today}T12:00:00.000Z`,
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
  documents: [sent],
  providers: [],
  screening: { hits: [] },
  risk: { score: 0, band: 'low', factors: [] },
  createdAt: sent.uploadedAt,
  updatedAt: sent.uploadedAt,
};

const page = (source: PageReading['source'], texts: readonly string[]): PageReading => ({
  page: 1,
  source,
  confidence: 1,
  lies: { size: { width: 1, height: 1 }, skew: 0, turn: 0 },
  lines: texts.map((text, place) => {
    const region: Region = [0.1, 0.1 + place * 0.1, 0.5, 0.02];
    return { text, region, words: text.split(' ').map(word => ({ text: word, region })) };
  }),
});
const passport = (expiresOn: string, pages: readonly PageReading[] = []): ReadDocument => {
  const lines = td3Lines({
    issuer: 'UTO',
    nationality: 'UTO',
    lastName: 'Berg',
    firstNames: 'Anna',
    documentNumber: 'L898902C3',
    dateOfBirth: '1974-08-12',
    gender: 'female',
    expiresOn,
  });
  const zone = { format: 'TD3', page: 1, turn: 0, lines, asRead: lines, checks: [], doubts: [], places: [] } as const;
  return { kind: 'read', pageCount: 1, pages, zone };
}; // prettier-ignore

describe('[PRV-29] a document', () => {
  const judged = (reading: ReadDocument) => {
    const { judged: all, documents } = judgeReadings(customer, [{ document: sent, reading }], now);
    return [documents['d']?.expiresOn, ...all.map(({ code }) => code)];
  };

  it('is valid on its last day, to its end, and expired on the next', () => {
    expect(judged(passport(today))).toEqual([today]);
    expect(judged(passport('2026-11-20'))).toEqual(['2026-11-20', 'badDocument.expired']);
  });

  it('is valid as long as its zone says, whatever is printed', () => {
    const printed = ['Passport of Anna Berg', 'Date of expiry: 2019-01-01'];
    // What is printed is read: without a zone it is what counts.
    const { zone: _zone, ...plain } = passport(today, [page('text', printed)]);
    expect(judged(plain)).toContain('2019-01-01');
    for (const source of ['text', 'ocr'] as const)
      expect(judged(passport('2031-01-01', [page(source, printed)]))).toEqual(['2031-01-01']);
  });

  it('of two sides is valid as long as its zone says, whatever is printed on the other', () => {
    const sides = (front: readonly string[], back: ReadDocument) => {
      const readings = (['front', 'back'] as const).map(side => ({
        document: { ...sent, id: side, type: 'national_id' as const, side },
        reading:
          side === 'back' ? back : ({ kind: 'read', pageCount: 1, pages: [page('ocr', front)] } as const),
      }));
      const { judged: all, documents } = judgeReadings(customer, readings, now);
      const late = all.filter(({ code }) => code === 'badDocument.expired').map(({ item }) => item);
      return [documents['front']?.expiresOn, documents['back']?.expiresOn, late];
    };
    const both = ['document:front', 'document:back'];
    const printed = ['Identity card of Anna Berg', 'Date of expiry: 2030-01-01'];
    expect(sides(printed, passport('2019-05-01'))).toEqual(['2019-05-01', '2019-05-01', both]);
    expect(sides(printed.slice(0, 1), passport('2031-01-01'))).toEqual(['2031-01-01', '2031-01-01', []]);
    const { zone: _zone, ...unread } = passport('2019-05-01');
    expect(sides(printed, unread)).toEqual(['2030-01-01', '2030-01-01', []]);
    // Of two cards neither lends the other its days.
    const cards = ['2019-05-01', '2031-01-01'].map(day => ({
      document: { ...sent, id: day, type: 'national_id' as const },
      reading: passport(day),
    }));
    for (const order of [cards, cards.toReversed()])
      expect(judgeReadings(customer, order, now).documents).toEqual({
        '2019-05-01': { expiresOn: '2019-05-01' },
        '2031-01-01': { expiresOn: '2031-01-01' },
      });
  });

  it('has no last day any more where none is found on it, but by a reading that failed', () => {
    const was = (type: Document['type'], reading: Reading, over: Partial<Document> = {}) => {
      const document = { ...sent, type, expiresOn: '2025-01-01', ...over };
      return judgeReadings(customer, [{ document, reading }], now).documents;
    };
    const read = passport('2025-01-01');
    const late = { kind: 'unreadable', why: 'tooLong' } as const;
    const { zone: _zone, ...bare } = read;
    // As what it was sent as it had expired; a letter does not expire, whatever stands on it.
    expect(was('passport', read)).toEqual({ d: { expiresOn: '2025-01-01' } });
    expect(was('utility_bill', read)).toEqual({ d: { expiresOn: null } });
    expect(was('utility_bill', late)).toEqual({ d: { expiresOn: null } });
    expect(was('national_id', { ...bare, pages: [page('ocr', ['Anna Berg'])] })).toEqual({
      d: { expiresOn: null },
    });
    expect(was('passport', late)).toEqual({});
    expect(was('utility_bill', read, { expiresOn: null })).toEqual({});
  });

  it('of one kind has no back in that of another', () => {
    const pages = [page('ocr', ['Anna Berg, Storgata 1, Oslo'])];
    const card = (id: string, type: Document['type'], side: 'front' | 'back') => ({
      document: { ...sent, id, type, side },
      reading: { kind: 'read', pageCount: 1, pages } as const,
    });
    const codes = (...cards: readonly ReturnType<typeof card>[]) =>
      judgeReadings(customer, cards, now).judged.map(({ code, item }) => `${code} ${item}`);
    const front = card('front', 'driving_licence', 'front');
    expect(codes(front, card('back', 'driving_licence', 'back'))).toEqual([]);
    expect(codes(front, card('other', 'residence_permit', 'back'))).toContain(
      'badDocument.missingBackSide document:front',
    );
  });
});
