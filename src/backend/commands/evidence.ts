import { currentDocuments, type Command, type Customer } from '../../shared/domain/index.ts';

const namesAll = new Set<Command['type']>(['review.finish', 'approval.second']);

/**
 * The documents on which the evidence and the case disagree, as facts (`document:<id>`). A decision names every
 * current document; any other command may name some.
 */
export function evidenceFaults(command: Command, customer: Customer): readonly string[] {
  const current = new Map(currentDocuments(customer.documents).map(({ id, sha256 }) => [id, sha256]));
  // Each entry counts, also where a document is named twice: one wrong entry is not made good by a right one.
  const stale = command.evidence
    .filter(({ documentId, sha256 }) => current.get(documentId) !== sha256)
    .map(({ documentId }) => documentId);
  const named = new Set(command.evidence.map(({ documentId }) => documentId));
  const unnamed = namesAll.has(command.type) ? [...current.keys()].filter(id => !named.has(id)) : [];
  return [...new Set([...stale, ...unnamed])].map(id => `document:${id}`);
}

/** A second pair of eyes must have looked: every document's evidence shows at least one page. */
export const unseenDocuments = (command: Command): readonly string[] =>
  command.evidence.filter(({ pagesViewed }) => pagesViewed.length === 0).map(({ documentId }) => documentId);
