import { describe, expect, it } from 'vitest';
import { compare } from '../../../../src/renderer/src/review/items/compare.ts';
import { expiredWords } from '../../../../src/renderer/src/review/items/expired-words.ts';
import type { CaseDocument, CaseItem } from '../../../../src/shared/ipc/index.ts';
import { caseItem } from '../../../support/case-view.ts';
import { customerWith, documentWith } from '../../../support/customer.ts';

const passport: CaseDocument = {
  ...documentWith({ id: 'd1', customerId: 'c1' }),
  label: 'Passport',
  current: true,
  local: 'ready',
  pagesViewed: [],
};
/** Whose only given value is that of the item. */
const personOf = ({ key, provided }: CaseItem) =>
  customerWith({ id: 'c1', fields: provided === undefined ? {} : { [key]: provided } });
const read = (value: string, source = 'text') => ({ value, source, documentId: 'd1' });

describe('provided against extracted', () => {
  it('puts the MRZ and the line above it together when they say the same', () => {
    const item = caseItem('field:lastName', {
      provided: 'Łukasz-O’Brien',
      extracted: [read('LUKASZ OBRIEN', 'mrz'), read('Łukasz-O’Brien')],
      agreement: 'transliterated',
    });
    const { readings, provided } = compare(item, personOf(item), [passport]);
    expect(readings).toHaveLength(1);
    expect(readings[0]).toMatchObject({ relation: 'same', sources: ['Passport', 'MRZ'] });
    expect(provided.some(piece => piece.changed)).toBe(false);
  });

  it('says transliterated where only the letters of the zone were read', () => {
    const item = caseItem('field:lastName', {
      provided: 'Łukasz',
      extracted: [read('LUKASZ', 'mrz')],
      agreement: 'transliterated',
    });
    expect(compare(item, personOf(item), [passport]).readings[0]?.relation).toBe('transliterated');
    const capitals = { ...item, provided: 'Lukasz' };
    expect(compare(capitals, personOf(capitals), [passport]).readings[0]?.relation).toBe('same');
    const german = caseItem('field:lastName', {
      provided: 'Jürgens',
      extracted: [read('JUERGENS', 'mrz')],
      agreement: 'transliterated',
    });
    expect(compare(german, personOf(german), [passport]).readings[0]?.relation).toBe('transliterated');
  });

  it('takes numbers printed in groups for the same number', () => {
    const item = caseItem('field:idNumber', {
      provided: '912345678',
      extracted: [read('912 345 678')],
      agreement: 'same',
    });
    expect(compare(item, personOf(item), [passport]).readings[0]?.relation).toBe('same');
  });

  it('shows a difference first and marks it on both sides', () => {
    const item = caseItem('field:idNumber', {
      provided: 'C01X00T47',
      extracted: [read('C01X00T47'), read('C01X00T41', 'mrz')],
      agreement: 'differs',
    });
    const { readings, provided } = compare(item, personOf(item), [passport]);
    expect(readings.map(({ relation }) => relation)).toEqual(['differs', 'same']);
    expect(provided.find(piece => piece.changed)?.text).toBe('7');
    expect(readings[0]?.pieces.find(piece => piece.changed)?.text).toBe('1');
  });

  it('takes the given names of a passport for first and middle name together', () => {
    const item = caseItem('field:firstName', {
      provided: 'Ąžuolas',
      extracted: [read('Ąžuolas Jurgis'), read('AZUOLAS JURGIS', 'mrz')],
    });
    const person = customerWith({ id: 'c1', fields: { firstName: 'Ąžuolas', middleName: 'Jurgis' } });
    expect(compare(item, person, [passport]).readings.map(({ relation }) => relation)).toEqual(['same']);
    const another = customerWith({ id: 'c1', fields: { firstName: 'Ąžuolas', middleName: 'Jonas' } });
    expect(compare(item, another, [passport]).readings[0]?.relation).toBe('differs');
  });

  it('leaves a name in another script to the eye, without marking it as different', () => {
    const item = caseItem('field:lastName', { provided: '김', extracted: [read('KIM', 'mrz')] });
    const { readings, provided } = compare(item, personOf(item), [passport]);
    expect(readings[0]?.relation).toBe('otherScript');
    expect([...provided, ...(readings[0]?.pieces ?? [])].some(piece => piece.changed)).toBe(false);
  });

  it('says nothing of agreement where nothing was given', () => {
    const item = caseItem('field:middleName', { extracted: [read('Jurgis')] });
    expect(compare(item, personOf(item), [passport]).readings[0]?.relation).toBe('alone');
  });

  it('says since when a date is over; a document is valid on its last day', () => {
    const noon = (date: string) => Date.parse(`${date}T12:00:00Z`);
    expect(expiredWords('2026-04-14', noon('2026-04-14'))).toBeUndefined();
    expect(expiredWords('2026-04-14', noon('2026-04-15'))).toBe('Expired yesterday');
    expect(expiredWords('2026-04-14', noon('2026-04-24'))).toBe('Expired 10 days ago');
    expect(expiredWords('soon', noon('2026-04-24'))).toBeUndefined();
    expect(expiredWords(undefined, noon('2026-04-24'))).toBeUndefined();
  });
});
