import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const types = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8' } as const;

interface Asset {
  readonly path: string;
  readonly type: string;
  readonly bytes: Buffer;
}

/** The parts of the one style sheet, in the order in which they cascade. */
const styleParts = [
  'base',
  'frame',
  'steps',
  'fields',
  'notices',
  'buttons',
  'documents',
  'review',
  'messages',
] as const;

const read = (...path: string[]): Buffer => readFileSync(join(import.meta.dirname, 'assets', ...path));

/** The name holds the hash of the content: what a browser kept is never an older version of it. */
function asset(bytes: Buffer, kind: keyof typeof types): Asset {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  return { path: `/verify/assets/page.${hash}.${kind}`, type: types[kind], bytes };
}

const style = asset(Buffer.concat(styleParts.map(part => read('style', `${part}.css`))), 'css');
const script = asset(read('page.js'), 'js');

export const assetPaths = { style: style.path, script: script.path } as const;

export const assets: readonly Asset[] = [style, script];
