import { describe, expect, it } from 'vitest';
import {
  addable,
  firstRequest,
  neededWords,
  toRequest,
} from '../../../../src/renderer/src/review/dialogs/request.ts';
import { requestSentence } from '../../../../src/renderer/src/review/words.ts';
import { withoutReason } from '../../../../src/renderer/src/review/dialogs/without-reason.ts';
import { requestedItemSchema } from '../../../../src/shared/domain/index.ts';
import { caseItem, caseView } from '../../../support/case-view.ts';

const judged = (item: string, verdict: 'approved' | 'pending' | 'rejected', reasons: string[] = []) =>
  caseItem(item, { verdict: { item, verdict, reasons } });

describe('the request for resubmission', () => {
  const view = caseView({
    items: [
      judged('field:firstName', 'approved'),
      judged('field:idExpiry', 'rejected', ['badDocument.expired']),
      judged('field:address.line1', 'pending'),
      caseItem('documentType:selfie', { missing: true }),
      caseItem('field:occupation', { missing: true, required: false }),
    ],
  });

  it('begins with what is rejected, pending or required and missing', () => {
    expect(firstRequest(view).map(({ item }) => item)).toEqual([
      'field:idExpiry',
      'field:address.line1',
      'documentType:selfie',
    ]);
  });

  it('asks the customer for things, which may be there and wrong', () => {
    expect(neededWords(2)).toBe('We need 2 things from you:');
    expect(neededWords(1)).toBe('We need one thing from you:');
  });

  it('names what is pending or rejected and lacks a reason', () => {
    expect(withoutReason(view)).toEqual(['address.line1']);
  });

  it('offers every other item and every type of document once', () => {
    const lines = firstRequest(view);
    const { items, types } = addable(view, lines);
    const all = [...lines, ...items, ...types].map(({ item }) => item);
    expect(new Set(all).size).toBe(all.length);
    expect(items.map(({ item }) => item)).toContain('field:firstName');
    expect(types.map(({ item }) => item)).toContain('documentType:passport');
  });

  it('tells the customer the reason’s sentence, or the analyst’s own words instead', () => {
    const [line] = firstRequest(view);
    if (!line) throw new Error('no line');
    expect(requestSentence(line)).toBe('The document has expired. Please send one that is still valid.');
    expect(requestSentence({ ...line, comment: ' Please send a valid one. ' })).toBe(
      'Please send a valid one.',
    );
  });

  it('[REV-4] is taken by the contract only when every line has a reason', () => {
    const [complete, bare] = toRequest(firstRequest(view));
    expect(requestedItemSchema.safeParse(complete).success).toBe(true);
    expect(requestedItemSchema.safeParse(bare).success).toBe(false);
  });
});
