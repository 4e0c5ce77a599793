import {
  documentTypes,
  fieldDefinition,
  fieldReading,
  fold,
  type Customer,
  type ExtractedValue,
  type ReadingAgreement,
} from '../../../../shared/domain/index.ts';
import type { CaseDocument, CaseItem } from '../../../../shared/ipc/index.ts';
import { valueText } from '../../ui/index.ts';
import { diff, type Piece } from './diff.ts';

/** One value that was read somewhere, against the one that the customer gave. */
export interface Reading {
  readonly value: string;
  /** Where it was read, in words: "Passport", "MRZ". */
  readonly sources: readonly string[];
  /** `alone`: nothing was given that it could be set against. */
  readonly relation: ReadingAgreement | 'alone';
  readonly pieces: readonly Piece[];
  readonly from: readonly ExtractedValue[];
}

export interface Comparison {
  /** The given value with what differs from the first differing reading marked. */
  readonly provided: readonly Piece[];
  readonly readings: readonly Reading[];
}

const plain = (text: string): readonly Piece[] => (text === '' ? [] : [{ text, changed: false }]);

const folded = (text: string): string => fold(text).replaceAll(' ', '');

/** What of a document names where a value was read. */
export type SourceDocument = Pick<CaseDocument, 'id' | 'type'>;

/** Names of where a value was read, each once: the type of document, and MRZ where it stood in that zone. */
function sourcesOf(
  values: readonly ExtractedValue[],
  documents: readonly SourceDocument[],
): readonly string[] {
  const names = values.flatMap(({ source, documentId }) => {
    const document = documents.find(({ id }) => id === documentId);
    const zone = source === 'mrz' ? ['MRZ'] : [];
    return document ? [documentTypes[document.type], ...zone] : zone.length > 0 ? zone : [source];
  });
  return [...new Set(names)];
}

type Alike = readonly [ExtractedValue, ...ExtractedValue[]];

/** Values that differ only in case, marks or script of the same letters, together: the MRZ repeats the line above it. */
function alike(values: readonly ExtractedValue[]): readonly Alike[] {
  const groups = new Map<string, Alike>();
  const printedFirst = values.toSorted((a, b) => Number(a.source === 'mrz') - Number(b.source === 'mrz'));
  for (const value of printedFirst) {
    const key = folded(value.value) || value.value;
    const group = groups.get(key);
    groups.set(key, group ? [...group, value] : [value]);
  }
  return [...groups.values()];
}

/** Sets every value read for an item against the given one; equal readings are one line. */
export function compare(
  item: CaseItem,
  { kind, fields }: Pick<Customer, 'kind' | 'fields'>,
  documents: readonly SourceDocument[],
): Comparison {
  const type = fieldDefinition(kind, item.key)?.type;
  const given = valueText(type, item.provided ?? '');
  const readings = alike(item.extracted).map((from): Reading => {
    const [first] = from;
    const text = valueText(type, first.value);
    const relation = fieldReading(fields, item.key, first) ?? 'alone';
    return {
      value: text,
      sources: sourcesOf(from, documents),
      relation,
      pieces: relation === 'differs' && given !== '' ? diff(given, text)[1] : plain(text),
      from,
    };
  });
  const differing = readings.find(({ relation }) => relation === 'differs');
  return {
    provided: differing && given !== '' ? diff(given, differing.value)[0] : plain(given),
    readings: readings.toSorted(
      (a, b) => Number(b.relation === 'differs') - Number(a.relation === 'differs'),
    ),
  };
}
