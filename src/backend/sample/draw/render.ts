import { createCanvas, PDFDocument, type SKRSContext2D } from '@napi-rs/canvas';
import { createSheet, type Reading, type Sheet } from './sheet.ts';

/** A finished file and the values that stand on it. */
export interface Rendered {
  readonly bytes: Uint8Array;
  readonly mime: 'image/jpeg' | 'image/png' | 'application/pdf';
  readonly readings: readonly Reading[];
}

export interface Picture {
  /** The drawing's own size in its own units, before turning and blurring. */
  readonly width: number;
  readonly height: number;
  /** Pixels per unit. */
  readonly scale: number;
  readonly format: 'jpeg' | 'png';
  /** Turned clockwise by a quarter, as a phone does that was held sideways. */
  readonly turned?: boolean;
  /** Radius of the blur in pixels; 0 is sharp. */
  readonly blur?: number;
}

/** Draws a picture. The same drawing gives the same bytes. */
export function renderPicture(picture: Picture, draw: (sheet: Sheet) => void): Rendered {
  const { width, height, scale, turned = false, blur = 0 } = picture;
  const wide = Math.round(width * scale);
  const tall = Math.round(height * scale);
  const [pixelWidth, pixelHeight] = turned ? [tall, wide] : [wide, tall];
  const canvas = createCanvas(pixelWidth, pixelHeight);
  const ctx = canvas.getContext('2d');
  if (turned) ctx.setTransform(0, 1, -1, 0, tall, 0);
  ctx.scale(scale, scale);
  const sheet = createSheet(ctx, { width, height, pixelWidth, pixelHeight });
  draw(sheet);
  let finished = canvas;
  if (blur > 0) {
    finished = createCanvas(pixelWidth, pixelHeight);
    const soft = finished.getContext('2d');
    // Once sharp below: a blur alone lets the edges of the picture fade to nothing.
    soft.drawImage(canvas, 0, 0);
    soft.filter = `blur(${blur}px)`;
    soft.drawImage(canvas, 0, 0);
  }
  const bytes = picture.format === 'png' ? finished.encodeSync('png') : finished.encodeSync('jpeg', 86);
  return { bytes, mime: `image/${picture.format}`, readings: sheet.readings };
}

/** A4 in points. */
export const a4 = { width: 595, height: 842 } as const;

/** Draws a PDF with one function per page. It has a text layer, and neither dates nor ids that differ between runs. */
export function renderPdf(title: string, pages: readonly ((sheet: Sheet) => void)[]): Rendered {
  const pdf = new PDFDocument({ title, creator: 'Sealdesk', producer: 'Sealdesk sample data' });
  const readings = pages.flatMap((draw, index) => {
    // The declaration names a base of the class that really comes; getTransform and drawImage are there.
    const ctx = pdf.beginPage(a4.width, a4.height) as SKRSContext2D;
    const sheet = createSheet(ctx, { ...a4, pixelWidth: a4.width, pixelHeight: a4.height }, index + 1);
    draw(sheet);
    pdf.endPage();
    return sheet.readings;
  });
  return { bytes: pdf.close(), mime: 'application/pdf', readings };
}
