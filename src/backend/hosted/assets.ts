import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const types = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8' } as const;

interface Asset {
  readonly path: string;
  readonly type: string;
  readonly bytes: Buffer;
}

/** The name holds the hash of the content: what a browser kept is never an older version of it. */
function asset(file: string, kind: keyof typeof types): Asset {
  const bytes = readFileSync(join(import.meta.dirname, 'assets', `${file}.${kind}`));
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  return { path: `/verify/assets/${file}.${hash}.${kind}`, type: types[kind], bytes };
}

const style = asset('page', 'css');
const script = asset('page', 'js');

export const assetPaths = { style: style.path, script: script.path } as const;

export const assets: readonly Asset[] = [style, script];
