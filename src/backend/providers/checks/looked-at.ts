import type { Customer, ExtractedValue } from '../../../shared/domain/index.ts';

/** What another service told of a field, in its order: it is looked at as what the customer gave is. */
const told = (extracted: readonly ExtractedValue[]): readonly (readonly [source: string, value: string])[] =>
  extracted.flatMap(({ source, value, documentId }) =>
    documentId == null ? [[source, value] as const] : [],
  );

/**
 * What providers look at, as one text: two that are the same give the same findings. Values that were read from documents
 * are not part of it: they are findings.
 */
export function lookedAt(customer: Customer): string {
  const { fields, beneficialOwners, documents, screening, levelId, levelVersion } = customer;
  return JSON.stringify([
    levelId,
    levelVersion,
    Object.entries(fields)
      .map(([key, { value, extracted }]) => [key, value, told(extracted)] as const)
      .filter(([, value, others]) => value !== null || others.length > 0)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    beneficialOwners ?? [],
    documents.map(({ id, type, side, page, sha256, replaces }) => [id, type, side, page, sha256, replaces]),
    screening.hits.map(({ id, resolution }) => [id, resolution ?? null]),
  ]);
}
