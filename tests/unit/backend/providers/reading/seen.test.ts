import { createHash } from 'node:crypto';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, describe, expect, test } from 'vitest';
import { drawIdentity } from '../../../../../bench/drawn-identities.ts';
import { shownTypes } from '../../../../../src/backend/providers/document/kind.ts';
import { extractedFrom } from '../../../../../src/backend/providers/extraction/index.ts';
import {
  createReader,
  type ReadDocument,
  type TextLine,
} from '../../../../../src/backend/providers/reading/index.ts';
import { linesOf } from '../../../../../src/backend/providers/reading/lines.ts';
import type { DocumentType } from '../../../../../src/shared/domain/index.ts';
import { customerWith, documentWith } from '../../../../support/customer.ts';
import { pdfOf } from '../../../../support/pdf.ts';

const never = new AbortController().signal;
const reader = createReader({ size: 1, limitMs: 300_000 });
afterAll(() => reader.close());

const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function read(bytes: Uint8Array, type: DocumentType): Promise<ReadDocument> {
  const reading = await reader.read({ mime: 'application/pdf', type, sha256: sha(bytes) }, async () => bytes, never); // prettier-ignore
  if (reading.kind !== 'read') throw new Error(`it is ${reading.why}`);
  return reading;
}
const wordsOn = ({ pages }: ReadDocument): string =>
  pages.flatMap(({ lines }) => lines.map(({ text }) => text)).join(' ');

const told = ['Surname: Wegner', 'Given names: Anna', 'Date of birth: 28.02.1998'];
/** Lines of text one under the other, drawn in a mode of ISO 32000-1: 0 is seen, 3 is not. */
const text = (mode: number, lines: readonly string[] = told): string =>
  `BT ${mode} Tr /F 14 Tf 20 TL 40 320 Td ${lines.map(line => `(${line}) Tj T*`).join(' ')} ET`;

async function scannedPassport() {
  const drawn = drawIdentity({ seed: 'searchable', index: 3, now: Date.UTC(2026, 10, 21) });
  const [document] = drawn.documents;
  if (!document) throw new Error('an identity has a document');
  const image = await loadImage(Buffer.from(document.bytes));
  const canvas = createCanvas(image.width, image.height);
  canvas.getContext('2d').drawImage(image, 0, 0);
  const { width, height } = image;
  const picture = { jpeg: canvas.toBuffer('image/jpeg', 92), width, height };
  const shown = `q 560 0 0 ${(560 * height) / width} 20 0 cm /I Do Q`;
  return { lines: drawn.lines, picture, shown };
}

describe('[PRV-50] what counts of a document is what is seen on it', () => {
  test('an ID is read off its picture, whatever text lies beneath or beside it', async () => {
    const { lines, picture, shown } = await scannedPassport();
    for (const words of [text(3), text(0)]) {
      const reading = await read(pdfOf([{ content: `${words} ${shown}`, picture }]), 'passport');
      expect(reading.zone?.lines).toEqual(lines);
      expect([reading.pages.map(({ source }) => source), reading.hashes?.phash]).toEqual([
        ['ocr'],
        expect.stringMatching(/^[0-9a-f]{16}$/),
      ]);
    }
  });

  test('a scan of a letter that was made searchable is read off its picture too', async () => {
    const { picture, shown } = await scannedPassport();
    const beneath = await read(pdfOf([{ content: `${text(0)} ${shown}`, picture }]), 'utility_bill');
    expect(beneath.pages.map(({ source }) => source)).toEqual(['ocr']);
    expect(wordsOn(beneath)).not.toContain('Wegner');
  });

  test('text that is not drawn is none, and what is drawn is the text that it is', async () => {
    const unseen = await read(pdfOf([{ content: text(3) }]), 'utility_bill');
    expect(wordsOn(unseen)).toBe('');
    const seen = await read(pdfOf([{ content: text(0) }]), 'utility_bill');
    expect(seen.pages.map(({ source }) => source)).toEqual(['text']);
    expect(wordsOn(seen)).toBe(told.join(' '));
    // A letterhead is no scan.
    const { picture } = await scannedPassport();
    const letter = { content: `${text(0)} q 200 0 0 120 380 270 cm /I Do Q`, picture };
    expect((await read(pdfOf([letter]), 'utility_bill')).pages[0]?.source).toBe('text');
  });

  test('pages after the third that would have to be drawn are not read', async () => {
    const reading = await read(
      pdfOf(Array.from({ length: 4 }, () => ({ content: text(3) }))),
      'utility_bill',
    );
    expect(reading.pageCount).toBe(4);
    expect(wordsOn(reading)).toBe('');
  });
});

