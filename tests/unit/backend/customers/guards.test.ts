import fc from 'fast-check';
import { expect, test } from 'vitest';
import { factsChangedSince, touchFacts, type Guards } from '../../../../src/backend/customers/guards.ts';

const device = fc.constantFrom('d1', 'd2', null);
const fact = fc.constantFrom('status', 'claim', 'field:a', 'field:b', 'document:x');

test('[CMD-4] a fact counts as changed exactly when somebody else touched it after the base', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ facts: fc.uniqueArray(fact, { minLength: 1 }), device }), { maxLength: 12 }),
      fc.nat({ max: 14 }),
      fc.constantFrom('d1', 'd2'),
      (history, base, asking) => {
        let guards: Guards = {};
        history.forEach(
          (change, place) => (guards = touchFacts(guards, change.facts, place + 2, change.device)),
        );
        // The same by looking through the whole history.
        const touches = (wanted: string, facts: readonly string[]): boolean =>
          facts.includes(wanted) || (wanted === 'fields' && facts.some(one => one.startsWith('field:')));
        for (const wanted of ['status', 'claim', 'fields', 'field:a', 'field:b']) {
          const expected = history.some(
            (change, place) => place + 2 > base && change.device !== asking && touches(wanted, change.facts),
          );
          expect([wanted, factsChangedSince(guards, [wanted], base, asking)]).toEqual([
            wanted,
            expected ? [wanted] : [],
          ]);
        }
      },
    ),
  );
});
