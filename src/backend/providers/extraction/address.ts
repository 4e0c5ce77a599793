import type { TextLine } from '../reading/index.ts';
import { labelAt } from './labels.ts';
import type { FoundValue } from './labelled.ts';
import { countryIn } from './values.ts';

/** A block of lines that looks like the address of a letter: who it is for, and where. */
export interface AddressBlock {
  readonly name: TextLine;
  readonly values: readonly FoundValue[];
}

/** An address stands in the upper part of the first page, in at most so many lines under each other. */
const lowest = 0.45;
const mostLines = 7;

function blocks(lines: readonly TextLine[]): readonly (readonly TextLine[])[] {
  const found: TextLine[][] = [];
  for (const line of lines.filter(({ region: [, y] }) => y < lowest)) {
    const block = found.find(other => {
      const last = other.at(-1);
      if (!last) return false;
      const [x, y, , height] = last.region;
      const step = line.region[1] - y;
      return (
        Math.abs(line.region[0] - x) < 0.008 &&
        step > height * 0.5 &&
        step < Math.max(height, line.region[3]) * 1.8
      );
    });
    if (block) block.push(line);
    else found.push([line]);
  }
  return found.filter(({ length }) => length >= 3 && length <= mostLines);
}

/** How many words at the beginning are the postal code: those with a digit, and the letters of a Dutch one. */
function codeWords(words: readonly string[]): number {
  let count = 0;
  while (count < words.length - 1 && /\d/.test(words[count] ?? '')) count += 1;
  const isDutch = count === 1 && /^\d{4}$/.test(words[0] ?? '') && /^[A-Z]{2}$/.test(words[1] ?? '');
  return isDutch && words.length > 2 ? 2 : count;
}

function part(field: string, line: TextLine, from: number, to: number): FoundValue | undefined {
  const words = line.words.slice(from, to);
  const [first, last] = [words[0], words.at(-1)];
  if (!first || !last) return undefined;
  const [x, y, , height] = first.region;
  return {
    field,
    value: words.map(({ text }) => text).join(' '),
    region: [x, y, last.region[0] + last.region[2] - x, height],
  };
}

/** Postal code and city of a line such as `1012 AB Amsterdam` or `Wien 1010`; none where there is no number in it. */
function placeOf(prefix: string, line: TextLine): readonly FoundValue[] {
  const words = line.words.map(({ text }) => text);
  const leading = codeWords(words);
  const trailing = leading === 0 ? codeWords(words.toReversed()) : 0;
  if (leading + trailing === 0) return [];
  const [code, city] =
    leading > 0
      ? [part(`${prefix}.postalCode`, line, 0, leading), part(`${prefix}.city`, line, leading, words.length)]
      : [
          part(`${prefix}.postalCode`, line, words.length - trailing, words.length),
          part(`${prefix}.city`, line, 0, words.length - trailing),
        ];
  return [code, city].flatMap(one => one ?? []);
}

/** The lines of an address, its name left out, as values of the fields that begin with `prefix`; none where it has no place. */
export function addressValues(prefix: string, lines: readonly TextLine[]): readonly FoundValue[] {
  const last = lines.at(-1);
  const country = last && countryIn(last.text);
  const rest = country === undefined ? lines : lines.slice(0, -1);
  const place = rest.findLastIndex(line => placeOf(prefix, line).length > 0);
  const placeLine = rest[place];
  if (!placeLine || place === 0) return [];
  const streets = rest.slice(0, place);
  return [
    ...streets.slice(0, 2).map((line, row) => ({
      field: `${prefix}.line${row + 1}`,
      value: line.text,
      region: line.region,
    })),
    ...placeOf(prefix, placeLine),
    ...(country !== undefined && last
      ? [{ field: `${prefix}.country`, value: country, region: last.region }]
      : []),
  ];
}

/** A column of labels and values, as beside the address on statements. */
const isLabelled = ({ words }: TextLine): boolean => labelAt(words.map(({ text }) => text)) !== undefined;

/** In the window of an envelope the sender's line stands over the address, in smaller letters. */
function withoutSender(block: readonly TextLine[]): readonly TextLine[] {
  const [first, second] = block;
  const isSmaller = first && second && first.region[3] < second.region[3] * 0.8;
  return isSmaller ? block.slice(1) : block;
}

/** The address to which a letter was sent: the first block of lines that ends in a country or a place with its number. */
export function addressBlock(prefix: string, lines: readonly TextLine[]): AddressBlock | undefined {
  for (const [name, ...rest] of blocks(lines).map(withoutSender)) {
    if (!name || /\d/.test(name.text) || [name, ...rest].some(isLabelled)) continue;
    const values = addressValues(prefix, rest);
    if (values.length >= 3) return { name, values };
  }
  return undefined;
}
