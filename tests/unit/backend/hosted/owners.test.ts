import { expect, test } from 'vitest';
import { readOwners } from '../../../../src/backend/hosted/owners.ts';
import { wordsIn } from '../../../../src/backend/hosted/words/index.ts';

test('[PRV-9] [LINK-4] whoever owns exactly 25 % is identified on the page, whoever owns less need not be', () => {
  const rows = [['Åse Berg', '25'], ['Per Dahl', '24.99'], ['Ida Lund', '24.99'], ['Jon Vik', '24.99']] as const; // prettier-ignore
  const values = new Map([['count', String(rows.length)]]);
  rows.forEach(([name, percent], place) => {
    values.set(`owner.${place}.name`, name);
    values.set(`owner.${place}.percent`, percent);
  });
  const read = () => readOwners({ values, faults: [] }, wordsIn.en, total => `${total} %`, []);
  expect(read().faults.map(({ name }) => name)).toEqual(['owner.0.dateOfBirth', 'owner.0.nationality']);
  values.set('owner.0.dateOfBirth', '1980-02-29').set('owner.0.nationality', 'NOR');
  // What is left is that they do not add up.
  expect(read().faults.map(({ name }) => name)).toEqual(['total']);
});

test('[LINK-4] a row in which a keyboard left nothing but a mark of direction does not count', () => {
  const values = new Map([
    ['count', '2'],
    ['owner.0.name', 'Åse Berg'],
    ['owner.0.percent', '100'],
    ['owner.0.dateOfBirth', '1980-02-29'],
    ['owner.0.nationality', 'NOR'],
    ['owner.1.name', ' \u200F'],
  ]);
  const { owners, faults } = readOwners({ values, faults: [] }, wordsIn.en, String, []);
  expect([owners.map(({ name }) => name), faults]).toEqual([['Åse Berg'], []]);
});
