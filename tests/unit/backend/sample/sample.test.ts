import { createCanvas, loadImage } from '@napi-rs/canvas';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  createSample,
  sampleDefects,
  type Sample,
  type SampleCustomer,
  type SampleOptions,
} from '../../../../src/backend/sample/index.ts';
import {
  customerSchema,
  reviewItems,
  shippedLevels,
  sniffMime,
  verificationStatusSchema,
} from '../../../../src/shared/domain/index.ts';
import type { Streamed } from './stream.ts';

const now = Date.parse('2026-11-21T10:00:00.000Z');
const options = { count: 1200, seed: 7, now } as const;
/** As many as have documents of their own. */
const own = 60;

let sample: Sample;
let many: readonly SampleCustomer[];
let cases: readonly SampleCustomer[];
beforeAll(async () => {
  sample = await createSample(options);
  many = [...sample.customers];
  cases = many.slice(0, own);
});

const bytesOf = (sha256: string): Uint8Array => {
  const blob = sample.blobs.get(sha256);
  if (blob === undefined) throw new Error(`no bytes for ${sha256}`);
  return blob.bytes;
};

const documents = (): readonly SampleCustomer['customer']['documents'][number][] =>
  cases.flatMap(({ customer }) => customer.documents);

describe('a sample', () => {
  it('is the same to the last byte when it is made again from the same seed', async () => {
    const few = { ...options, count: 5 };
    const [first, second] = [await createSample(few), await createSample(few)];
    expect([...second.blobs.keys()]).toEqual([...first.blobs.keys()]);
    expect([...second.customers]).toEqual([...first.customers]);
    expect([...first.customers]).toEqual([...first.customers]);
  });

  it('is another one with another seed', async () => {
    const other = await createSample({ ...options, count: 3, seed: 8 });
    expect([...other.blobs.keys()].filter(sha256 => sample.blobs.has(sha256))).toEqual([]);
  });

  it('consists of customers as the contract has them', () => {
    for (const { customer } of cases) {
      const { lastReview, ...rest } = customer;
      const whole = { ...rest, ...(lastReview ? { lastReview: { ...lastReview, by: 'somebody' } } : {}) };
      expect(customerSchema.safeParse(whole).error?.issues ?? [], customer.name).toEqual([]);
    }
  });

  it('leaves nothing open that the level requires, except where a case was only created', () => {
    for (const { customer } of cases) {
      if (customer.status === 'CREATED') continue;
      const level = shippedLevels.find(({ id }) => id === customer.levelId);
      if (level === undefined) throw new Error(customer.levelId);
      const open = reviewItems(customer, level).filter(({ required, missing }) => required && missing);
      expect(open, customer.name).toEqual([]);
    }
  });

  it('has both kinds, all five levels and every status', () => {
    const statuses = new Set(many.map(({ customer }) => customer.status));
    expect(statuses).toEqual(new Set(verificationStatusSchema.options));
    expect(new Set(cases.map(({ customer }) => customer.kind))).toEqual(new Set(['individual', 'business']));
    expect(new Set(cases.map(({ customer }) => customer.levelId))).toEqual(
      new Set(shippedLevels.map(({ id }) => id)),
    );
  });

  it('never lies in the future', () => {
    for (const { customer } of cases) {
      expect(Date.parse(customer.createdAt)).toBeLessThanOrEqual(now);
      expect(Date.parse(customer.updatedAt)).toBeLessThanOrEqual(now);
      for (const { uploadedAt } of customer.documents)
        expect(Date.parse(uploadedAt)).toBeLessThanOrEqual(now);
    }
  });
});

