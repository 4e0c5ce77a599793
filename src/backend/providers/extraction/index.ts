export { extractionProvider, extractedFrom, type DocumentReading } from './extraction.ts';
