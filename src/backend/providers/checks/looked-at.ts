import type { Customer } from '../../../shared/domain/index.ts';

/**
 * What providers look at, as one text: two that are the same give the same findings. Values that were extracted are not
 * part of it: they are findings.
 */
export function lookedAt(customer: Customer): string {
  const { fields, beneficialOwners, documents, screening, levelId, levelVersion } = customer;
  return JSON.stringify([
    levelId,
    levelVersion,
    Object.entries(fields)
      .filter(([, { value }]) => value !== null)
      .map(([key, { value }]) => [key, value])
      .toSorted(([a = ''], [b = '']) => ((a ?? '') < (b ?? '') ? -1 : 1)),
    beneficialOwners ?? [],
    documents.map(({ id, type, side, page, sha256, replaces }) => [id, type, side, page, sha256, replaces]),
    screening.hits.map(({ id, resolution }) => [id, resolution ?? null]),
  ]);
}
