import type { Region } from '../../../shared/domain/index.ts';
import type { PictureFacts } from './image/quality.ts';
import type { PictureHashes } from './image/hashes.ts';
import type { Turn } from './image/raster.ts';
import type { Lie, Place } from './places.ts';
import type { Check } from './zone/settle.ts';
import type { ZoneFormat } from './zone/formats.ts';

/** Why nothing could be read out of a document. */
export type Unreadable = 'password' | 'broken' | 'tooManyPixels' | 'notSupported' | 'tooLong';

export interface Word {
  readonly text: string;
  /** Where it stands, as fractions of the page made upright. */
  readonly region: Region;
}

export interface TextLine {
  readonly text: string;
  readonly region: Region;
  readonly words: readonly Word[];
}

export interface PageReading {
  /** From 1. */
  readonly page: number;
  /** `text` is the document's own, `ocr` was read from a picture. */
  readonly source: 'text' | 'ocr';
  /** How sure the OCR was on average, 0 to 1; 1 for text. */
  readonly confidence: number;
  /** Brings what stands on the lines to the page as it is shown. */
  readonly lies: Lie;
  readonly lines: readonly TextLine[];
}

/** A machine-readable zone that was read. */
export interface ZoneReading {
  readonly format: ZoneFormat['name'];
  readonly page: number;
  /** How the picture must be turned, clockwise by quarters, to stand upright. */
  readonly turn: Turn;
  readonly lines: readonly string[];
  /** Before check digits settled what was in doubt. */
  readonly asRead: readonly string[];
  readonly checks: readonly Check[];
  /** Places that were not read alike each time, `[line, column]`. */
  readonly doubts: readonly (readonly [line: number, column: number])[];
  /** Of each line. */
  readonly places: readonly Place[];
}

export interface ReadDocument {
  readonly kind: 'read';
  readonly pageCount: number;
  /** Pages of which something was read; of a long document not all. */
  readonly pages: readonly PageReading[];
  readonly zone?: ZoneReading;
  /** Of the picture, or of the first page where that is a scan; of an ID or a selfie of the first that can be drawn. */
  readonly picture?: PictureFacts;
  readonly hashes?: PictureHashes;
}

/** What the bytes of a document say, whoever they belong to. */
export type Reading = ReadDocument | { readonly kind: 'unreadable'; readonly why: Unreadable };

/** How much is read: selfies have no text, and of IDs only what can be seen counts. */
export type Depth = 'text' | 'picture' | 'looks';
