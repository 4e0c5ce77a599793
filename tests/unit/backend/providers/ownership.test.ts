import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ownershipFindings } from '../../../../src/backend/providers/ownership/index.ts';

const owner = (ownershipPercent: number, over: object = {}) => ({
  id: `owner-${ownershipPercent}`,
  name: 'Åse Berg',
  dateOfBirth: '1970-01-01',
  nationality: 'NOR',
  ownershipPercent,
  isDirector: true,
  ...over,
});
const codes = (...owners: readonly ReturnType<typeof owner>[]) =>
  ownershipFindings(owners).map(({ code, item }) => `${code} ${item ?? ''}`);

describe('[PRV-9] owners', () => {
  test.each([
    ['none', [], ['ownership.beneficialOwnerMissing field:beneficialOwners']],
    ['99.99', [owner(60), owner(39.99)], []],
    ['100.01', [owner(60.01), owner(40)], []],
    ['99.98', [owner(60), owner(39.98)], ['ownership.totalNot100 field:beneficialOwners']],
    ['100.02', [owner(60.02), owner(40)], ['ownership.totalNot100 field:beneficialOwners']],
    ['97', [owner(60), owner(37)], ['ownership.totalNot100 field:beneficialOwners']],
  ] as const)('that add up to %s', (_total, owners, expected) => {
    expect(codes(...owners)).toEqual(expected);
  });

  test('of 25 % or more are identified, those of less may be named alone', () => {
    const bare = { dateOfBirth: null, nationality: null };
    expect(codes(owner(25, bare), owner(24.99, bare), owner(50.01))).toEqual([
      'ownership.ownerNotIdentified owner:owner-25',
    ]);
    expect(codes(owner(100, { nationality: null }))).toHaveLength(1);
  });

  test('of whom nobody directs the company leave a director to be named, who may own nothing', () => {
    const alone = { isDirector: false };
    expect(codes(owner(60, alone), owner(40, alone))).toEqual([
      'ownership.directorMissing field:beneficialOwners',
    ]);
    expect(codes(owner(60, alone), owner(40, alone), owner(0))).toEqual([]);
    expect(codes(owner(60, alone), owner(30, alone))).toEqual([
      'ownership.totalNot100 field:beneficialOwners',
      'ownership.directorMissing field:beneficialOwners',
    ]);
  });

  test('in hundredths that add up to 100 are never off by a rounding', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 11 }), shares => {
        const rest = 10_000 - shares.reduce((sum, share) => sum + share, 0);
        const all = [...shares, rest].map(share => owner(share / 100));
        expect(codes(...all)).toEqual([]);
      }),
    );
  });
});