describe('its people', () => {
  it('come from at least 25 countries', () => {
    const codes = cases.map(
      ({ customer }) => (customer.fields['nationality'] ?? customer.fields['incorporationCountry'])?.value,
    );
    expect(new Set(codes).size).toBeGreaterThanOrEqual(25);
  });

  it.each(['Latin', 'Cyrillic', 'Greek', 'Arabic', 'Han', 'Hangul'])(
    'include names in %s letters',
    script => {
      const letters = new RegExp(`\\p{Script=${script}}`, 'u');
      expect(cases.some(({ customer }) => letters.test(customer.name))).toBe(true);
    },
  );

  it('include one-letter, Vietnamese, accented and very long names', () => {
    const names = cases.map(({ customer }) => customer.name);
    expect(names).toContain('O Y');
    expect(names).toContain('Zoë Łukasz-O’Brien');
    expect(names).toContain('田中 太郎');
    expect(names.some(name => name.startsWith('Ng '))).toBe(true);
    expect(names.some(name => /[ễịạ]/.test(name))).toBe(true);
    expect(Math.max(...names.map(({ length }) => length))).toBeGreaterThan(60);
  });

  it('can be reached nowhere: only example mail domains and telephone numbers in E.164 form', () => {
    const given = (field: string): readonly string[] =>
      cases.flatMap(({ customer }) => customer.fields[field]?.value ?? []);
    expect(given('email').length).toBeGreaterThan(50);
    expect(
      given('email').filter(email => !/^[a-z0-9.-]+@([a-z0-9-]+\.)?example(\.com|\.org|\.net)?$/.test(email)),
    ).toEqual([]);
    expect(given('phone').length).toBeGreaterThan(50);
    expect(given('phone').filter(phone => !/^\+[1-9]\d{6,14}$/.test(phone))).toEqual([]);
  });
});

describe('what is wrong on purpose', () => {
  it.each(sampleDefects)('%s occurs in three to five of a hundred cases', defect => {
    const share = many.filter(({ defects }) => defects.includes(defect)).length / many.length;
    expect(share).toBeGreaterThanOrEqual(0.03);
    expect(share).toBeLessThanOrEqual(0.05);
  });

  const having = (defect: (typeof sampleDefects)[number]): readonly SampleCustomer[] =>
    cases.filter(({ defects }) => defects.includes(defect));

  it('shows: an expired document ended before now, and a provider says so', () => {
    for (const { customer } of having('expired')) {
      expect(Date.parse(customer.fields['idExpiry']?.value ?? '')).toBeLessThan(now);
      expect(customer.providers.flatMap(({ findings }) => findings).map(({ code }) => code)).toContain(
        'badDocument.expired',
      );
    }
  });

  it('shows: two documents of a name mismatch carry different family names', () => {
    for (const { customer } of having('nameMismatch')) {
      const bill = customer.documents.find(({ type }) => type === 'utility_bill');
      const onBill =
        customer.fields['lastName']?.extracted.filter(({ documentId }) => documentId === bill?.id) ?? [];
      expect(onBill).not.toEqual([]);
      for (const { value } of onBill) expect(value).not.toBe(customer.fields['lastName']?.value);
    }
  });

  it('shows: the owners of an ownersAt97 case add up to 97, all others to 100', () => {
    for (const { customer, defects } of cases) {
      if (!customer.beneficialOwners) continue;
      const total = customer.beneficialOwners.reduce(
        (sum, { ownershipPercent }) => sum + ownershipPercent,
        0,
      );
      expect(total).toBe(defects.includes('ownersAt97') ? 97 : 100);
    }
  });

  it('shows: a statement with a missing page names more pages than it has', async () => {
    for (const { customer } of having('missingPage')) {
      const statement = customer.documents.find(({ type }) => type === 'bank_statement');
      const pdf = await getDocument({ data: new Uint8Array(bytesOf(statement?.sha256 ?? '')), verbosity: 0 })
        .promise;
      const { items } = await (await pdf.getPage(1)).getTextContent();
      const text = items.map(item => ('str' in item ? item.str : '')).join('');
      expect(text).toContain(`Page 1 of ${pdf.numPages + 1}`);
    }
  });
});

describe('its documents', () => {
  it('have the hash, the size and the type that they claim', () => {
    for (const { sha256, size, mime } of documents()) {
      const bytes = bytesOf(sha256);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
      expect(bytes.length).toBe(size);
      expect(sniffMime(bytes)).toBe(mime);
    }
  });

  it('are pictures that decode, in JPEG and PNG, and PDFs of one to twelve pages', async () => {
    const seen = new Set<string>();
    for (const { sha256, mime, filename } of documents()) {
      seen.add(mime);
      if (mime === 'application/pdf') {
        const pdf = await getDocument({ data: new Uint8Array(bytesOf(sha256)), verbosity: 0 }).promise;
        expect(pdf.numPages, filename).toBeGreaterThanOrEqual(1);
        expect(pdf.numPages, filename).toBeLessThanOrEqual(12);
      } else expect((await loadImage(bytesOf(sha256))).width, filename).toBeGreaterThan(500);
    }
    expect(seen).toEqual(new Set(['application/pdf', 'image/jpeg', 'image/png']));
  });

  it('stand the other way up when they were scanned sideways', async () => {
    for (const { customer, defects } of cases) {
      const photoId = customer.documents.find(({ type }) => type === 'passport' || type === 'national_id');
      if (photoId === undefined) continue;
      const { width, height } = await loadImage(bytesOf(photoId.sha256));
      expect(height > width, customer.name).toBe(defects.includes('rotatedScan'));
    }
  });

  it('are marked SPECIMEN on every page of paper', async () => {
    const papers = documents()
      .filter(({ mime }) => mime === 'application/pdf')
      .slice(0, 25);
    for (const { sha256, filename } of papers) {
      const pdf = await getDocument({ data: new Uint8Array(bytesOf(sha256)), verbosity: 0 }).promise;
      for (let number = 1; number <= pdf.numPages; number += 1) {
        const { items } = await (await pdf.getPage(number)).getTextContent();
        const text = items
          .map(item => ('str' in item ? item.str : ''))
          .join('')
          .replaceAll(' ', '');
        expect(text, `${filename} page ${number}`).toContain('SPECIMEN');
      }
    }
  });
});

