import { dirname } from 'node:path';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { shippedFiles } from '../../../tools/build/pdfjs-assets.ts';

const installed = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));

test('what pdf.js fetches by name is shipped, the sandbox for scripts in PDFs is not', async () => {
  const files = await shippedFiles(installed);
  expect(files).toEqual(
    expect.arrayContaining(['wasm/openjpeg.wasm', 'wasm/jbig2.wasm', 'wasm/qcms_bg.wasm']),
  );
  for (const folder of ['cmaps', 'standard_fonts', 'iccs'])
    expect(files.filter(file => file.startsWith(`${folder}/`)).length, folder).toBeGreaterThan(0);
  expect(files.filter(file => /quickjs|sandbox/i.test(file))).toEqual([]);
});
