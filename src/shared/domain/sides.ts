import { currentDocuments, type Document } from './customer.ts';
import type { DocumentSide, DocumentType } from './documents.ts';
import { serves, type Level } from './levels.ts';

const twoSided: ReadonlySet<DocumentType> = new Set(['national_id', 'driving_licence', 'residence_permit']);

/** Cards have a front and a back; of everything else one picture or file shows all. */
export const hasTwoSides = (type: DocumentType): boolean => twoSided.has(type);

/** The side of a card that a document is not; what shows no side in particular lacks its back. */
export const otherSide = (side: DocumentSide | null | undefined): DocumentSide =>
  side === 'back' ? 'front' : 'back';

/** The reason for which the other side of a document is asked for, beside it and not in its place. */
export const missingOtherSide = 'badDocument.missingBackSide';

export interface AbsentSides {
  readonly type: DocumentType;
  readonly sides: readonly DocumentSide[];
}

/**
 * The sides that are still to come of a document that was begun: those that the demand names and both of a card. A
 * document of no side shows all. Undefined where nothing was given, or where one of several types is whole.
 */
export function absentSides(
  documents: readonly Document[],
  demand: Pick<Level['documents'][number], 'type' | 'sides'>,
): AbsentSides | undefined {
  const given = currentDocuments(documents).filter(({ type }) => serves(type, demand.type));
  const begun = [...new Set(given.map(({ type }) => type))].map((type): AbsentSides => {
    const shown = given.filter(one => one.type === type).map(({ side }) => side ?? undefined);
    const needed = hasTwoSides(type) ? (['front', 'back'] as const) : demand.sides;
    const isWhole = shown.includes(undefined);
    return { type, sides: isWhole ? [] : needed.filter(side => !shown.includes(side)) };
  });
  return begun.some(({ sides }) => sides.length === 0) ? undefined : begun.at(-1);
}
