export { createDocuments, defaultCacheBytes, type DocumentsOptions } from './documents.ts';
export type { DocumentLocalState, Documents } from './types.ts';
