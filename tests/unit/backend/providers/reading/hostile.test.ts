import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { createCanvas } from '@napi-rs/canvas';
import { afterAll, describe, expect, it } from 'vitest';
import { judgeReadings } from '../../../../support/judging.ts';
import {
  createReader,
  type Reading,
  type Spent,
} from '../../../../../src/backend/providers/reading/index.ts';
import { renderPdf } from '../../../../../src/backend/sample/draw/render.ts';
import { sniffMime, type Document } from '../../../../../src/shared/domain/index.ts';
import { customerWith } from '../../../../support/customer.ts';
import { tiffOf } from '../../../../support/tiff.ts';

/** Processor time bounds what a file may cost; a busy machine may take much longer for it by the clock. */
const spent: Spent[] = [];
const reader = createReader({ size: 1, limitMs: 300_000, onRead: one => spent.push(one) });
const never = new AbortController().signal;
afterAll(() => reader.close());

/** A PDF of these objects, the first its catalogue; streams are deflated. */
function pdfOf(bodies: readonly (string | readonly [dictionary: string, stream: Uint8Array])[]): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  const places: number[] = [];
  let length = parts[0]?.length ?? 0;
  bodies.forEach((body, at) => {
    places.push(length);
    const [dictionary, stream] = typeof body === 'string' ? [body, undefined] : body;
    const packed = stream && deflateSync(stream);
    const head = packed
      ? `<< ${dictionary} /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`
      : `${dictionary}\n`;
    const part = Buffer.concat([
      Buffer.from(`${at + 1} 0 obj\n${head}`),
      packed ?? Buffer.alloc(0),
      Buffer.from(packed ? '\nendstream\nendobj\n' : 'endobj\n'),
    ]);
    parts.push(part);
    length += part.length;
  });
  const table = places.map(place => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const end = `xref\n0 ${bodies.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${bodies.length + 1} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF`;
  return Buffer.concat([...parts, Buffer.from(end)]);
}

const catalog = '<< /Type /Catalog /Pages 2 0 R >>';
const onePage = (resources: string, box = '[0 0 200 200]'): string =>
  `<< /Type /Page /Parent 2 0 R /MediaBox ${box} /Contents 4 0 R /Resources << ${resources} >> >>`;
const pages = '<< /Type /Pages /Kids [3 0 R] /Count 1 >>';
const image = '/Type /XObject /Subtype /Image /BitsPerComponent 8 /ColorSpace /DeviceGray';

const png = createCanvas(400, 300).toBuffer('image/png');
const jpeg = createCanvas(400, 300).toBuffer('image/jpeg');
const webp = createCanvas(400, 300).toBuffer('image/webp');
/** A PNG of many pixels of one colour: it is small, and right in every other way. */
function flatPng(side: number): Buffer {
  const canvas = createCanvas(side, side);
  return canvas.toBuffer('image/png');
}

const sentence = Buffer.from('BT /F1 12 Tf 20 100 Td (Nothing to see here at all, I swear) Tj ET');
const font = '/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>';
const manyPages = renderPdf('Many', Array.from({ length: 1000 }, (_, at) => sheet => sheet.text(`This is the page number ${at + 1}`, 60, 80, { size: 12 }))); // prettier-ignore

