import { describe, expect, test } from 'vitest';
import { riskFactsOf } from '../../../../src/backend/risk/facts.ts';
import type { ScreeningHit } from '../../../../src/shared/domain/index.ts';
import { customerWith } from '../../../support/customer.ts';

const alone = { sharing: 0, recent: 0 };

describe('[RSK-1] of a case', () => {
  test('a hit counts as its score until somebody decides: dismissed it counts no more, confirmed as 100', () => {
    const hit = (id: string, resolution?: ScreeningHit['resolution']): ScreeningHit => ({
      id,
      listName: 'list',
      name: 'Anna Lindqvist',
      score: 80,
      matched: ['name'],
      ...(resolution ? { resolution } : {}),
    });
    const hitsOf = (...hits: ScreeningHit[]): readonly number[] =>
      riskFactsOf(customerWith({ id: 'c', screening: { hits } }), alone).hits;
    expect(hitsOf(hit('open'))).toEqual([80]);
    expect(hitsOf(hit('left', 'inconclusive'))).toEqual([80]);
    expect(hitsOf(hit('dismissed', 'falsePositive'))).toEqual([]);
    expect(hitsOf(hit('confirmed', 'match'))).toEqual([100]);
  });

  test.each([
    [{ nationality: 'SWE', countryOfResidence: 'SWE', 'address.country': 'SWE' }, false],
    [{ nationality: 'SWE', countryOfResidence: 'SWE', 'address.country': 'NOR' }, true],
    [{ nationality: 'SWE', countryOfResidence: 'NOR' }, true],
    [{ nationality: 'SWE', countryOfResidence: '' }, false],
  ])('whoever is at home elsewhere is across a border: %j', (fields, crossBorder) => {
    expect(riskFactsOf(customerWith({ id: 'c', fields }), alone).crossBorder).toBe(crossBorder);
  });

  test('the countries of its owners count too', () => {
    const owner = { id: 'o', name: 'O', nationality: 'SYR', ownershipPercent: 100, isDirector: true };
    const business = customerWith({ id: 'c', kind: 'business', beneficialOwners: [owner] });
    expect(riskFactsOf(business, alone).countries).toContain('SYR');
  });
});
