export { bitsApart, type PictureHashes } from './image/hashes.ts';
export type { PictureFacts } from './image/quality.ts';
export { boxAround, partOf, regionAsShown } from './places.ts';
export type { PoolOptions } from './pool.ts';
export type { Spent } from './process/messages.ts';
export { createReader, type Reader } from './reader.ts';
export type {
  PageReading,
  ReadDocument,
  Reading,
  TextLine,
  Unreadable,
  Word,
  ZoneReading,
} from './reading.ts';
export type { CheckedPart, Stretch, ZonePart } from './zone/formats.ts';
export { formatOf, parseZone, type ZoneFacts } from './zone/parse.ts';
