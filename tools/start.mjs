import { join, resolve } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { hasSecretService, openDesktopSession } from './desktop-session.mjs';
import { analystOf } from './run/backend.mjs';
import { chooseShell, launchApp } from './run/launch.mjs';
import { readOptions } from './run/options.mjs';
import { NODE, ROOT, hasDisplay } from './run/paths.mjs';
import { run } from './run/processes.mjs';
import { addressOf, bringKeychain, expectBackend, homeFor, keychainFor, shown } from './run/profiles.mjs';
import { startSampleBackend } from './run/sample-backend.mjs';
import { Misuse, isStarted, runMain, say } from './run/say.mjs';
import { ensureSetup } from './setup.mjs';

/** As many sample cases as have documents of their own. */
const SAMPLE_CASES = '60';

const USAGE = `npm start [-- --backend URL] [--sample N] [--profile FOLDER]

  --backend URL     work on this backend instead of an embedded one with sample cases
  --sample N        how many sample cases the embedded backend begins with (default ${SAMPLE_CASES}, each with documents of its own; more borrow from these)
  --profile FOLDER  where the workstation keeps its data (default: a folder of this checkout for each backend)`;

/** Sample data and the profile that works on it belong together, and to this checkout. */
const SAMPLE_HOME = homeFor(undefined);

async function main() {
  const options = readOptions(USAGE, {
    backend: { type: 'string' },
    sample: { type: 'string' },
    profile: { type: 'string' },
  });
  if (options === undefined) return 0;
  const { backend, sample = SAMPLE_CASES, profile } = options;
  const address = backend === undefined ? undefined : addressOf(backend);
  if (!/^\d{1,8}$/.test(sample))
    throw new Misuse(`--sample takes a number of cases, not "${sample}"\n\n${USAGE}`);
  if (address !== undefined && options.sample !== undefined) {
    throw new Misuse(`--sample is for the embedded backend and means nothing with --backend\n\n${USAGE}`);
  }
  const folder = profile === undefined ? join(homeFor(address), 'profile') : resolve(profile);
  if (address !== undefined) expectBackend(folder, address);
  await ensureSetup({ purpose: 'app' });
  if (!hasDisplay()) return playDemo(Object.keys(options));
  // Said before anything is started for it.
  chooseShell();
  await ensureBuilt();
  const session = (await hasSecretService()) ? undefined : await openOwnKeychain(profile, address);
  try {
    if (address !== undefined) return await openApp(folder, session, address, {});
    const backend = await startSampleBackend(SAMPLE_HOME, sample);
    try {
      return await openApp(folder, session, backend.url, introduce(backend));
    } finally {
      await backend.stop();
    }
  } finally {
    await session?.close();
  }
}

/** @param {readonly string[]} given names of options */
function playDemo(given) {
  say('there is no display to open a window on; running the demo instead (npm run demo)');
  if (given.length > 0) {
    say(
      `the demo has a backend, sample and profile of its own: ${given.map(name => `--${name}`).join(', ')} needs a display`,
    );
  }
  return run(NODE, [join(ROOT, 'tools', 'demo.mjs')]);
}

/**
 * @param {string} profile
 * @param {import('./desktop-session.mjs').DesktopSession | undefined} session
 * @param {string} address
 * @param {NodeJS.ProcessEnv} env
 */
function openApp(profile, session, address, env) {
  expectBackend(profile, address);
  say(`the workstation on ${address} keeps its data in ${shown(profile)}`);
  return launchApp({ profile, env: { ...session?.env, ...env, SEALDESK_BACKEND_URL: address } }).exit;
}

/**
 * Says how to sign in, and gives the first-run screens what they may fill in.
 * @param {import('./run/backend.mjs').Backend} backend
 */
function introduce(backend) {
  say(`backend with sample cases: ${backend.url}`);
  const analyst = analystOf(backend);
  if (analyst === undefined) return {};
  say(`sign in as ${analyst.email} with the password ${analyst.password}`);
  return { SEALDESK_DEMO_EMAIL: analyst.email, SEALDESK_DEMO_PASSWORD: analyst.password };
}

/**
 * @param {string | undefined} profile as it was given
 * @param {string | undefined} address
 */
async function openOwnKeychain(profile, address) {
  const home = keychainFor(profile, address);
  if (profile !== undefined) bringKeychain(resolve(profile), home);
  say(
    `this desktop offers no keychain (Secret Service); a gnome-keyring of its own is used for this profile: ${shown(home)}`,
  );
  return openDesktopSession({ home, virtualDisplay: false });
}

if (isStarted(import.meta)) await runMain(main);
