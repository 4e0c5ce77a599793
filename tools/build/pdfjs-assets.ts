import { createReadStream } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

/** What pdf.js fetches by name at run time: predefined CMaps, the 14 standard fonts, image decoders, ICC profiles. */
const FOLDERS = ['cmaps', 'standard_fonts', 'wasm', 'iccs'] as const;

/** The sandbox for scripts in PDFs. Scripts are never run, so what could run them is not there at all. */
const isForScripts = (file: string): boolean => file.toLowerCase().includes('quickjs');

/** Every file to ship, as `<folder>/<name>`, of an installed pdfjs-dist. */
export async function shippedFiles(source: string): Promise<readonly string[]> {
  const folders = await Promise.all(
    FOLDERS.map(async folder => (await readdir(join(source, folder))).map(file => `${folder}/${file}`)),
  );
  return folders.flat().filter(file => !isForScripts(file));
}

const SERVED = /^\/pdfjs\/(cmaps|standard_fonts|wasm|iccs)\/([\w.-]+)$/;

/**
 * Puts pdf.js's run-time files at `pdfjs/<folder>/` of our own origin: emitted by a build, served by the
 * dev server. They are fetched by computed names, so no bundler finds them by itself.
 */
export function pdfjsAssets(): Plugin {
  const source = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
  return {
    name: 'sealdesk:pdfjs-assets',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const [, folder, file] = SERVED.exec(request.url ?? '') ?? [];
        if (folder === undefined || file === undefined || isForScripts(file)) return next();
        const bytes = createReadStream(join(source, folder, file));
        bytes.on('error', () => {
          response.statusCode = 404;
          response.end();
        });
        if (file.endsWith('.wasm')) response.setHeader('content-type', 'application/wasm');
        bytes.pipe(response);
      });
    },
    async generateBundle() {
      for (const file of await shippedFiles(source)) {
        this.emitFile({
          type: 'asset',
          fileName: `pdfjs/${file}`,
          source: await readFile(join(source, file)),
        });
      }
    },
  };
}
