/** Latin letters that are more than a base letter with a mark (ICAO 9303-3, 6 A); the rest lose their marks. */
const latin: Readonly<Record<string, string>> = {
  Ä: 'AE', Å: 'AA', Æ: 'AE', Ö: 'OE', Ø: 'OE', Œ: 'OE', Ü: 'UE', ß: 'SS', ẞ: 'SS', Þ: 'TH', Ð: 'D', Đ: 'D', Ł: 'L', Ħ: 'H',
  Ŧ: 'T', Ŋ: 'N', ı: 'I', Ĳ: 'IJ', Ŀ: 'L', ĸ: 'Q', Ə: 'E', Ơ: 'O', Ư: 'U',
}; // prettier-ignore

/** ICAO 9303-3, 6 B: the letters that all Cyrillic alphabets read alike, and then what single countries read otherwise. */
const cyrillic: Readonly<Record<string, string>> = {
  А: 'A', Б: 'B', В: 'V', Г: 'G', Ґ: 'G', Д: 'D', Ђ: 'D', Е: 'E', Ё: 'E', Є: 'IE', Ж: 'ZH', З: 'Z', Ѕ: 'DZ', И: 'I', І: 'I',
  Ї: 'I', Й: 'I', Ј: 'J', К: 'K', Л: 'L', Љ: 'LJ', М: 'M', Н: 'N', Њ: 'NJ', О: 'O', П: 'P', Р: 'R', С: 'S', Т: 'T', Ћ: 'C',
  У: 'U', Ў: 'U', Ф: 'F', Х: 'KH', Ц: 'TS', Ч: 'CH', Џ: 'DZ', Ш: 'SH', Щ: 'SHCH', Ъ: 'IE', Ы: 'Y', Ь: '', Э: 'E', Ю: 'IU',
  Я: 'IA',
}; // prettier-ignore
/** How a country reads what it prints on its passports, where that is not what ICAO recommends. Words are capitals. */
interface National {
  readonly letters: Readonly<Record<string, string>>;
  /** What is read as one, or otherwise at the beginning or the end of a word, before its letters are taken singly. */
  readonly groups?: readonly (readonly [RegExp, string])[];
}

const serbian = { Ж: 'Z', Х: 'H', Ц: 'C', Ч: 'C', Ш: 'S' } as const;
const nationals: Readonly<Record<string, National>> = {
  // Resolution 55 of the Cabinet of Ministers, 27 January 2010.
  UKR: {
    letters: { Г: 'H', И: 'Y' },
    groups: [
      [/ЗГ/g, 'ZGH'],
      [/^Є/, 'YE'],
      [/^Ї/, 'YI'],
      [/^Й/, 'Y'],
      [/^Ю/, 'YU'],
      [/^Я/, 'YA'],
    ],
  },
  BLR: { letters: { Г: 'H', Ё: 'IO' } },
  // The Transliteration Act of 2009.
  BGR: {
    letters: { Щ: 'SHT', Ъ: 'A', Ь: 'Y', Х: 'H', Й: 'Y', Ю: 'YU', Я: 'YA' },
    groups: [[/ИЯ$/, 'IA']],
  },
  SRB: { letters: serbian },
  MKD: { letters: { Х: 'H' } },
};

/** Readings beside those: older German, Spanish and Turkish zones (ICAO 9303-3, 6 A allows them), Serbian and Croatian ones. */
const others: readonly National[] = [
  { letters: { Ñ: 'NXX', Ü: 'UXX', Đ: 'DJ' } },
  { letters: { ...serbian, Ђ: 'DJ' } },
];

const asIcao: National = { letters: {} };

/** ELOT 743, which Greek passports use; ICAO leaves Greek to its issuer. */
const greek: Readonly<Record<string, string>> = {
  Α: 'A', Β: 'V', Γ: 'G', Δ: 'D', Ε: 'E', Ζ: 'Z', Η: 'I', Θ: 'TH', Ι: 'I', Κ: 'K', Λ: 'L', Μ: 'M', Ν: 'N', Ξ: 'X', Ο: 'O',
  Π: 'P', Ρ: 'R', Σ: 'S', Τ: 'T', Υ: 'Y', Φ: 'F', Χ: 'CH', Ψ: 'PS', Ω: 'O',
}; // prettier-ignore
const greekPairs: readonly (readonly [RegExp, string])[] = [
  [/ΟΥ/g, 'OU'],
  [/ΑΥ(?=[ΘΚΞΠΣΤΦΧΨ]|$)/g, 'AF'],
  [/ΑΥ/g, 'AV'],
  [/ΕΥ(?=[ΘΚΞΠΣΤΦΧΨ]|$)/g, 'EF'],
  [/ΕΥ/g, 'EV'],
  [/ΗΥ(?=[ΘΚΞΠΣΤΦΧΨ]|$)/g, 'IF'],
  [/ΗΥ/g, 'IV'],
  [/ΓΓ/g, 'NG'],
  [/(^|[^\p{L}])ΜΠ/gu, '$1B'],
];

const withoutMarks = (text: string): string =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').normalize('NFC');

const isPlain = (capitals: string): boolean => /^[A-Z0-9 '.,-]*$/.test(capitals);

function letter(sign: string, { letters }: National): string | undefined {
  const known = letters[sign] ?? latin[sign] ?? cyrillic[sign];
  if (known !== undefined) return known;
  const bare = withoutMarks(sign);
  const base = latin[bare] ?? cyrillic[bare] ?? greek[bare] ?? bare;
  return /^[A-Z0-9]*$/.test(base) ? base : undefined;
}

function word(text: string, national: National): string | undefined {
  if (isPlain(text)) return text;
  const grouped = (national.groups ?? []).reduce(
    (rest, [group, reading]) => rest.replace(group, reading),
    text,
  );
  const letters = [...grouped].map(sign => letter(sign, national));
  return letters.includes(undefined) ? undefined : letters.join('');
}

/**
 * Capital Latin letters, digits and single spaces for a name, as ICAO 9303 part 3 wants it in a machine-readable zone: hyphens
 * become spaces, apostrophes and points vanish. `issuer` is an ISO 3166-1 alpha-3 code: some countries read a letter their own
 * way. Undefined for a script that has no such table (Arabic, Han): those names carry their own romanisation.
 */
export const zoneName = (text: string, issuer: string): string | undefined =>
  nameAs(text, nationals[issuer] ?? asIcao);

function nameAs(text: string, national: National): string | undefined {
  let capitals = text.normalize('NFC').toUpperCase();
  if (!isPlain(capitals) && /\p{Script=Greek}/u.test(capitals)) {
    capitals = withoutMarks(capitals);
    for (const [pair, reading] of greekPairs) capitals = capitals.replaceAll(pair, reading);
  }
  const words = capitals
    .replaceAll(/['’ʼ`.,·ʻ]/g, '')
    .split(/[\s\-‐–]+/)
    .map(part => word(part, national));
  return words.includes(undefined) ? undefined : words.filter(part => part !== '').join(' ');
}

const readings: readonly National[] = [asIcao, ...Object.values(nationals), ...others];

/** Every form that a name takes in a machine-readable zone, whoever issued it; none for a script without a table. */
export const zoneNames = (text: string): readonly string[] => [
  ...new Set(readings.flatMap(national => nameAs(text, national) ?? [])),
];
