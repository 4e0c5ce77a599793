import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { NODE, ROOT } from './run/paths.mjs';
import { run } from './run/processes.mjs';
import { isStarted, runMain } from './run/say.mjs';
import { ensureSetup } from './setup.mjs';

/** Sets up with whatever Node is there, then plays the demo with the one that the app needs. */
async function main() {
  await ensureSetup({ purpose: 'app' });
  await ensureBuilt();
  return run(NODE, [join(ROOT, 'tools', 'demo', 'main.ts')]);
}

if (isStarted(import.meta)) await runMain(main);
