import { describe, expect, test } from 'vitest';
import { indexText, searchTerms } from '../../../../src/main/engine/search/index.ts';
import { latinSpellings } from '../../../../src/shared/domain/transliterate.ts';

describe('Latin spellings', () => {
  test.each([
    ['Мария Соколова', 'mariia sokolova'],
    ['Мария Соколова', 'mariya sokolova'],
    ['Юлия Щербакова', 'yuliya shcherbakova'],
    ['Χρήστος Παπαδόπουλος', 'christos papadopoulos'],
    ['Jürgen Weiß', 'juergen weiss'],
    ['Søren Åberg', 'soeren aaberg'],
  ])('%s may be written %s', (name, spelling) => {
    expect(latinSpellings(name)).toContain(spelling);
  });

  test('plain Latin has no other spelling', () => {
    expect(latinSpellings('Anna Lindqvist')).toEqual([]);
  });
});

describe('what is indexed', () => {
  test('short words give their first two letters, scripts without spaces every pair and the last character', () => {
    const { short } = indexText({ names: ['Ng Li', '田中太郎'], codes: [] });
    expect(short.split(' ').toSorted()).toEqual(['li', 'ng', '中太', '太郎', '田中', '郎'].toSorted());
  });

  test('codes are found with and without their separators', () => {
    const { long } = indexText({ names: [], codes: ['HRB 12-345'] });
    expect(long).toContain('hrb 12 345');
    expect(long).toContain('hrb12345');
  });
});

describe('an e-mail address', () => {
  test('is found by its words, and is not indexed a second time as one', () => {
    expect(indexText({ names: [], codes: ['anna.berg@example.org'] }).long).toBe('anna berg example org');
    expect(searchTerms('anna.berg@example.org')?.long).toBe('"anna" AND "berg" AND "example" AND "org"');
  });
});

describe('what was typed', () => {
  test('punctuation alone looks for nothing', () => {
    expect(searchTerms(' ’-. ')).toBeUndefined();
  });

  test('quotes of the query language are never its syntax', () => {
    expect(searchTerms('a"b OR c*')?.long).toBeUndefined();
    expect(searchTerms('NEAR("x", 2)')?.long).toBe('"near"');
  });

  test('long and short terms go to their own index', () => {
    expect(searchTerms('Ng maria o')).toMatchObject({ long: '"maria"', short: '"ng" AND "o" *' });
  });
});
