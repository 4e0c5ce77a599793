import { readOptions } from './run/options.mjs';
import { hasDisplay } from './run/paths.mjs';
import { isStarted, runMain, say } from './run/say.mjs';
import { ensureElectron } from './setup/electron-binary.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { ensureSystemPackages } from './setup/system-packages.mjs';

const USAGE = `npm run setup [-- --electron] [--check] [--quiet]

  --electron  try again to download Electron, although that failed today
  --check     install nothing: end with an error when something is to be done
  --quiet     say nothing when all is well`;

/** What a command is about to do; it decides which system packages it can't do without. */
const NEEDS = /** @type {const} */ ({
  packages: { window: false, keychain: false, database: false, curl: false },
  app: { window: true, keychain: true, database: false, curl: false },
  tests: { window: true, keychain: true, database: true, curl: true },
});

/**
 * Makes a fresh clone ready to run, and finds nothing to do in one that is. Safe to repeat and to interrupt.
 * @param {{ readonly purpose: keyof typeof NEEDS, readonly retryElectron?: boolean, readonly isCheck?: boolean }} options `isCheck` does nothing: it throws when something is to be done
 */
export async function ensureSetup({ purpose, retryElectron = false, isCheck = false }) {
  checkNode();
  await ensurePackages({ isCheck });
  if (purpose === 'packages') return;
  await ensureElectron({ again: retryElectron, isCheck });
  await ensureSystemPackages({ ...NEEDS[purpose], virtualDisplay: !hasDisplay() }, { isCheck });
}

function checkNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) say(`Node ${process.versions.node} is too old: install Node.js 20 or newer`);
  if (major < 20) process.exit(1);
}

if (isStarted(import.meta)) {
  await runMain(async () => {
    const options = readOptions(USAGE, {
      electron: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      quiet: { type: 'boolean', default: false },
    });
    if (options === undefined) return 0;
    await ensureSetup({ purpose: 'tests', retryElectron: options.electron, isCheck: options.check });
    if (!options.quiet) say('everything is set up');
    return 0;
  });
}
