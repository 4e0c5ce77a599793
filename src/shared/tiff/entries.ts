/** What is read of a directory; every other tag is a remark that nobody needs. */
export const tag = {
  subfile: 254,
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  stripOffsets: 273,
  orientation: 274,
  samples: 277,
  rowsPerStrip: 278,
  stripLengths: 279,
  xResolution: 282,
  yResolution: 283,
  planes: 284,
  faxOptions: 292,
  predictor: 317,
  palette: 320,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileLengths: 325,
  sampleFormat: 339,
  jpegTables: 347,
} as const;

const known: ReadonlySet<number> = new Set(Object.values(tag));

/** Bytes of a value of each type that is read: BYTE, SHORT, LONG, RATIONAL, UNDEFINED (TIFF 6.0, section 2). */
const typeSizes: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4, 5: 8, 7: 1 };

/** Which types a tag may have: bare bytes, fractions, or whole numbers (SHORT and LONG), which are never NaN or beyond 32 bits. */
function typesOf(which: number): readonly number[] {
  switch (which) {
    case tag.jpegTables:
      return [1, 7];
    case tag.xResolution:
    case tag.yResolution:
      return [5];
    default:
      return [3, 4];
  }
}

/** Scanners write some twenty entries, cameras and maps some fifty. */
const mostEntries = 512;

/** Where a tag's values lie: inside the file for certain, whatever their count is. */
interface Entry {
  readonly type: number;
  readonly count: number;
  readonly at: number;
}

/** What a directory says. Nothing is made of a count that it claims: only as many values are read as are asked for. */
export interface Entries {
  readonly has: (which: number) => boolean;
  /** How many values there are; 0 where the tag is not there. */
  readonly count: (which: number) => number;
  /** The first value, the only one of most tags. */
  readonly first: (which: number) => number | undefined;
  /** As many values as `count`, a bound that the caller knows; undefined where there are fewer. */
  readonly list: (which: number, count: number) => readonly number[] | undefined;
  /** Where bare bytes lie. */
  readonly bytes: (which: number) => { readonly offset: number; readonly length: number } | undefined;
}

function readerOf(view: DataView, entries: ReadonlyMap<number, Entry>, isLittle: boolean): Entries {
  const valueAt = ({ type, at }: Entry, index: number): number => {
    switch (type) {
      case 3:
        return view.getUint16(at + index * 2, isLittle);
      case 4:
        return view.getUint32(at + index * 4, isLittle);
      case 5:
        return view.getUint32(at + index * 8, isLittle) / view.getUint32(at + index * 8 + 4, isLittle);
      default:
        return view.getUint8(at + index);
    }
  };
  return {
    has: which => entries.has(which),
    count: which => entries.get(which)?.count ?? 0,
    first: which => {
      const entry = entries.get(which);
      return entry && valueAt(entry, 0);
    },
    list: (which, count) => {
      const entry = entries.get(which);
      if (!entry || entry.count < count) return undefined;
      return Array.from({ length: count }, (_, index) => valueAt(entry, index));
    },
    bytes: which => {
      const entry = entries.get(which);
      return entry && { offset: entry.at, length: entry.count };
    },
  };
}

/**
 * The directory that begins at a byte; undefined where it is damaged: beyond the file, of more entries than anybody writes,
 * or with a value of a type that its tag cannot have.
 */
export function entriesAt(view: DataView, at: number, isLittle: boolean): Entries | undefined {
  if (at < 8 || at + 2 > view.byteLength) return undefined;
  const total = view.getUint16(at, isLittle);
  if (total === 0 || total > mostEntries || at + 2 + total * 12 + 4 > view.byteLength) return undefined;
  const entries = new Map<number, Entry>();
  for (let index = 0; index < total; index += 1) {
    const place = at + 2 + index * 12;
    const which = view.getUint16(place, isLittle);
    if (!known.has(which)) continue;
    const type = view.getUint16(place + 2, isLittle);
    if (!typesOf(which).includes(type)) return undefined;
    const count = view.getUint32(place + 4, isLittle);
    const size = (typeSizes[type] ?? 0) * count;
    const from = size <= 4 ? place + 8 : view.getUint32(place + 8, isLittle);
    // What points outside counts as not there: how finely a page was scanned, say, need not be known.
    if (size === 0 || from + size > view.byteLength) continue;
    entries.set(which, { type, count, at: from });
  }
  return readerOf(view, entries, isLittle);
}
