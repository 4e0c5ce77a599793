import { fieldDefinition, type CustomerKind, type Region } from '../../../shared/domain/index.ts';
import type { TextLine } from '../reading/index.ts';
import { labelAt, type FoundLabel } from './labels.ts';
import { valueIn } from './values.ts';

/** A value as it was found on a page. */
export interface FoundValue {
  readonly field: string;
  readonly value: string;
  readonly region: Region;
}

const middle = ({ region: [, y, , height] }: TextLine): number => y + height / 2;
const right = ({ region: [x, , width] }: TextLine): number => x + width;

/** Farther to the right than this share of the page, a text belongs to something else; farther below than so many lines too. */
const reach = { right: 0.3, below: 3.6, column: 0.04 } as const;

/** What stands to the right of a label, or else below it, of those lines that are no labels. */
function beside(label: TextLine, others: readonly TextLine[]): readonly TextLine[] {
  const tall = label.region[3];
  const atRight = others
    .filter(line => Math.abs(middle(line) - middle(label)) < Math.max(tall, line.region[3]) * 0.5)
    .filter(line => line.region[0] >= right(label) - tall && line.region[0] - right(label) < reach.right)
    .toSorted((a, b) => a.region[0] - b.region[0]);
  const below = others
    .filter(line => middle(line) > middle(label) + tall * 0.5)
    .filter(line => middle(line) - middle(label) < Math.max(tall, line.region[3] * 0.6) * reach.below)
    .filter(line => {
      const isUnder = Math.abs(line.region[0] - label.region[0]) < reach.column;
      const center = Math.abs(line.region[0] + line.region[2] / 2 - label.region[0] - label.region[2] / 2);
      return isUnder || center < reach.column / 2;
    })
    .toSorted((a, b) => middle(a) - middle(b));
  return [...atRight.slice(0, 1), ...below.slice(0, 1)];
}

const afterLabel = (line: TextLine, words: number): TextLine | undefined => {
  const rest = line.words.slice(words);
  const [first, last] = [rest[0], rest.at(-1)];
  if (!first || !last) return undefined;
  const [x, y, , height] = first.region;
  return {
    text: rest.map(({ text }) => text).join(' ').replace(/^[:.\s]+/, ''),
    words: rest,
    region: [x, y, last.region[0] + last.region[2] - x, Math.max(height, last.region[3])],
  }; // prettier-ignore
};

/** The values of fields that stand beside labels on one page, each field at its first place. */
export function labelledValues(kind: CustomerKind, lines: readonly TextLine[]): readonly FoundValue[] {
  const labels = new Map<TextLine, FoundLabel>();
  for (const line of lines) {
    const found = labelAt(line.words.map(({ text }) => text));
    if (found) labels.set(line, found);
  }
  const isLabel = (line: TextLine): boolean => {
    const found = labels.get(line);
    return found !== undefined && found.words === line.words.length;
  };
  const others = lines.filter(line => !isLabel(line));
  const values = new Map<string, FoundValue>();
  for (const [line, { label, words }] of labels) {
    const field = label.fields.find(key => fieldDefinition(kind, key) !== undefined);
    if (field === undefined || values.has(field)) continue;
    const whole = isLabel(line);
    const own = whole ? undefined : afterLabel(line, words);
    // A line that only begins like a label is running text, unless a colon or nothing but a value follows.
    const places = own ? [own] : beside(line, others);
    for (const place of places) {
      const value = valueIn(label.type, place.text);
      if (value === undefined) continue;
      if (own && label.type === 'text' && !line.words[words - 1]?.text.endsWith(':')) continue;
      values.set(field, { field, value, region: place.region });
      break;
    }
  }
  return [...values.values()];
}
