import { describe, expect, test } from 'vitest';
import { riskFactsOf, riskOnceMarked } from '../../../../src/backend/risk/facts.ts';
import { scoreRisk } from '../../../../src/backend/risk/score.ts';
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

  test('a mark counts in the score at once, and takes nothing away that was found beside', () => {
    const hit = { id: 'h', listName: 'list', name: 'Anna Lindqvist', score: 80, matched: ['name'] };
    const found = customerWith({ id: 'c', screening: { hits: [hit] } });
    const scored = scoreRisk({ ...riskFactsOf(found, { sharing: 2, recent: 2 }), countries: ['SYR'] });
    const marked = (resolution: 'falsePositive' | 'match' | 'inconclusive', risk = scored) =>
      riskOnceMarked({ ...found, risk, screening: { hits: [{ ...hit, resolution }] } });
    expect(marked('inconclusive')).toEqual(scored);
    const [dismissed, confirmed] = [marked('falsePositive'), marked('match')];
    expect([dismissed.score, confirmed.score]).toEqual([scored.score - 24, scored.score + 6]);
    expect(dismissed.factors.slice(0, 3)).toEqual(scored.factors.slice(0, 3));
    expect(dismissed.factors[3]).toMatchObject({ contribution: 0, evidence: 'No match on any watchlist.' });
    expect([dismissed.band, confirmed.band]).toEqual(['low', 'medium']);
    // What has no score yet is not scored by a mark, and a weight of before stays.
    const none = { score: 0, band: 'low' as const, factors: [] };
    expect(marked('match', none)).toEqual(none);
    const heavier = { ...scored, factors: scored.factors.map(one => ({ ...one, weight: 20 })) };
    expect(marked('match', heavier).factors[3]).toMatchObject({ weight: 20, contribution: 20 });
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