describe('[PRV-43] a document of endless text', () => {
  const line = (words: string, y = 0.1): TextLine => ({
    text: words,
    region: [0.1, y, 0.5, 0.01],
    words: words.split(' ').map(word => ({ text: word, region: [0.1, y, 0.01, 0.01] })),
  });
  const reading = (lines: readonly TextLine[]): ReadDocument => ({
    kind: 'read',
    pageCount: 1,
    pages: [{ page: 1, source: 'text', confidence: 1, lies: { size: { width: 1, height: 1 }, skew: 0, turn: 0 }, lines }],
  }); // prettier-ignore
  const cpuMs = (run: () => unknown): number => {
    const before = process.threadCpuUsage();
    run();
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1000;
  };

  test('is handed out in bounds', () => {
    const many = Array.from({ length: 20_000 }, (_, at) => ({ text: at === 0 ? 'x'.repeat(1e6) : 'water', box: [at, 0, 1, 1] as [number, number, number, number] })); // prettier-ignore
    const words = linesOf(many, 20_000, 10).flatMap(one => one.words);
    expect(words.length).toBe(4000);
    expect(Math.max(...words.map(one => one.text.length))).toBe(200);
  });

  test('is judged and searched in time that grows with it, not with its square', () => {
    // Either took 20 seconds and more before.
    const endless = reading(Array.from({ length: 12 }, () => line('water '.repeat(45_000))));
    expect(cpuMs(() => expect(shownTypes(endless)).toEqual([]))).toBeLessThan(5000);
    const labels = reading(Array.from({ length: 4000 }, (_, at) => line('Surname', at / 4000)));
    const customer = customerWith({ id: 'c' });
    const document = documentWith({ id: 'd', customerId: 'c', type: 'utility_bill', mime: 'application/pdf', sha256: 'd' }); // prettier-ignore
    expect(cpuMs(() => extractedFrom(customer, { document, reading: labels }, 2026))).toBeLessThan(5000);
    expect(shownTypes(reading([line('Your electricity and gas: annual statement')]))).toEqual([
      'utility_bill',
    ]);
    expect(shownTypes(reading([line('Water is wet'), line('A bill', 0.2)]))).toEqual([]);
  });
});

describe('what was read', () => {
  const asked = (one: ReturnType<typeof createReader>, bytes: Uint8Array) => {
    const calls = { count: 0 };
    const ask = () =>
      one.read({ mime: 'application/pdf', type: 'other', sha256: sha(bytes) }, async () => {
        calls.count += 1;
        return bytes;
      }, never); // prettier-ignore
    return { calls, ask };
  };

  test('[PRV-24] too slowly is read again for the next who asks', async () => {
    const hasty = createReader({ size: 1, limitMs: 1 });
    const { calls, ask } = asked(hasty, pdfOf([{ content: text(0) }]));
    expect(await ask()).toEqual({ kind: 'unreadable', why: 'tooLong' });
    expect(await ask()).toEqual({ kind: 'unreadable', why: 'tooLong' });
    expect(calls.count).toBe(2);
    await hasty.close();
  });

  test('[PRV-43] is kept by its weight: two books are more than is kept', async () => {
    // Four thousand words in the smallest print.
    const page = (word: string) =>
      `BT /F 1 Tf 0.9 TL 20 395 Td ${`(${`${word} `.repeat(10)}) Tj T* `.repeat(400)} ET`;
    const book = (word: string) => pdfOf(Array.from({ length: 14 }, () => ({ content: page(word) })));
    const [one, other] = [asked(reader, book('water')), asked(reader, book('stone'))];
    await one.ask();
    await one.ask();
    expect(one.calls.count).toBe(1);
    await other.ask();
    await other.ask();
    expect(other.calls.count).toBe(1);
    await one.ask();
    expect(one.calls.count).toBe(2);
  });
});
