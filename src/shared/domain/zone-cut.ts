/** Characters for the name: of an identity card (TD1), a card of the older size (TD2) and a passport (TD3); ICAO 9303-4 to 6. */
const nameFieldLengths: readonly number[] = [30, 31, 39];

const lengthOf = (name: string): number => name.trim().replace(/\s+/g, ' ').length;

/**
 * Whether a name, with one of those that stand in the other half of its zone if there are any, takes up the whole name field. Only then
 * may something have been cut: a field with room left holds the whole name and ends in fillers (ICAO 9303-3, 4.6).
 */
export function isFullZone(besides: readonly string[], name: string): boolean {
  // Two fillers part the last name from the given ones.
  const rests = besides.length === 0 ? [0] : besides.map(beside => 2 + lengthOf(beside));
  return rests.some(rest => nameFieldLengths.includes(lengthOf(name) + rest));
}

/**
 * Whether the words of a name that was read are the words of another, shortened as ICAO 9303-3, 4.6 permits: cut at the
 * end, or single words to their first letters. Both folded, in order, none left out but at the end.
 */
export function isCutFrom(read: readonly string[], whole: readonly string[]): boolean {
  const [short, long] = [read.join(''), whole.join('')];
  if (short === '' || short.length >= long.length) return false;
  return long.startsWith(short) || read.every((word, index) => whole[index]?.startsWith(word) === true);
}
