import { createCanvas } from '@napi-rs/canvas';
import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { decodedFrom, type Decoded } from '../image/decode.ts';

/** Draws a page that is only a picture with its longer side of so many pixels, to be read like one. */
export async function drawPage(page: PDFPageProxy, longSide: number): Promise<Decoded> {
  const whole = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: longSide / Math.max(whole.width, whole.height, 1) });
  const canvas = createCanvas(
    Math.max(1, Math.round(viewport.width)),
    Math.max(1, Math.round(viewport.height)),
  );
  // pdf.js draws on the same canvas package in Node; its types name the browser's.
  const parameters: unknown = { canvas, canvasContext: canvas.getContext('2d'), viewport };
  await page.render(parameters as Parameters<PDFPageProxy['render']>[0]).promise;
  return decodedFrom(canvas);
}
