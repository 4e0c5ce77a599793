import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import {
  currentDocuments,
  documentTypes,
  type Customer,
  type Document,
} from '../../src/shared/domain/index.ts';
import * as hands from '../../tools/drive/hands.ts';
import { readyCases } from '../../tools/drive/ready-cases.ts';
import type { Workstation } from '../../tools/drive/workstation.ts';
import { ROOT } from '../../tools/index.mjs';
import { eventually } from '../support/eventually.ts';
import { openOffice, picturesOfFailures, type Office } from '../support/e2e.ts';
import { tamperBlob } from '../support/e2e-ledger.ts';
import { upload } from '../support/e2e-upload.ts';
import { tiffOf } from '../support/tiff.ts';

let office: Office;
let workstation: Workstation;
let looked: Customer;
/** Has the corpus's files. */
let strange: Customer;
let documents: readonly Document[];
picturesOfFailures(() => workstation);

/** Files that nobody here wrote; read in place, where they are. */
const corpus = join(ROOT, '..', 'shared', 'corpus', 'pdf');
const corpusFiles = existsSync(corpus)
  ? readdirSync(corpus).filter((name, index) => name.endsWith('.pdf') && index % 24 === 0)
  : [];

beforeAll(() =>
  openOffice({ sample: 30 }, async opened => {
    office = opened;
    const ready = readyCases(await office.integrator.underReview());
    const found = ready.find(({ documents: all }) => currentDocuments(all).length >= 3);
    if (!found) throw new Error('the sample has no case with documents');
    looked = found;
    documents = currentDocuments(found.documents);
    tamperBlob(office.database, documents[0]?.sha256 ?? '');
    const broken = Buffer.from(
      '%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 9 0 R >>\ntrailer << /Root 1 0 R >>\n',
    );
    await upload(office, looked.id, { type: 'bank_statement', bytes: broken, filename: 'statement.pdf' });
    const scan = (level: number) => ({ width: 600, height: 400, blocks: [Buffer.alloc(240_000, level)] });
    await upload(office, looked.id, {
      type: 'tax_document',
      bytes: tiffOf([scan(40), scan(220)]),
      filename: 'scan.tif',
    });
    const other = ready.find(({ id }) => id !== looked.id);
    if (!other) throw new Error('the sample has too few cases that are ready for a decision');
    strange = other;
    for (const name of corpusFiles) {
      const bytes = Buffer.from(readFileSync(join(corpus, name)));
      await upload(office, strange.id, { type: 'other', bytes, filename: name });
    }
    workstation = await office.startReady();
  }),
);

const strip = () => workstation.page.getByRole('navigation', { name: 'Documents' });
const complaint = () => workstation.page.getByRole('alert');

test('[DOC-1] a document with other bytes than were uploaded is said to be damaged, and the one beside it opens', async () => {
  const { page } = workstation;
  await hands.openCase(page, looked.name);
  await complaint().filter({ hasText: 'bytes are not the ones that were uploaded' }).waitFor();
  await hands.documentsPainted(page);
  const [first] = documents;
  const damaged = page.getByRole('region', {
    name: new RegExp(`^Viewer: ${documentTypes[first?.type ?? 'other']}`),
  });
  expect(await damaged.getByRole('alert').count()).toBe(1);
  expect(await damaged.locator('canvas').count()).toBe(0);
});

test('a PDF that can’t be drawn is said to be broken inside, and the next document opens', async () => {
  const { page } = workstation;
  await page.keyboard.press(']');
  await complaint().waitFor({ state: 'detached' });
  await strip()
    .getByRole('button', { name: /^Bank statement/ })
    .click();
  await complaint().filter({ hasText: 'This document can’t be displayed' }).waitFor();
  await page.keyboard.press('[');
  await complaint().waitFor({ state: 'detached' });
  await hands.documentsPainted(page);
  expect(workstation.complaints).toEqual([]);
});

test('[PRV-40] a TIFF is shown with all its pages, each as it was scanned', async () => {
  const { page } = workstation;
  await strip()
    .getByRole('button', { name: /^Tax document/ })
    .click();
  const canvases = page.getByRole('region', { name: /^Viewer: Tax document/ }).locator('canvas');
  await canvases.first().waitFor();
  const levels = () =>
    canvases.evaluateAll(all =>
      all.flatMap(canvas => {
        if (!(canvas instanceof HTMLCanvasElement) || canvas.width === 0) return [];
        const { data } =
          canvas.getContext('2d')?.getImageData(canvas.width >> 1, canvas.height >> 1, 1, 1) ?? {};
        return data?.[0] === undefined ? [] : [data[0]];
      }),
    );
  const shown = await eventually(async () => {
    const found = new Set(await levels());
    return found.size === 2 && [...found];
  });
  expect(shown.toSorted((a, b) => a - b)).toEqual([40, 220]);
});

test('a search in a PDF goes from hit to hit, and stays at the one that it was led to', async () => {
  const { page } = workstation;
  const paper = documents.slice(1).find(({ mime }) => mime === 'application/pdf');
  const name = new RegExp(`^${documentTypes[paper?.type ?? 'other']}`);
  await strip().getByRole('button', { name }).click();
  await page
    .getByRole('region', { name: new RegExp(`Viewer: ${name.source.slice(1)}`) })
    .locator('canvas')
    .first()
    .waitFor();
  await page.keyboard.press('Control+f');
  await page.keyboard.type('a');
  const told = page.getByRole('search', { name: 'In the document' }).getByRole('status');
  await told.filter({ hasText: /^1 of \d{2,}$/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  // Longer than typing must pause before a document is searched: nothing begins anew.
  await page.waitForTimeout(1_000);
  expect(await told.innerText()).toMatch(/^3 of /);
  await page.keyboard.press('Escape');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('region');
});

test.skipIf(corpusFiles.length === 0)(
  'PDFs that nobody here wrote are drawn or refused in words, one after the other (needs ../shared/corpus)',
  async () => {
    const { page } = workstation;
    await hands.openCase(page, strange.name);
    const buttons = strip().getByRole('button', { name: /^Other document/ });
    expect(await buttons.count()).toBe(corpusFiles.length);
    for (const button of await buttons.all()) {
      await button.click();
      const shown = page.getByRole('region', { name: /^Viewer: Other document/ }).last();
      await shown.locator('canvas').or(shown.getByRole('alert')).first().waitFor();
    }
    await hands.goToQueue(page);
    expect(workstation.complaints).toEqual([]);
  },
);
