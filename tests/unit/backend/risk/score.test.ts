import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countryLists, scoreRisk, type RiskFacts } from '../../../../src/backend/risk/index.ts';
import {
  countryCodes,
  isCountry,
  reasons,
  riskBandOf,
  riskSchema,
} from '../../../../src/shared/domain/index.ts';

const nothing: RiskFacts = {
  countries: ['DEU'],
  crossBorder: false,
  findings: [],
  sharing: 0,
  recent: 0,
  hits: [],
  politicallyExposed: false,
};

const finding = fc.record({
  code: fc.constantFrom(...reasons.map(({ code }) => code)),
  state: fc.constantFrom('rfi' as const, 'alert' as const),
});
const country = fc.constantFrom(...countryCodes, 'XXA', 'XXX');
const facts = fc.record({
  countries: fc.array(country, { maxLength: 5 }),
  crossBorder: fc.boolean(),
  findings: fc.array(finding, { maxLength: 6 }),
  sharing: fc.nat(20),
  recent: fc.nat(20),
  hits: fc.array(fc.integer({ min: 70, max: 100 }), { maxLength: 4 }),
  politicallyExposed: fc.boolean(),
});

describe('[RSK-1] the score', () => {
  test('takes what the screening says of names for nothing against documents', () => {
    const findings = ['longName', 'notCompared', 'manyMatches', 'putAside'].map(code => ({
      code: `screening.${code}`,
      state: 'alert' as const,
    }));
    expect(scoreRisk({ ...nothing, findings })).toEqual(scoreRisk(nothing));
  });

  test('is the sum of what its factors contribute, each within its weight, and in its band', () => {
    fc.assert(
      fc.property(facts, one => {
        const risk = scoreRisk(one);
        expect(riskSchema.parse(risk)).toEqual(risk);
        expect(risk.factors.reduce((sum, { contribution }) => sum + contribution, 0)).toBe(risk.score);
        expect(risk.factors.reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
        expect(risk.band).toBe(riskBandOf(risk.score));
        for (const { contribution, weight, evidence } of risk.factors) {
          expect(contribution).toBeGreaterThanOrEqual(0);
          expect(contribution).toBeLessThanOrEqual(weight);
          expect(evidence).not.toBe('');
        }
      }),
    );
  });

  test('never falls when something more is found, and does not depend on the order', () => {
    const worse = fc.oneof(
      country.map(code => (one: RiskFacts) => ({ ...one, countries: [...one.countries, code] })),
      finding.map(more => (one: RiskFacts) => ({ ...one, findings: [more, ...one.findings] })),
      fc
        .integer({ min: 70, max: 100 })
        .map(hit => (one: RiskFacts) => ({ ...one, hits: [...one.hits, hit] })),
      fc.constant((one: RiskFacts) => ({ ...one, sharing: one.sharing + 1 })),
      fc.constant((one: RiskFacts) => ({ ...one, recent: one.recent + 1 })),
      fc.constant((one: RiskFacts) => ({ ...one, crossBorder: true })),
      fc.constant((one: RiskFacts) => ({ ...one, politicallyExposed: true })),
    );
    fc.assert(
      fc.property(facts, worse, (one, change) => {
        expect(scoreRisk(change(one)).score).toBeGreaterThanOrEqual(scoreRisk(one).score);
        const turned = { ...one, countries: one.countries.toReversed(), findings: one.findings.toReversed() };
        expect(scoreRisk(turned).score).toBe(scoreRisk(one).score);
      }),
    );
  });

  test('of somebody of whom nothing is found is 0', () => {
    expect(scoreRisk(nothing)).toMatchObject({ score: 0, band: 'low' });
  });

  test('says for what: the country with its list and date, the finding, the match', () => {
    const risk = scoreRisk({
      ...nothing,
      countries: ['DEU', 'PRK'],
      findings: [{ code: 'badDocument.digitallyEdited', state: 'alert' }],
      hits: [91],
      sharing: 2,
    });
    const evidence = Object.fromEntries(risk.factors.map(factor => [factor.code, factor]));
    expect(evidence).toMatchObject({
      geography: {
        contribution: 25,
        evidence: expect.stringMatching(/North Korea.*Financial Action Task Force, 20\d\d-\d\d-\d\d/),
      },
      documentAuthenticity: { contribution: 30, evidence: 'badDocument.digitallyEdited.' },
      behaviour: { contribution: 9, evidence: expect.stringContaining('2 other customers') },
      screening: { contribution: 27, evidence: expect.stringContaining('91') },
    });
    expect(risk.band).toBe('high');
  });

  test('counts customers that came together from two others on, and rounds to the nearest point', () => {
    const behaviourOf = (sharing: number, recent: number) =>
      scoreRisk({ ...nothing, sharing, recent }).factors.find(({ code }) => code === 'behaviour');
    // 0.4 of 15; then 1 − 0.4 × 0.5 of it.
    expect(behaviourOf(1, 1)).toMatchObject({ contribution: 6 });
    expect(behaviourOf(2, 2)).toMatchObject({ contribution: 12 });
    // 0.89 of 30 is 26.7.
    expect(scoreRisk({ ...nothing, hits: [89] }).score).toBe(27);
  });
});

test('country lists are data with a source and a date, and hold countries alone', () => {
  for (const { source, date, countries, degree } of countryLists) {
    expect(source).not.toBe('');
    expect(date).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect(countries.filter(code => !isCountry(code))).toEqual([]);
    expect(new Set(countries).size).toBe(countries.length);
    expect(degree).toBeGreaterThan(0);
  }
});