const hostile: readonly (readonly [name: string, bytes: Buffer, expected: Partial<Reading>])[] = [
  ['a PNG cut in half', png.subarray(0, png.length >> 1), {}],
  ['a JPEG cut in half', jpeg.subarray(0, jpeg.length >> 1), {}],
  ['a WebP cut in half', webp.subarray(0, webp.length >> 1), { kind: 'unreadable' }],
  ['a PNG of 64 megapixels', flatPng(8000), { kind: 'unreadable', why: 'tooManyPixels' }],
  ['a PDF of 1,000 pages', Buffer.from(manyPages.bytes), { kind: 'read', pageCount: 1000 }],
  ['a PDF that says it has a billion pages', pdfOf([catalog, '<< /Type /Pages /Kids [3 0 R] /Count 1000000000 >>', onePage(font), ['', sentence]]), {}],
  ['a PDF whose pages are their own parents', pdfOf([catalog, '<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>']), {}],
  ['a PDF with scripts', pdfOf(['<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (while \\(true\\) {}) >> >>', pages, onePage(font), ['', sentence]]), { kind: 'read', pageCount: 1 }],
  ['a PDF that draws itself for ever', pdfOf([catalog, pages, onePage('/XObject << /A 5 0 R >>'), ['', Buffer.from('/A Do')], ['/Type /XObject /Subtype /Form /BBox [0 0 200 200] /Resources << /XObject << /A 5 0 R >> >>', Buffer.from('/A Do /A Do')]]), {}],
  ['a PDF with a picture of 3,600 megapixels', pdfOf([catalog, pages, onePage('/XObject << /A 5 0 R >>'), ['', Buffer.from('200 0 0 200 0 0 cm /A Do')], [`${image} /Width 60000 /Height 60000`, Buffer.alloc(1000)]]), { kind: 'read' }],
  ['a PDF whose picture unfolds to 100 MB', pdfOf([catalog, pages, onePage('/XObject << /A 5 0 R >>'), ['', Buffer.from('200 0 0 200 0 0 cm /A Do')], [`${image} /Width 10 /Height 10`, Buffer.alloc(100_000_000)]]), { kind: 'read' }],
  ['a PDF whose page is a thousand miles wide', pdfOf([catalog, pages, onePage(font, '[0 0 100000000 1]'), ['', sentence]]), { kind: 'read' }],
  ['a PDF whose page has no size', pdfOf([catalog, pages, onePage(font, '[0 0 0 0]'), ['', sentence]]), { kind: 'read' }],
  ['a TIFF of 500 pages', tiffOf(Array.from({ length: 500 }, () => ({ width: 100, height: 100, blocks: [new Uint8Array(10_000)] }))), { kind: 'read', pageCount: 500 }],
]; // prettier-ignore

describe('[PRV-43] a hostile file', () => {
  it.each(hostile.map(([name, bytes, expected]) => ({ name, bytes, expected })))(
    '$name is read or named, within bounds, and the next document is read',
    async ({ bytes, expected }) => {
      const mime = sniffMime(bytes);
      if (!mime) throw new Error('it would not have been accepted');
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const reading = await reader.read({ mime, type: 'other', sha256 }, async () => bytes, never);
      expect(reading).toMatchObject(expected);
      expect(spent).toHaveLength(1);
      const { cpuMs, residentMb } = spent.pop() ?? { cpuMs: NaN, residentMb: NaN };
      expect(cpuMs).toBeLessThan(45_000);
      expect(residentMb).toBeLessThan(1200);
      const document: Document = { id: 'one', customerId: 'one', type: 'other', filename: 'file', mime, size: bytes.length, sha256, uploadedAt: '2026-11-21T10:00:00.000Z', uploadedBy: 'applicant' }; // prettier-ignore
      const customer = customerWith({ id: 'one', documents: [document] });
      const { judged } = judgeReadings(customer, [{ document, reading }], Date.UTC(2026, 10, 21));
      // What could not be opened is said, each time under a code that people and customers have words for.
      if (reading.kind === 'unreadable') expect(judged).toHaveLength(1);
    },
  );

  it('that would be drawn for minutes is given up, and its process with it', async () => {
    const strokes = Buffer.from('0 0 m 200 200 l S\n'.repeat(2_000_000));
    const bytes = pdfOf([catalog, pages, onePage(''), ['', strokes]]);
    const impatient = createReader({ size: 1, limitMs: 3000 });
    const document = { mime: 'application/pdf', type: 'other', sha256: 'strokes' } as const;
    const reading = await impatient.read(document, async () => bytes, never);
    expect(reading).toEqual({ kind: 'unreadable', why: 'tooLong' });
    await impatient.close();
  });
});
