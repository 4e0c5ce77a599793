import { createCanvas } from '@napi-rs/canvas';
import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { decodedFrom, type Decoded } from '../image/decode.ts';

/**
 * Draws a page that is only a picture, to be read like one, with its longer side of so many pixels; a page of which a unit
 * is a pixel (`isInPixels`) is drawn no larger than it is.
 */
export async function drawPage(
  page: PDFPageProxy,
  { longSide, isInPixels }: { readonly longSide: number; readonly isInPixels: boolean },
): Promise<Decoded> {
  const whole = page.getViewport({ scale: 1 });
  const long = Math.max(whole.width, whole.height, 1);
  const viewport = page.getViewport({ scale: (isInPixels ? Math.min(long, longSide) : longSide) / long });
  const canvas = createCanvas(
    Math.max(1, Math.round(viewport.width)),
    Math.max(1, Math.round(viewport.height)),
  );
  // pdf.js draws on the same canvas package in Node; its types name the browser's.
  const parameters: unknown = { canvas, canvasContext: canvas.getContext('2d'), viewport };
  await page.render(parameters as Parameters<PDFPageProxy['render']>[0]).promise;
  const drawn = decodedFrom(canvas);
  const original = { width: Math.round(whole.width), height: Math.round(whole.height) };
  return isInPixels ? { ...drawn, original } : drawn;
}
