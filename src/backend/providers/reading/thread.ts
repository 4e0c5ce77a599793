import { parentPort } from 'node:worker_threads';
import { startOcr, type Ocr } from './ocr/engine.ts';
import { readDocument, type Asked } from './read-document.ts';

/**
 * The thread in which documents are opened: whatever a hostile file does to a decoder happens here, where it can be ended,
 * and never in the thread that answers requests. The OCR has a thread of its own below this one and ends with it.
 */
const port = parentPort;
if (!port) throw new Error('this file is a worker thread');

let starting: Promise<Ocr> | undefined;
const ocr = (): Promise<Ocr> => (starting ??= startOcr());

port.on('message', (asked: Asked) => {
  readDocument(ocr, asked).then(
    reading => port.postMessage({ reading }),
    (error: unknown) => port.postMessage({ error: error instanceof Error ? error.message : String(error) }),
  );
});
