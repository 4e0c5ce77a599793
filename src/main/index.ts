import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runApp } from './shell/app.ts';

const out = fileURLToPath(new URL('..', import.meta.url));

await runApp({
  engine: join(out, 'main', 'engine-process.js'),
  preload: join(out, 'preload', 'index.cjs'),
  renderer: join(out, 'renderer'),
});
