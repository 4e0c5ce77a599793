import { startOcr, type Ocr } from '../ocr/engine.ts';
import { readDocument } from '../read-document.ts';
import { serve } from './serve.ts';

/**
 * The process in which documents are opened: whatever a hostile file does to a decoder happens here, and ends here. The OCR
 * has a thread of its own in it and ends with it.
 */
let starting: Promise<Ocr> | undefined;
const ocr = (): Promise<Ocr> => (starting ??= startOcr());

await serve(asked => readDocument(ocr, asked));
