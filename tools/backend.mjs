import { join } from 'node:path';
import { NODE, ROOT } from './run/paths.mjs';
import { run } from './run/processes.mjs';
import { isStarted, runMain } from './run/say.mjs';
import { ensureSetup } from './setup.mjs';

if (isStarted(import.meta)) {
  await runMain(async () => {
    await ensureSetup({ purpose: 'packages' });
    return run(NODE, [join(ROOT, 'src', 'backend', 'cli.ts'), ...process.argv.slice(2)]);
  });
}
