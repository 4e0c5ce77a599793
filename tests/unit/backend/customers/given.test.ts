import { describe, expect, test } from 'vitest';
import { checkGiven } from '../../../../src/backend/customers/given.ts';
import type { BeneficialOwner } from '../../../../src/shared/domain/index.ts';

const at = Date.parse('2026-11-22T12:00:00.000Z');
const share = { ownershipPercent: 0, isDirector: false } as const;

function idsOf(owners: readonly (Omit<BeneficialOwner, 'id'> & { id?: string })[], known: BeneficialOwner[]) {
  let made = 0;
  const patch = { beneficialOwners: owners.map(owner => ({ id: undefined, ...owner })) };
  const current = { fields: {}, beneficialOwners: known };
  const given = checkGiven('business', patch, { current, mint: () => `new-${(made += 1)}`, at });
  if (!given.ok) throw new Error(given.problem.detail);
  return given.value.owners?.map(({ id }) => id);
}

describe('[FLOW-7] owners that are given without ids', () => {
  test('keep those of whom they are called as, in their order, each once; who is named by an id keeps it', () => {
    const known = [
      { id: 'a', name: 'Åse Berg', ...share },
      { id: 'b', name: 'Nils Lie', ...share },
      { id: 'c', name: 'ase berg', ...share },
      { id: 'd', name: 'ÅSE  BERG', ...share },
    ];
    const called = (name: string) => ({ name, ...share });
    const first = { id: 'a', ...called('Åse Berg') };
    expect(idsOf(['Ase Berg', 'Åse Berg', 'Per Dahl', 'ASE-BERG', 'Åse Berg'].map(called), known)).toEqual([
      'a',
      'c',
      'new-1',
      'd',
      'new-2',
    ]);
    expect(idsOf([called('Åse Berg'), called('Nils Lie'), first], known)).toEqual(['c', 'b', 'a']);
    expect(idsOf([called('Åse Berg')], [])).toEqual(['new-1']);
  });

  test('look at whom there is a few times each, however many are given: names that are long to fold make no pause', () => {
    const places = Array.from({ length: 200 }, (_, place) => place);
    let looks = 0;
    const known = places.map(place => ({
      id: `known-${place}`,
      get name() {
        looks += 1;
        return `Åse ${place}`;
      },
      ...share,
    }));
    const ids = idsOf(
      places.map(place => ({ name: `Per ${place}`, ...share })),
      known,
    );
    expect(new Set(ids).size).toBe(200);
    expect(looks).toBeGreaterThanOrEqual(200);
    expect(looks).toBeLessThanOrEqual(3 * 200);
  });
});
