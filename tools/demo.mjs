import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { readOptions } from './run/options.mjs';
import { NODE, ROOT } from './run/paths.mjs';
import { run } from './run/processes.mjs';
import { isStarted, runMain } from './run/say.mjs';
import { ensureSetup } from './setup.mjs';

const USAGE = `npm run demo

  Plays the main path of the work, watched by nobody, and ends with a report and an exit code of 0 or 1.`;

/** Sets up with whatever Node is there, then plays the demo with the one that the app needs. */
async function main() {
  if (readOptions(USAGE, {}) === undefined) return 0;
  await ensureSetup({ purpose: 'app' });
  await ensureBuilt();
  return run(NODE, [join(ROOT, 'tools', 'demo', 'main.ts')]);
}

if (isStarted(import.meta)) await runMain(main);
