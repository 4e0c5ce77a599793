import { describe, expect, it } from 'vitest';
import {
  alpha2Of,
  countryCodes,
  countryName,
  isCountry,
  isMrzCode,
} from '../../../../src/shared/domain/countries.ts';

/** Reserved exceptionally (AC, CP, CQ, DG, EA, EU, EZ, IC, TA, UN), of CLDR's own (QO, XA, XB, ZZ), or of users (XK). */
const unassigned = 'AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ'.split(' ');

describe('countries', () => {
  it('lists the 249 countries of ISO 3166-1, each with its own pair of codes', () => {
    expect(countryCodes).toHaveLength(249);
    expect(new Set(countryCodes).size).toBe(249);
    expect(new Set(countryCodes.map(alpha2Of)).size).toBe(249);
    expect([...countryCodes]).toEqual([...countryCodes].sort());
  });

  it('has the alpha-2 codes that the platform has names for, but for those that ISO 3166-1 does not assign', () => {
    const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    const named = letters.flatMap(a => letters.map(b => a + b)).filter(code => names.of(code) !== undefined);
    const ours = new Set(countryCodes.map(code => alpha2Of(code) ?? ''));
    expect([...ours].filter(code => !named.includes(code))).toEqual([]);
    // A code that was withdrawn is read as the one that replaced it.
    const canonical = (code: string) => new Intl.Locale(`und-${code}`).region === code;
    const others = named.filter(code => !ours.has(code) && canonical(code));
    expect(others).toEqual(unassigned);
  });

  it('names every country, in a name that is not its code', () => {
    const unnamed = countryCodes.filter(code => countryName(code).length <= 3);
    expect(unnamed).toEqual([]);
    expect(new Set(countryCodes.map(countryName)).size).toBe(249);
  });

  it.each([
    ['DEU', 'Germany'],
    ['JPN', 'Japan'],
    ['CIV', 'Côte d’Ivoire'],
    ['SWZ', 'Eswatini'],
    ['CHE', 'Switzerland'],
    ['AUT', 'Austria'],
    ['AUS', 'Australia'],
    ['PRK', 'North Korea'],
    ['KOR', 'South Korea'],
    ['D', 'Germany'],
    ['UTO', 'Utopia (specimen)'],
    ['XXA', 'Stateless person'],
  ])('%s is %s', (code, name) => {
    expect(countryName(code)).toBe(name);
  });

  it('takes machine-readable codes as such without calling them countries', () => {
    expect(isMrzCode('XXB')).toBe(true);
    expect(isCountry('XXB')).toBe(false);
    expect(alpha2Of('D')).toBe('DE');
    expect(isMrzCode('constructor')).toBe(false);
  });

  it('gives an unknown code back as it is', () => {
    expect(countryName('QQQ')).toBe('QQQ');
  });
});
