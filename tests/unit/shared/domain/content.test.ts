import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  contentOf,
  guardedChanges,
  itemContentSchema,
  sameContent,
} from '../../../../src/shared/domain/index.ts';
import type { Customer } from '../../../../src/shared/domain/index.ts';
import { customerWith, documentWith } from '../../../support/customer.ts';

const short = fc.string({ maxLength: 3, unit: 'binary' });
const readings = fc.array(
  fc.record({
    value: short,
    source: fc.constantFrom('mrz', 'text'),
    documentId: fc.constantFrom('d-1', 'd-2', null),
  }),
  { maxLength: 3 },
);
const field = fc.record({ value: fc.option(short), extracted: readings });
const owner = fc.record({
  id: fc.constantFrom('o-1', 'o-2'),
  name: short,
  dateOfBirth: fc.option(fc.constantFrom('1970-01-02', '1980-01-02')),
  ownershipPercent: fc.constantFrom(12.5, 25, 60.01),
  isDirector: fc.boolean(),
});
const document = fc
  .record({
    id: fc.constantFrom('d-1', 'd-2'),
    sha256: fc.constantFrom('a'.repeat(64), 'b'.repeat(64)),
    type: fc.constantFrom('passport' as const, 'selfie' as const),
    side: fc.option(fc.constantFrom('front' as const, 'back' as const)),
    page: fc.option(fc.integer({ min: 1, max: 2 })),
  })
  .map(traits => documentWith({ customerId: 'c-1', ...traits }));
const customer = fc
  .record({
    status: fc.constantFrom('UNDER_REVIEW' as const, 'ACTIVE' as const),
    fields: fc.dictionary(fc.constantFrom('email', 'phone'), field, { noNullPrototype: true }),
    beneficialOwners: fc.uniqueArray(owner, { selector: ({ id }) => id, maxLength: 2 }),
    documents: fc.uniqueArray(document, { selector: ({ id }) => id, maxLength: 2 }),
  })
  .map(traits => customerWith({ id: 'c-1', ...traits }));

const items = ['field:email', 'field:phone', 'owner:o-1', 'owner:o-2', 'document:d-1', 'document:d-2'];
const reversed = (one: Customer): Customer => ({
  ...one,
  fields: Object.fromEntries(
    Object.entries(one.fields)
      .toReversed()
      .map(([key, { value, extracted }]) => [key, { extracted: extracted.toReversed(), value }]),
  ),
  beneficialOwners: one.beneficialOwners?.toReversed(),
  documents: one.documents.toReversed(),
});

describe('the content of an item', () => {
  it('is the same after a journey through JSON and its schema, and in any order', () => {
    fc.assert(
      fc.property(customer, fc.constantFrom(...items), (one, item) => {
        const content = contentOf(one, item);
        expect(sameContent(content, itemContentSchema.parse(JSON.parse(JSON.stringify(content))))).toBe(true);
        expect(sameContent(content, contentOf(reversed(one), item))).toBe(true);
      }),
    );
  });

  it('differs exactly where what a person saw of the item differs', () => {
    fc.assert(
      fc.property(customer, customer, fc.constantFrom(...items), (one, other, item) => {
        const seen = (of: Customer): unknown => {
          const key = item.slice(item.indexOf(':') + 1);
          const order = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
          if (item.startsWith('owner')) return of.beneficialOwners?.find(({ id }) => id === key) ?? null;
          if (item.startsWith('field')) {
            const found = of.fields[key];
            return found ? [found.value, found.extracted.toSorted(order)] : null;
          }
          const found = of.documents.find(({ id }) => id === key);
          return found ? [found.sha256, found.type, found.side, found.page] : null;
        };
        const equal = JSON.stringify(seen(one)) === JSON.stringify(seen(other));
        expect(sameContent(contentOf(one, item), contentOf(other, item))).toBe(equal);
      }),
    );
  });

  it('names as changes of a case exactly the items whose content differs, and the status', () => {
    fc.assert(
      fc.property(customer, customer, (one, other) => {
        const base = { ...other, fields: { ...other.fields } };
        const changed = guardedChanges(one, base);
        const expected = [
          ...items,
          ...Object.keys({ ...one.fields, ...base.fields }).map(key => `field:${key}`),
        ]
          .filter(item => !sameContent(contentOf(one, item), contentOf(base, item)))
          .concat(one.status === base.status ? [] : ['status']);
        expect(new Set(changed)).toEqual(new Set(expected));
        expect(guardedChanges(one, reversed(one))).toEqual([]);
      }),
    );
  });

  it('[REV-7] names the screening where a hit differs, its mark, or what else was found; not that it was made', () => {
    const hit = { id: 'h', listName: 'A', name: 'Jane Listed', score: 75, matched: ['name'] };
    const many = (count: number) => ({ code: 'screening.manyMatches', message: 'More.', count });
    const screened = (state: 'pending' | 'clear' | 'alert', findings: { code: string; message: string }[]) =>
      customerWith({
        id: 'c-1',
        providers: [{ name: 'screening', state, findings }],
        screening: { hits: [hit] },
      });
    const base = screened('alert', [{ code: 'compliance.watchlistMatch', message: '1 possible match.' }]);
    const others = [
      { ...base, screening: { hits: [] } },
      { ...base, screening: { hits: [{ ...hit, resolution: 'match' as const }] } },
      screened('alert', [many(1)]),
    ];
    for (const other of others) expect(guardedChanges(base, other)).toEqual(['screening']);
    expect(guardedChanges(screened('alert', [many(1)]), screened('alert', [many(2)]))).toEqual(['screening']);
    const down = { code: 'provider.unavailable', message: 'It could not be made yet.' };
    const aside = { code: 'screening.putAside', message: 'The name is that of somebody.' };
    for (const same of [screened('pending', [down]), screened('clear', [aside])])
      expect(guardedChanges(base, same)).toEqual([]);
  });

  it('[PRV-5] names the checks where another one than the screening alarms anew, not where it did before', () => {
    const checked = (state: 'clear' | 'alert' | 'rfi', message = 'Is under 18.') =>
      customerWith({
        id: 'c-1',
        providers: [{ name: 'data', state, findings: [{ code: 'compliance.underAge', message }] }],
      });
    for (const before of [checked('clear'), checked('rfi'), customerWith({ id: 'c-1' })])
      expect(guardedChanges(before, checked('alert'))).toEqual(['checks']);
    expect(guardedChanges(checked('alert'), checked('alert', 'Is 17.'))).toEqual([]);
    expect(guardedChanges(checked('alert'), checked('clear'))).toEqual([]);
  });

  it('is nothing for a document that was replaced, and for what is not there', () => {
    const replaced = customerWith({
      id: 'c-1',
      documents: [
        documentWith({ id: 'd-1', customerId: 'c-1' }),
        documentWith({ id: 'd-2', customerId: 'c-1', replaces: 'd-1' }),
      ],
    });
    for (const item of ['document:d-1', 'owner:o-1', 'field:website', 'documentType:selfie']) {
      expect(contentOf(replaced, item)).toEqual({ kind: 'nothing' });
    }
  });
});
