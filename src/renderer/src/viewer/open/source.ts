import type { Rotation, Size } from '../geometry.ts';

/** A piece of text on a page, with its box as fractions of the upright page. */
export interface TextRun {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** How characters run inside the box, so that a part of the text has a part of the box; undefined: turned text. */
  readonly direction: 'ltr' | 'rtl' | undefined;
  /** A line ends after it. */
  readonly ends: boolean;
}

export interface DrawRequest {
  readonly page: number;
  /** Size of the drawing in device pixels, after turning. */
  readonly width: number;
  readonly height: number;
  readonly rotation: Rotation;
  readonly canvas: HTMLCanvasElement;
  readonly signal: AbortSignal;
}

/**
 * An opened document, whatever its format. Sizes are CSS pixels at scale 1 with the file's own orientation
 * honoured. `draw` and `text` reject with the signal's reason when aborted and throw `DocumentFailure` when the
 * page can't be had.
 */
export interface DocumentSource {
  readonly kind: 'pdf' | 'image';
  /** Sizes of all pages; those not measured yet are taken to be like the first. A new array after each change. */
  readonly pages: () => readonly Size[];
  /** Tells when `pages` changed; returns the way to stop listening. */
  readonly onPages: (listener: () => void) => () => void;
  /** Estimated memory, for deciding what is kept open. */
  readonly bytes: number;
  readonly draw: (request: DrawRequest) => Promise<void>;
  /** The text of a page; empty for pictures. */
  readonly text: (page: number, signal: AbortSignal) => Promise<readonly TextRun[]>;
  readonly close: () => void;
}
