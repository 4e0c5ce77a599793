import { existsSync, readFileSync } from 'node:fs';
import { findChromium } from '../chromium-shell/browser/find-chromium.mjs';
import { findCommand } from '../run/paths.mjs';
import { findPostgres } from '../run/postgres-programs.mjs';
import { capture, run } from '../run/processes.mjs';
import { Advice, say } from '../run/say.mjs';
import { electronExecutable } from './electron-binary.mjs';

/**
 * What a command needs of the system.
 * @typedef {object} Needs
 * @property {boolean} window a shell that can show one
 * @property {boolean} virtualDisplay a display where there is none
 * @property {boolean} keychain a Secret Service of its own
 * @property {boolean} database a PostgreSQL to be started for a while
 * @property {boolean} curl the lines of docs/INTEGRATING.md are run as they stand
 */

/**
 * One thing that may be missing.
 * @typedef {object} Part
 * @property {readonly string[]} packages Debian's names
 * @property {(needs: Needs) => boolean} isNeeded
 * @property {() => boolean | Promise<boolean>} isThere
 */

/** @type {readonly Part[]} */
const PARTS = [
  {
    packages: ['chromium'],
    isNeeded: ({ window }) => window,
    isThere: () => electronExecutable() !== undefined || findChromium() !== undefined,
  },
  {
    packages: ['xvfb', 'xauth'],
    isNeeded: ({ virtualDisplay }) => virtualDisplay,
    isThere: () => findCommand('Xvfb') !== undefined,
  },
  {
    packages: ['dbus'],
    isNeeded: ({ keychain }) => keychain,
    isThere: () => findCommand('dbus-run-session') !== undefined && findCommand('dbus-send') !== undefined,
  },
  {
    packages: ['gnome-keyring'],
    isNeeded: ({ keychain }) => keychain,
    isThere: () => findCommand('gnome-keyring-daemon') !== undefined,
  },
  {
    packages: ['postgresql'],
    isNeeded: ({ database }) => database,
    isThere: () => findPostgres() !== undefined,
  },
  { packages: ['curl'], isNeeded: ({ curl }) => curl, isThere: () => findCommand('curl') !== undefined },
  { packages: ['fonts-noto-cjk'], isNeeded: ({ window }) => window, isThere: () => hasFontFor('ja') },
  { packages: ['fonts-noto-core'], isNeeded: ({ window }) => window, isThere: () => hasFontFor('ar') },
];

/**
 * Installs what is missing on Debian and Ubuntu as root; elsewhere says exactly what to install.
 * @param {Needs} needs
 * @param {{ readonly isCheck: boolean }} options `isCheck` never installs: it throws when something is missing
 */
export async function ensureSystemPackages(needs, { isCheck }) {
  if (process.platform !== 'linux') {
    if (needs.window && electronExecutable() === undefined && findChromium() === undefined) {
      throw new Advice(
        'Neither Electron nor a Chromium was found. Install Chrome, Edge or Chromium, and run this again.',
      );
    }
    return;
  }
  const missing = await missingPackages(needs);
  if (missing.length === 0) return;
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (!isDebian()) {
    throw new Advice(
      `Missing on this system: what Debian calls ${missing.join(', ')}. Install these, and run this again.`,
    );
  }
  if (isCheck || process.env['SEALDESK_NO_SYSTEM_INSTALL'] === '1' || process.getuid?.() !== 0) {
    throw new Advice(`Missing on this system: ${missing.join(', ')}. Install with: sudo ${command}`);
  }
  say(`installing system packages: ${missing.join(', ')} (SEALDESK_NO_SYSTEM_INSTALL=1 turns this off)`);
  await install(missing);
  const still = await missingPackages(needs);
  if (still.length > 0) throw new Advice(`These were installed but are not found: ${still.join(', ')}.`);
}

/** @param {Needs} needs */
async function missingPackages(needs) {
  const found = await Promise.all(
    PARTS.filter(part => part.isNeeded(needs)).map(async part =>
      (await part.isThere()) ? [] : part.packages,
    ),
  );
  return found.flat();
}

/** @param {readonly string[]} packages */
async function install(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    const code = await run('apt-get', args, { env, stdio: ['ignore', process.stderr, process.stderr] });
    if (code !== 0) {
      throw new Advice(
        `apt-get ${args[0]} failed (exit code ${code}); its own message is above. Install ${packages.join(', ')} ` +
          'by hand, then run this again with SEALDESK_NO_SYSTEM_INSTALL=1.',
      );
    }
  }
}

function isDebian() {
  if (!existsSync('/etc/os-release') || findCommand('apt-get') === undefined) return false;
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'));
}

/** @param {string} language */
async function hasFontFor(language) {
  if (findCommand('fc-list') === undefined) return false;
  const { output } = await capture('fc-list', [`:lang=${language}`, 'family']);
  return output.trim() !== '';
}
