import { describe, expect, it } from 'vitest';
import { suggestReasons } from '../../../../src/renderer/src/reasons/suggest.ts';
import { documentTypeSchema, fieldDefinitions, reasonOf } from '../../../../src/shared/domain/index.ts';
import { caseItem } from '../../../support/case-view.ts';

describe('the reasons offered for an item', () => {
  it('are known ones, a few, each once, for every field and every type of document', () => {
    const offers = [
      ...fieldDefinitions.map(({ key }) => suggestReasons(caseItem(`field:${key}`))),
      ...documentTypeSchema.options.map(type => suggestReasons(caseItem('document:d1'), type)),
      ...documentTypeSchema.options.map(type => suggestReasons(caseItem(`documentType:${type}`))),
      suggestReasons(caseItem('owner:o1')),
    ];
    for (const offered of offers) {
      expect(offered.length).toBeGreaterThan(0);
      expect(offered.length).toBeLessThanOrEqual(4);
      expect(new Set(offered).size).toBe(offered.length);
      expect(offered.every(code => reasonOf(code) !== undefined)).toBe(true);
    }
  });

  it('begin with what the providers found', () => {
    const item = caseItem('document:d1', {
      findings: [
        { code: 'document.rotated', message: 'Turned.' },
        { code: 'imageQuality.blurry', message: 'Blurred.' },
      ],
    });
    expect(suggestReasons(item, 'passport')[0]).toBe('imageQuality.blurry');
  });
});
