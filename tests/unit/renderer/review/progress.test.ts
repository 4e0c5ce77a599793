import { describe, expect, it } from 'vitest';
import { groupItems, progressOf } from '../../../../src/renderer/src/review/items/progress.ts';
import { placesOf } from '../../../../src/renderer/src/review/places.ts';
import { tabsOf } from '../../../../src/renderer/src/review/tab-entries.ts';
import { caseItem, caseView } from '../../../support/case-view.ts';
import { customerWith } from '../../../support/customer.ts';

const approved = (item: string) => caseItem(item, { verdict: { item, verdict: 'approved', reasons: [] } });

describe('how far a check is', () => {
  const items = [
    approved('field:firstName'),
    caseItem('field:middleName', { required: false }),
    caseItem('owner:o1'),
    caseItem('document:d1'),
    caseItem('documentType:selfie', { missing: true }),
  ];

  it('goes on to what is required before what is not', () => {
    const progress = progressOf(items);
    expect(progress).toMatchObject({ total: 5, reviewed: 1 });
    expect(progress.nextOpen?.item).toBe('owner:o1');
    expect(progressOf([approved('field:firstName')]).nextOpen).toBeUndefined();
  });

  it('is counted by group, and missing documents are among the documents', () => {
    const groups = groupItems(caseView({ items }));
    expect(groups.map(({ name, reviewed, items: own }) => [name, reviewed, own.length])).toEqual([
      ['Personal information', 1, 2],
      ['Owners', 0, 1],
      ['Documents', 0, 2],
    ]);
  });
});

describe('where to look for an item', () => {
  it('is one place a document, the contradicting one first', () => {
    const item = caseItem('field:lastName', {
      provided: 'Berg',
      extracted: [
        { value: 'Berg', source: 'text', documentId: 'bill', page: 2, region: [0, 0, 0.1, 0.1] },
        { value: 'Borg', source: 'text', documentId: 'passport', region: [0.2, 0.2, 0.1, 0.1] },
        { value: 'BORG', source: 'mrz', documentId: 'passport', region: [0.2, 0.8, 0.1, 0.1] },
        { value: 'Berg', source: 'provider' },
      ],
      agreement: 'differs',
    });
    expect(placesOf(item)).toEqual([
      { documentId: 'passport', page: 1, region: [0.2, 0.2, 0.1, 0.1] },
      { documentId: 'bill', page: 2, region: [0, 0, 0.1, 0.1] },
    ]);
  });

  it('is the document itself for a document', () => {
    expect(placesOf(caseItem('document:d9'))).toEqual([{ documentId: 'd9', page: 1 }]);
  });
});

describe('the tabs of a case', () => {
  it('lead only to what is there', () => {
    const names = (view: Parameters<typeof tabsOf>[0]) => tabsOf(view).map(({ name }) => name);
    expect(names(caseView())).toEqual(['verification', 'notes']);
    expect(names(caseView({ customer: customerWith({ id: 'c2', kind: 'business' }) }))).toContain(
      'ownership',
    );
  });
});
