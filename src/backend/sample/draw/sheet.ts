import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Region } from '../../../shared/domain/index.ts';
import { loadFonts, type Fonts } from './fonts.ts';

/** A value as a reader of the document would find it, and where it stands. */
export interface Reading {
  readonly field: string;
  readonly value: string;
  readonly source: 'mrz' | 'text';
  /** From 1; absent on images. */
  readonly page?: number;
  readonly region: Region;
}

export interface TextStyle {
  readonly size: number;
  /** Hundreds only: the canvas does not parse others. */
  readonly weight?: 300 | 400 | 500 | 600 | 700 | 800;
  readonly color?: string;
  readonly align?: 'left' | 'right' | 'center';
  readonly family?: 'sans' | 'mono';
  /** Extra space between letters, in the sheet's units. */
  readonly spacing?: number;
  /** The text is made smaller until it fits. */
  readonly maxWidth?: number;
  readonly reads?: { readonly field: string; readonly value: string; readonly source?: Reading['source'] };
}

/** A page or picture that remembers where it put the values that are worth reading. */
export interface Sheet {
  readonly ctx: SKRSContext2D;
  readonly width: number;
  readonly height: number;
  readonly readings: readonly Reading[];
  /** Draws one line with its baseline at y. */
  readonly text: (text: string, x: number, y: number, style: TextStyle) => void;
  /** The width of one line, without drawing it. */
  readonly measure: (text: string, style: TextStyle) => number;
  readonly note: (
    reads: NonNullable<TextStyle['reads']>,
    x: number,
    y: number,
    width: number,
    height: number,
  ) => void;
}

const fontOf = (fonts: Fonts, style: TextStyle, size: number, text: string): string =>
  `${style.weight ?? 400} ${size}px ${fonts.familiesFor(text, style.family ?? 'sans')}`;

const rounded = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000;

/**
 * A sheet over a canvas of `pixelWidth` × `pixelHeight`. Whatever turns or scales the context before drawing turns and scales
 * the regions as well, so that they name the place on the finished picture.
 */
export function createSheet(
  ctx: SKRSContext2D,
  size: {
    readonly width: number;
    readonly height: number;
    readonly pixelWidth: number;
    readonly pixelHeight: number;
  },
  page?: number,
): Sheet {
  const fonts = loadFonts();
  const readings: Reading[] = [];
  // Advances are rounded to whole units of the font size: on paper, where a unit is a point, type is set eight times finer.
  const grain = page === undefined ? 1 : 8;

  const regionOf = (x: number, y: number, width: number, height: number): Region => {
    const { a, b, c, d, e, f } = ctx.getTransform();
    const corners = [[x, y], [x + width, y], [x, y + height], [x + width, y + height]] as const; // prettier-ignore
    const xs = corners.map(([left, top]) => (a * left + c * top + e) / size.pixelWidth);
    const ys = corners.map(([left, top]) => (b * left + d * top + f) / size.pixelHeight);
    const left = rounded(Math.min(...xs));
    const top = rounded(Math.min(...ys));
    return [left, top, rounded(Math.max(...xs) - left), rounded(Math.max(...ys) - top)];
  };

  const note: Sheet['note'] = (reads, x, y, width, height) => {
    const { field, value, source = 'text' } = reads;
    readings.push({
      field,
      value,
      source,
      ...(page === undefined ? {} : { page }),
      region: regionOf(x, y, width, height),
    });
  };

  const choose = (text: string, style: TextStyle, size: number): void => {
    ctx.letterSpacing = `${(style.spacing ?? 0) * grain}px`;
    ctx.font = fontOf(fonts, style, size * grain, text);
    // Contextual alternates (the hyphen between digits, ligatures of `<<`) have no code point, and would leave holes in the
    // text layer of a PDF. Arabic needs its contextual forms, which do have one.
    ctx.textRendering = /\p{Script=Arabic}/u.test(text) ? 'auto' : 'optimizeSpeed';
  };

  return {
    ctx,
    width: size.width,
    height: size.height,
    readings,
    note,
    measure: (text, style) => {
      choose(text, style, style.size);
      return ctx.measureText(text).width / grain;
    },
    text: (text, x, y, style) => {
      const { size: wanted, align = 'left', maxWidth, reads } = style;
      let shown = wanted;
      choose(text, style, shown);
      let width = 0;
      // Measuring costs as much as drawing, so only what needs its width is measured.
      if (align !== 'left' || maxWidth !== undefined || reads) {
        width = ctx.measureText(text).width / grain;
        if (maxWidth !== undefined && width > maxWidth) {
          shown = Math.max(wanted * 0.45, (wanted * maxWidth) / width);
          choose(text, style, shown);
          width = ctx.measureText(text).width / grain;
        }
      }
      const left = x - { left: 0, center: width / 2, right: width }[align];
      ctx.fillStyle = style.color ?? '#1b2430';
      if (grain === 1) ctx.fillText(text, left, y);
      else {
        ctx.translate(left, y);
        ctx.scale(1 / grain, 1 / grain);
        ctx.fillText(text, 0, 0);
        ctx.scale(grain, grain);
        ctx.translate(-left, -y);
      }
      const margin = shown * 0.18;
      if (reads) note(reads, left - margin, y - shown * 0.95, width + 2 * margin, shown * 1.3);
    },
  };
}
