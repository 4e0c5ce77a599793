export { DocumentFailure } from './failure.ts';
export { readImageHeader } from './image-header.ts';
export { openDocument } from './open-document.ts';
export { createPdfEngine, type PdfEngine } from './pdf-engine.ts';
export type { DocumentSource, DrawRequest, TextRun } from './source.ts';
