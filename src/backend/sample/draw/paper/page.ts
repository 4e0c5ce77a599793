import { a4 } from '../render.ts';
import { drawSpecimen, drawWatermark } from '../marks.ts';
import type { Sheet, TextStyle } from '../sheet.ts';

export const margin = 56;
export const right = a4.width - margin;
export const ink = '#1b2430';
export const faint = '#66717e';
export const rule = '#d8dde3';

/** An issuer of papers: nobody real. */
export interface Brand {
  readonly name: string;
  readonly color: string;
  readonly line: string;
}

/** White paper with its page number and the marks that every drawn document carries. */
export function startPage(
  sheet: Sheet,
  page: { readonly number: number; readonly total: number; readonly footer: string },
): void {
  const { ctx } = sheet;
  ctx.fillStyle = '#ffffff';
  ctx.fillRect(0, 0, a4.width, a4.height);
  drawWatermark(sheet, 92, 0.045);
  ctx.fillStyle = rule;
  ctx.fillRect(margin, a4.height - 58, right - margin, 0.7);
  sheet.text(page.footer, margin, a4.height - 43, { size: 7, color: faint, maxWidth: 400 });
  sheet.text(`Page ${page.number} of ${page.total}`, right, a4.height - 43, {
    size: 7.5,
    color: faint,
    align: 'right',
  });
}

/** The stamp of a page, at the upper right. */
export const stampPage = (sheet: Sheet, y = 66): void => drawSpecimen(sheet, right - 58, y, 17, -0.13);

/** Sets text in lines no wider than `width` and returns the baseline after the last one. */
export function paragraph(
  sheet: Sheet,
  text: string,
  x: number,
  y: number,
  width: number,
  style: TextStyle,
): number {
  const leading = style.size * 1.5;
  let line = '';
  let baseline = y;
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && sheet.measure(longer, style) > width) {
      sheet.text(line, x, baseline, style);
      baseline += leading;
      line = word;
    } else line = longer;
  }
  sheet.text(line, x, baseline, style);
  return baseline + leading;
}

export interface Column {
  readonly title: string;
  readonly x: number;
  readonly align?: 'left' | 'right';
  readonly width?: number;
}

/** The head of a table; rows begin 16 points below the returned baseline. */
export function tableHead(sheet: Sheet, columns: readonly Column[], y: number, color: string): number {
  for (const { title, x, align = 'left' } of columns)
    sheet.text(title, x, y, { size: 7.5, weight: 600, color: faint, align });
  sheet.ctx.fillStyle = color;
  sheet.ctx.fillRect(margin, y + 6, right - margin, 1);
  return y + 4;
}

export function tableRow(
  sheet: Sheet,
  columns: readonly Column[],
  cells: readonly string[],
  y: number,
  weight: 400 | 600 = 400,
): void {
  columns.forEach(({ x, align = 'left', width }, place) => {
    sheet.text(cells[place] ?? '', x, y, {
      size: 8.5,
      weight,
      align,
      color: ink,
      ...(width === undefined ? {} : { maxWidth: width }),
    });
  });
  sheet.ctx.fillStyle = '#eceff2';
  sheet.ctx.fillRect(margin, y + 5, right - margin, 0.6);
}

/** An amount with two decimals and thin groups of thousands. */
export function amount(cents: number): string {
  const [whole = '0', rest = '00'] = (Math.abs(cents) / 100).toFixed(2).split('.');
  return `${cents < 0 ? '−' : ''}${whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')}.${rest}`;
}

const monthNames = [
  'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December',
] as const; // prettier-ignore
export const monthName = (iso: string): string => monthNames[Number(iso.slice(5, 7)) - 1] ?? '';

/** `3 October 2026`. */
export const longDate = (iso: string): string =>
  `${Number(iso.slice(8, 10))} ${monthName(iso)} ${iso.slice(0, 4)}`;
