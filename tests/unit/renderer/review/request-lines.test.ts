import { describe, expect, it } from 'vitest';
import { askedLines, askerWords, nextAnswered } from '../../../../src/renderer/src/review/request-lines.ts';
import type { Customer, RequestedThing } from '../../../../src/shared/domain/index.ts';
import { documentLabel } from '../../../../src/main/engine/review/case-view.ts';
import { caseItem, caseView } from '../../../support/case-view.ts';
import { customerWith, documentWith } from '../../../support/customer.ts';

const openedAt = '2026-01-15T09:00:00.000Z';
const answeredAt = '2026-01-15T10:00:00.000Z';

const asked = (item: string, change: Partial<RequestedThing> = {}): RequestedThing => ({
  item,
  reasons: ['imageQuality.blurry'],
  ...change,
});
const given = (id: string, change: Partial<Customer['documents'][number]> = {}) =>
  documentWith({ id, customerId: 'c1', ...change });

/** A case whose customer was asked for these things, with these documents. */
function caseOf(
  items: readonly RequestedThing[],
  documents: Customer['documents'],
  change: Partial<Customer> = {},
) {
  const replaced = new Set(documents.map(({ replaces }) => replaces));
  const { fields: _fields, risk: _risk, ...rest } = change;
  return caseView({
    customer: customerWith({
      ...rest,
      id: 'c1',
      documents,
      rfi: { id: 'r1', openedAt, items: [...items] },
    }),
    items: [
      caseItem('field:phone', { label: 'Phone' }),
      ...documents
        .filter(({ id }) => !replaced.has(id))
        .map(one => caseItem(`document:${one.id}`, { label: 'Passport' })),
    ],
    documents: documents.map(one => ({
      ...one,
      label: documentLabel(one),
      current: !replaced.has(one.id),
      local: 'ready',
      pagesViewed: [],
    })),
  });
}

describe('what a case says of the request to its customer', () => {
  it('[WIN-10] names what was asked for and why, in the words that the customer reads', () => {
    const [passport, phone, selfie] = askedLines(
      caseOf(
        [
          asked('document:d1'),
          asked('field:phone', { customerComment: 'Please give a mobile number.' }),
          asked('documentType:selfie', { reasons: [] }),
        ],
        [given('d1')],
      ),
    );
    expect(passport).toMatchObject({ label: 'Passport', reasons: 'Blurry', judgedAt: 'document:d1' });
    expect(passport?.sentence).toMatch(/blurred|blurry|sharp/);
    expect(passport).toMatchObject({ answeredAt: undefined, answers: [], replaced: undefined });
    expect(phone).toMatchObject({ label: 'Phone', sentence: 'Please give a mobile number.' });
    expect(selfie).toMatchObject({ label: 'Selfie', judgedAt: undefined });
  });

  it('[WIN-10] says which document answers it and which one that replaces, also after several', () => {
    const [line] = askedLines(
      caseOf(
        [asked('document:d1', { answeredAt })],
        [given('d1'), given('d2', { replaces: 'd1' }), given('d3', { replaces: 'd2' })],
      ),
    );
    expect(line?.answers.map(({ id }) => id)).toEqual(['d3']);
    expect([line?.replaced?.id, line?.judgedAt]).toEqual(['d1', 'document:d3']);
  });

  it('takes the same file again for the answer, and a back side beside its front', () => {
    const back = asked('document:d1', { reasons: ['badDocument.missingBackSide'], answeredAt });
    const card = { type: 'national_id' as const, uploadedAt: '2026-01-15T08:00:00.000Z' };
    const view = caseOf(
      [asked('document:d4', { answeredAt }), back],
      [
        given('d4'),
        given('d1', { ...card, side: 'front' }),
        given('d2', { ...card, side: 'back', uploadedAt: answeredAt }),
      ],
    );
    const [same, beside] = askedLines(view);
    expect([same?.answers.map(({ id }) => id), same?.replaced]).toEqual([['d4'], undefined]);
    expect([beside?.answers.map(({ id }) => id), beside?.replaced]).toEqual([['d2'], undefined]);
  });

  it('finds what has come of a type since it was asked for', () => {
    const [line] = askedLines(
      caseOf(
        [asked('documentType:passport', { answeredAt })],
        [given('d1', { uploadedAt: '2026-01-15T08:00:00.000Z' }), given('d2', { uploadedAt: answeredAt })],
      ),
    );
    expect(line?.answers.map(({ id }) => id)).toEqual(['d2']);
  });

  it('[WIN-10] says whether a person asked or the checks did, and never takes an older review for it', () => {
    const review = { outcome: 'resubmission', verdicts: [], tags: [], by: 'u1' } as const;
    const by = (at: string) =>
      askerWords({
        ...caseOf([], [], { lastReview: { ...review, verdicts: [], tags: [], at } }),
        people: { u1: 'Ada Byron' },
      });
    expect(by(openedAt)).toBe('Ada Byron');
    expect(by('2026-01-14T09:00:00.000Z')).toBe('the checks, not a person');
    expect(askerWords(caseOf([], []))).toBe('the checks, not a person');
  });

  it('leads from answer to answer and round again, past what is not answered', () => {
    const lines = askedLines(
      caseOf(
        [
          asked('field:phone', { answeredAt }),
          asked('documentType:selfie'),
          asked('document:d1', { answeredAt }),
        ],
        [given('d1')],
      ),
    );
    expect(nextAnswered(lines, 'field:email')?.item).toBe('field:phone');
    expect(nextAnswered(lines, 'field:phone')?.item).toBe('document:d1');
    expect(nextAnswered(lines, 'document:d1')?.item).toBe('field:phone');
    expect(nextAnswered([], 'document:d1')).toBeUndefined();
  });
});
