import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './build.mjs';
import { hasSecretService, openDesktopSession } from './desktop-session.mjs';
import { analystOf, startBackend } from './run/backend.mjs';
import { chooseShell, launchApp } from './run/launch.mjs';
import { NODE, OUT, ROOT, hasDisplay } from './run/paths.mjs';
import { run } from './run/processes.mjs';
import { Advice, isStarted, runMain, say } from './run/say.mjs';
import { ensureSetup } from './setup.mjs';

const USAGE = `npm start [-- --backend URL] [--sample N] [--profile FOLDER]

  --backend URL     work on this backend instead of an embedded one with sample cases
  --sample N        how many sample cases the embedded backend begins with (default 200)
  --profile FOLDER  where the workstation keeps its data (default: a folder of this checkout)`;

/** Sample data, its keychain and its profile belong together, and to this checkout. */
const HOME = join(OUT, 'start');

async function main() {
  const { values } = parseArgs({
    options: {
      backend: { type: 'string' },
      sample: { type: 'string', default: '200' },
      profile: { type: 'string', default: join(HOME, 'profile') },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  await ensureSetup({ purpose: 'app' });
  if (!hasDisplay()) {
    say('there is no display to open a window on; running the demo instead (npm run demo)');
    return run(NODE, [join(ROOT, 'tools', 'demo.mjs')]);
  }
  // Said before anything is started for it.
  chooseShell();
  await ensureBuilt();
  const session = (await hasSecretService()) ? undefined : await openOwnKeychain();
  try {
    if (values.backend !== undefined)
      return await openApp(values.profile, session, { SEALDESK_BACKEND_URL: values.backend });
    const backend = await startSampleBackend(values.sample);
    try {
      return await openApp(values.profile, session, introduce(backend));
    } finally {
      await backend.stop();
    }
  } finally {
    await session?.close();
  }
}

/**
 * @param {string} profile
 * @param {import('./desktop-session.mjs').DesktopSession | undefined} session
 * @param {NodeJS.ProcessEnv} env
 */
function openApp(profile, session, env) {
  return launchApp({ profile, env: { ...session?.env, ...env } }).exit;
}

/**
 * Says how to sign in, and gives the first-run screens what they may fill in.
 * @param {import('./run/backend.mjs').Backend} backend
 */
function introduce(backend) {
  say(`backend with sample cases: ${backend.url}`);
  const analyst = analystOf(backend);
  if (analyst === undefined) return { SEALDESK_BACKEND_URL: backend.url };
  say(`sign in as ${analyst.email} with the password ${analyst.password}`);
  return {
    SEALDESK_BACKEND_URL: backend.url,
    SEALDESK_DEMO_EMAIL: analyst.email,
    SEALDESK_DEMO_PASSWORD: analyst.password,
  };
}

/**
 * A workstation keeps the address it was connected to, so the sample backend comes back on the same port.
 * @param {string} count
 */
async function startSampleBackend(count) {
  mkdirSync(HOME, { recursive: true });
  const log = join(HOME, 'backend.log');
  const portFile = join(HOME, 'backend.port');
  const port = existsSync(portFile) ? readFileSync(portFile, 'utf8') : '0';
  say(`starting a backend with sample cases (its log: ${relative(ROOT, log)})`);
  const args = ['--db', `sqlite:${join(HOME, 'backend.db')}`, '--port', port, '--sample', count];
  const backend = await startBackend(args, { log: openSync(log, 'a') }).catch(error => {
    if (!(error instanceof Advice) || port === '0') throw error;
    const home = relative(ROOT, HOME);
    throw new Advice(
      `${error.message}. Is port ${port} in use? To begin afresh, with new sample data: delete ${home}`,
    );
  });
  writeFileSync(portFile, new URL(backend.url).port);
  return backend;
}

async function openOwnKeychain() {
  say(
    'this desktop offers no keychain (Secret Service); a gnome-keyring of its own is used for this checkout',
  );
  return openDesktopSession({ home: join(HOME, 'keychain'), virtualDisplay: false });
}

if (isStarted(import.meta)) await runMain(main);
