import { maxDocumentBytes, sniffMime } from '../../../../shared/domain/index.ts';
import { fail, ok, type Result } from '../../../../shared/result.ts';
import type { DocumentProblem } from '../document-problem.ts';
import { DocumentFailure } from './failure.ts';
import { openImage } from './image-source.ts';
import type { PdfEngine } from './pdf-engine.ts';
import type { DocumentSource } from './source.ts';
import { pdfOfTiff } from './tiff.ts';

/**
 * Opens a document by what its bytes are, never by what it calls itself. Takes the bytes over. `onHung` is called
 * when, now or later, it keeps its worker busy for too long.
 */
export async function openDocument(
  bytes: Uint8Array<ArrayBuffer>,
  pdf: PdfEngine,
  onHung: () => void,
): Promise<Result<DocumentSource, DocumentProblem>> {
  if (bytes.byteLength > maxDocumentBytes) return fail({ kind: 'unreadable' });
  const mime = sniffMime(bytes);
  try {
    switch (mime) {
      case 'application/pdf':
        return ok(await pdf.open(bytes, onHung));
      case 'image/jpeg':
      case 'image/png':
      case 'image/webp':
        return ok(await openImage(bytes, mime));
      case 'image/tiff':
        return ok(await pdf.open(await pdfOfTiff(bytes), onHung));
      case undefined:
        return fail({ kind: 'format', mime: 'unknown' });
    }
  } catch (error) {
    if (error instanceof DocumentFailure) return fail(error.problem);
    throw error;
  }
}
