import { join } from 'node:path';
import { withDesktopSession } from './desktop-session.mjs';
import { NODE, ROOT } from './run/paths.mjs';
import { run } from './run/processes.mjs';
import { isStarted, runMain } from './run/say.mjs';
import { ensureSetup } from './setup.mjs';

/** `npm run bench [-- --only NAME]`. */
async function main() {
  await ensureSetup({ purpose: 'tests' });
  return withDesktopSession(env =>
    run(NODE, [join(ROOT, 'bench', 'main.ts'), ...process.argv.slice(2)], {
      env: { ...process.env, ...env },
    }),
  );
}

if (isStarted(import.meta)) await runMain(main);
