import { assertNever, type Result } from '../../../../shared/result.ts';
import type { TiffProblem } from '../../../../shared/tiff/index.ts';
import type { DocumentProblem } from '../document-problem.ts';
import { limits } from '../limits.ts';
import { withDeadline } from './deadline.ts';
import { DocumentFailure } from './failure.ts';

function problemOf(problem: TiffProblem): DocumentProblem {
  switch (problem) {
    case 'broken':
      return { kind: 'unreadable' };
    case 'notSupported':
      return { kind: 'format', mime: 'image/tiff' };
    case 'tooManyPixels':
      return { kind: 'too_large' };
    default:
      return assertNever(problem);
  }
}

/**
 * The PDF in whose place a TIFF is shown: its pages, each at its own size. Takes the bytes over. Throws `DocumentFailure`
 * for one that is damaged, packed in a way that is not known here, too large, or not unpacked in time.
 */
export async function pdfOfTiff(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const worker = new Worker(new URL('./tiff-worker.ts', import.meta.url), { type: 'module', name: 'tiff' });
  const answer = new Promise<Result<Uint8Array<ArrayBuffer>, TiffProblem>>((resolve, reject) => {
    worker.addEventListener('message', ({ data }) => resolve(data), { once: true });
    worker.addEventListener('error', () => reject(new DocumentFailure({ kind: 'unreadable' })), {
      once: true,
    });
  });
  try {
    worker.postMessage(bytes, [bytes.buffer]);
    const late = () => new DocumentFailure({ kind: 'too_slow' });
    const pdf = await withDeadline(answer, limits.pageMs, late);
    if (!pdf.ok) throw new DocumentFailure(problemOf(pdf.problem));
    return pdf.value;
  } finally {
    worker.terminate();
  }
}
