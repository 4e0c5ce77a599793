import { createHash } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { drawIdentity } from '../../../../../bench/drawn-identities.ts';
import { extractedFrom } from '../../../../../src/backend/providers/extraction/index.ts';
import { createReader } from '../../../../../src/backend/providers/index.ts';
import { decodePicture } from '../../../../../src/backend/providers/reading/image/decode.ts';
import type { DocumentType, Mime } from '../../../../../src/shared/domain/index.ts';
import { customerWith, documentWith } from '../../../../support/customer.ts';
import { pdfOf } from '../../../../support/pdf.ts';
import { deflatedStrips, tiffOf, type TiffSource } from '../../../../support/tiff.ts';

const reader = createReader({ size: 1, limitMs: 300_000 });
afterAll(() => reader.close());

/** `field value page` of everything that is read off a file, from where: a text layer, a zone, a picture. */
async function readOff(
  bytes: Uint8Array<ArrayBuffer>,
  mime: Mime,
  type: DocumentType,
  source: string,
): Promise<readonly string[]> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const document = documentWith({ id: 'd', customerId: 'c', type, mime, sha256 });
  const reading = await reader.read(document, async () => bytes, new AbortController().signal);
  return Object.entries(extractedFrom(customerWith({ id: 'c' }), { document, reading }, 2026)).flatMap(
    ([field, values]) =>
      values
        .filter(value => value.source === source)
        .map(({ value, page }) => `${field} ${value} ${String(page)}`),
  );
}

const text = (...lines: readonly string[]) => ({
  content: `BT /F 14 Tf 20 TL 40 320 Td ${lines.map(line => `(${line}) Tj T*`).join(' ')} ET`,
});

test('[PRV-22] a value of a text layer comes with its page, whichever that is', async () => {
  const letter = text('Dear Sir or Madam, please find enclosed what you asked for.');
  const told = text('Surname: Wegner', 'Given names: Anna', 'Date of birth: 28.02.1998');
  const read = (...pages: readonly ReturnType<typeof text>[]) =>
    readOff(pdfOf(pages), 'application/pdf', 'other', 'text');
  const on = (page: number) =>
    ['lastName Wegner', 'firstName Anna', 'dateOfBirth 1998-02-28'].map(value => `${value} ${page}`);
  expect(await read(letter, told)).toEqual(on(2));
  expect(await read(told, letter)).toEqual(on(1));
  expect(await read(letter, letter, told)).toEqual(on(3));
});

test('[PRV-22] a value of a zone comes with the page on which the ID is', async () => {
  const { lines, documents: [drawn] } = drawIdentity({ seed: 'pages', index: 0, now: Date.UTC(2026, 10, 21) }); // prettier-ignore
  if (!drawn) throw new Error('an identity has a document');
  const decoded = await decodePicture(drawn.bytes, drawn.mime);
  if (!decoded.ok) throw new Error(decoded.problem);
  const { width, height, data } = decoded.value.gray(1700);
  const rowsPerStrip = 100;
  const deflated = (pixels: Uint8Array): TiffSource => ({ width, height, compression: 8, rowsPerStrip, blocks: deflatedStrips(pixels, width, rowsPerStrip) }); // prettier-ignore
  const [card, blank] = [deflated(data), deflated(data.map(() => 240))];
  const number = (lines[1] ?? '').slice(0, 9).replace(/<+$/, '');
  const read = await readOff(tiffOf([blank, card]), 'image/tiff', 'passport', 'mrz');
  expect(read.filter(value => value.startsWith('idNumber'))).toEqual([`idNumber ${number} 2`]);
  expect(read.length).toBeGreaterThan(5);
  expect(read.filter(value => !value.endsWith(' 2'))).toEqual([]);
});
