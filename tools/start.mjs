import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './build.mjs';
import { hasSecretService, openDesktopSession } from './desktop-session.mjs';
import { analystOf, startBackend } from './run/backend.mjs';
import { launchApp } from './run/launch.mjs';
import { NODE, OUT, ROOT, hasDisplay } from './run/paths.mjs';
import { run } from './run/processes.mjs';
import { isStarted, runMain, say } from './run/say.mjs';
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
  await ensureBuilt();
  const session = (await hasSecretService()) ? undefined : await openOwnKeychain();
  const backend = values.backend === undefined ? await startSampleBackend(values.sample) : undefined;
  const analyst = backend && analystOf(backend);
  const app = launchApp({
    profile: values.profile,
    env: {
      ...session?.env,
      SEALDESK_BACKEND_URL: backend?.url ?? values.backend,
      ...(analyst && { SEALDESK_DEMO_EMAIL: analyst.email, SEALDESK_DEMO_PASSWORD: analyst.password }),
    },
  });
  if (backend && analyst) {
    say(`backend with sample cases: ${backend.url}`);
    say(`sign in as ${analyst.email} with the password ${analyst.password}`);
  }
  const code = await app.exit;
  await backend?.stop();
  await session?.close();
  return code;
}

/** @param {string} count */
async function startSampleBackend(count) {
  say('starting a backend with sample cases');
  return startBackend(['--db', `sqlite:${join(HOME, 'backend.db')}`, '--port', '0', '--sample', count]);
}

async function openOwnKeychain() {
  say(
    'this desktop offers no keychain (Secret Service); a gnome-keyring of its own is used for this checkout',
  );
  return openDesktopSession({ home: join(HOME, 'keychain'), virtualDisplay: false });
}

if (isStarted(import.meta)) await runMain(main);