describe('the regions of extracted values', () => {
  it('lie on the page of a document of the same customer', () => {
    for (const { customer } of cases) {
      const ids = new Set(customer.documents.map(({ id }) => id));
      for (const { extracted } of Object.values(customer.fields)) {
        for (const { documentId, region } of extracted) {
          expect(ids.has(documentId ?? '')).toBe(true);
          const [x, y, width, height] = region ?? [0, 0, 0, 0];
          expect(width * height).toBeGreaterThan(0);
          expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
          expect(Math.max(x + width, y + height)).toBeLessThanOrEqual(1.0001);
        }
      }
    }
  });

  it('enclose the text of the PDF whose value they name', async () => {
    const { customer } = cases[1] ?? { customer: undefined };
    const certificate = customer?.documents.find(({ type }) => type === 'certificate_of_incorporation');
    const pdf = await getDocument({ data: new Uint8Array(bytesOf(certificate?.sha256 ?? '')), verbosity: 0 })
      .promise;
    const { items } = await (await pdf.getPage(1)).getTextContent();
    const found = customer?.fields['registrationNumber']?.extracted.find(
      ({ documentId }) => documentId === certificate?.id,
    );
    const [x, y, width, height] = found?.region ?? [0, 0, 0, 0];
    const inside = items.flatMap(item => {
      if (!('str' in item)) return [];
      const [left, top] = [item.transform[4] / 595, 1 - item.transform[5] / 842];
      return left >= x && left <= x + width && top >= y && top <= y + height ? [item.str] : [];
    });
    expect(inside.join('').trim()).toBe(found?.value);
  });

  it('enclose ink on the pictures: something darker than the paper is printed there', async () => {
    const { customer } = cases[0] ?? { customer: undefined };
    const passport = customer?.documents.find(({ type }) => type === 'passport');
    const image = await loadImage(bytesOf(passport?.sha256 ?? ''));
    const canvas = createCanvas(image.width, image.height);
    const ctx = canvas.getContext('2d');
    ctx.drawImage(image, 0, 0);
    const regions = Object.values(customer?.fields ?? {}).flatMap(({ extracted }) =>
      extracted.filter(({ documentId }) => documentId === passport?.id),
    );
    expect(regions.length).toBeGreaterThanOrEqual(10);
    for (const { region, value } of regions) {
      const [x, y, width, height] = region ?? [0, 0, 0, 0];
      const pixels = ctx.getImageData(
        x * image.width,
        y * image.height,
        width * image.width,
        height * image.height,
      ).data;
      let dark = 0;
      for (let place = 0; place < pixels.length; place += 4) if ((pixels[place] ?? 255) < 90) dark += 1;
      expect(dark, value).toBeGreaterThan(20);
    }
  });
});

describe('a hundred thousand cases', () => {
  // Some 50 MB are in use at any time, most of them the ids that the test itself keeps; all cases would be ten times that.
  const heapMegabytes = 96;

  it('stream in bounded memory and share their documents by hash', async () => {
    const workerData: SampleOptions = { ...options, count: 100_000, ownDocuments: 12 };
    const worker = new Worker(join(import.meta.dirname, 'stream.ts'), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
    });
    // A worker that reaches its limit ends with ERR_WORKER_OUT_OF_MEMORY, which rejects this.
    const [streamed]: readonly unknown[] = await once(worker, 'message');
    expect(streamed).toEqual({ ids: 100_000, withoutBytes: 0, blobs: 38 } satisfies Streamed);
  });
});
