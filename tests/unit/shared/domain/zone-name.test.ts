import { describe, expect, it, test } from 'vitest';
import { readingAgreement, zoneName } from '../../../../src/shared/domain/index.ts';

/** Names as people give them, and how machine-readable zones of the countries in which they are common have them. */
const known: readonly (readonly [given: string, ...zones: readonly string[]])[] = [
  // ICAO 9303-3, section 6 A, and the spellings that it leaves to the issuer.
  ['Müller', 'MUELLER', 'MULLER', 'MUXXLLER'],
  ['Jäger', 'JAEGER', 'JAGER'],
  ['Weiß', 'WEISS'],
  ['Ångström', 'AANGSTROEM', 'ANGSTROM'],
  ['Søren', 'SOEREN', 'SOREN'],
  ['Þór', 'THOR'],
  ['Guðrún', 'GUDRUN'],
  ['Œuvrard', 'OEUVRARD'],
  ['Łukasz', 'LUKASZ'],
  ['Núñez', 'NUNEZ', 'NUNXXEZ'],
  ['Đorđević', 'DORDEVIC', 'DJORDJEVIC'],
  // Turkish: the letter without a dot, and the capital with one.
  ['Işık', 'ISIK'],
  ['İbrahim', 'IBRAHIM'],
  ['Ağaoğlu', 'AGAOGLU'],
  // Vietnamese: two marks on a letter.
  ['Nguyễn Thị Hương', 'NGUYEN THI HUONG'],
  ['Đặng', 'DANG'],
  // Russian, by ICAO 9303-3, section 6 B.
  ['Щербаков', 'SHCHERBAKOV'],
  ['Подъячев', 'PODIEIACHEV'],
  ['Юлия', 'IULIIA'],
  ['Ёлкин', 'ELKIN'],
  // Ukrainian, by the country's own table.
  ['Юлія', 'YULIIA'],
  ['Юрій', 'YURII'],
  ['Євген', 'YEVHEN'],
  ['Їжак', 'YIZHAK'],
  ['Яна', 'YANA'],
  ['Згурський', 'ZGHURSKYI'],
  ["Мар'яна", 'MARIANA'],
  // Bulgarian, likewise.
  ['Христо', 'HRISTO'],
  ['Стоянов', 'STOYANOV'],
  ['Мария', 'MARIA'],
  ['Янъков', 'YANAKOV'],
  ['Щерев', 'SHTEREV'],
  // Serbian and Belarusian.
  ['Живковић', 'ZIVKOVIC'],
  ['Ђорђе', 'DORDE', 'DJORDJE'],
  ['Алёна', 'ALIONA', 'ALENA'],
  // Greek, by ELOT 743.
  ['Παπαδόπουλος', 'PAPADOPOULOS'],
  ['Ευάγγελος', 'EVANGELOS'],
  ['Ευτυχία', 'EFTYCHIA'],
  ['Σταύρος', 'STAVROS'],
  ['Μπάμπης', 'BAMPIS'],
  ['Χαράλαμπος', 'CHARALAMPOS'],
];

/** Scripts of which no table leads into Latin: the zone says nothing against the name, and nothing for it. */
const foreign: readonly (readonly [given: string, zone: string])[] = [
  ['محمد', 'MOHAMMED'],
  ['דוד', 'DAVID'],
  ['王小明', 'WANG XIAOMING'],
  ['たなか', 'TANAKA'],
  ['김민수', 'KIM MINSU'],
  ['สมชาย', 'SOMCHAI'],
  ['გიორგი', 'GIORGI'],
];

const others = [
  ['Müller', 'MILLER'],
  ['Иванов', 'PETROV'],
  ['Юлія', 'ULIIA'],
  ['Христо', 'CHRISTO'],
  ['王小明', '王大明'],
  ['محمد', 'أحمد'],
] as const;

describe('[PRV-42] a name', () => {
  const agreement = (given: string, zone: string) => readingAgreement([given], zone);

  it.each(known.flatMap(([given, ...zones]) => zones.map(zone => ({ given, zone }))))(
    '$given is the $zone of a machine-readable zone',
    ({ given, zone }) => expect(agreement(given, zone)).toBe('transliterated'),
  );

  it.each(foreign)('%s is compared with %s by people alone', (given, zone) => {
    expect(agreement(given, zone)).toBe('otherScript');
    expect(agreement(zone, given)).toBe('otherScript');
  });

  it.each(others)('%s is not %s', (given, zone) => expect(agreement(given, zone)).toBe('differs'));
});

test('a zone has a name as its issuer transliterates it', () => {
  expect(zoneName('Юлія', 'UKR')).toBe('YULIIA');
  expect(zoneName('Юлия', 'RUS')).toBe('IULIIA');
  expect(zoneName('Юлия', 'BGR')).toBe('YULIA');
  expect(zoneName('Григорій Згурський', 'UKR')).toBe('HRYHORII ZGHURSKYI');
  expect(zoneName('王', 'CHN')).toBeUndefined();
});
