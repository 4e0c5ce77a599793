import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { fail, ok, type Result } from '../../../../shared/result.ts';
import type { Unreadable } from '../reading.ts';

const require = createRequire(import.meta.url);
const package_ = dirname(require.resolve('pdfjs-dist/package.json'));
const folder = (name: string): string => join(package_, name) + sep;

const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

/** Opens a PDF with nothing that runs code or reaches out: fonts, character maps and decoders come out of the package. */
export async function openPdf(bytes: Uint8Array): Promise<Result<PDFDocumentProxy, Unreadable>> {
  // With the first PDF only: it takes a third of the time in which a backend starts.
  const { getDocument, PasswordResponses } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const task = getDocument({
    data: bytes,
    cMapUrl: folder('cmaps'),
    cMapPacked: true,
    standardFontDataUrl: folder('standard_fonts'),
    wasmUrl: folder('wasm'),
    iccUrl: folder('iccs'),
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    enableXfa: false,
    maxImageSize: 50_000_000,
    verbosity: 0,
  });
  let isProtected = false;
  task.onPassword = (_update: unknown, reason: number) => {
    isProtected =
      reason === PasswordResponses.NEED_PASSWORD || reason === PasswordResponses.INCORRECT_PASSWORD;
    void task.destroy();
  };
  try {
    return ok(await task.promise);
  } catch (error) {
    if (isProtected || isNamed(error, 'PasswordException')) return fail('password');
    // Whatever else it is: the file is not what it says, and pdf.js names it in its own words only.
    return fail('broken');
  }
}
