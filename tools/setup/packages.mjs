import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { NODE, ROOT } from '../run/paths.mjs';
import { withLock } from '../run/lock.mjs';
import { run } from '../run/processes.mjs';
import { Advice, say } from '../run/say.mjs';
import { readStamp, updateStamp } from './stamp.mjs';

/** Without a network npm would try again for minutes. */
const PATIENCE = ['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];

/** Far longer than any registry takes to say that it is there. */
const SILENCE_MS = 30_000;

/** A few that stand for all: an interrupted installation lacks some of them. */
const WITNESSES = ['electron', 'electron-vite', 'vitest', 'typescript', 'better-sqlite3', '@napi-rs/keyring'];

/**
 * Installs exactly what the lock file says, when that is not what is there.
 * @param {{ readonly isCheck: boolean }} options `isCheck` never installs: it throws when something is to be done
 */
export async function ensurePackages({ isCheck }) {
  const lockHash = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
  if (isInstalled(lockHash)) return;
  if (isCheck) throw new Advice('the installed packages are not those of the lock file; run: npm run setup');
  await withLock('setup', async () => {
    if (!isInstalled(lockHash)) await install(lockHash);
  });
}

/** @param {string} lockHash */
function isInstalled(lockHash) {
  return readStamp().lockHash === lockHash && isComplete();
}

/** @param {string} lockHash */
async function install(lockHash) {
  // Installed by hand, without us: npm keeps the lock that it has installed beside the packages.
  if (!isComplete() || !isInstalledByNpm()) {
    say('installing packages (npm ci); the first time this takes a minute or two');
    const isReached = await isRegistryReached();
    if (!isReached) say('the package registry does not answer; trying with the packages that npm has kept');
    const code = await npm([...installCommand(), ...(isReached ? [] : ['--offline'])]);
    if (code !== 0 || !isComplete()) {
      throw new Advice(
        `npm could not install the packages (exit code ${code}). Its own message is above; when the network or a ` +
          'proxy is the cause, set it right and run the same command again. Nothing has to be cleaned up first.',
      );
    }
  }
  updateStamp({ lockHash });
}

function isComplete() {
  return (
    existsSync(NODE) && WITNESSES.every(name => existsSync(join(ROOT, 'node_modules', name, 'package.json')))
  );
}

/** Whether what npm says it has installed is what the lock file wants, version by version. */
function isInstalledByNpm() {
  const installed = packagesOf(join(ROOT, 'node_modules', '.package-lock.json'));
  const wanted = packagesOf(join(ROOT, 'package-lock.json'));
  if (installed === undefined || wanted === undefined) return false;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    const found = installed[path];
    return path === '' || (found === undefined ? optional === true : found.version === version);
  });
}

/**
 * @param {string} path
 * @returns {Record<string, { version?: string, optional?: boolean }> | undefined}
 */
function packagesOf(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    // Absent or damaged: nothing is known to be installed.
    return undefined;
  }
}

/** Not when it stays silent: npm itself would wait for minutes. Any answer will do, a refusal is npm's to explain. */
async function isRegistryReached() {
  return (await npm(['ping'], { timeout: SILENCE_MS })) !== 143;
}

/** Windows can't delete a program that runs, and `npm ci` deletes node_modules first. */
function installCommand() {
  const runsFromInside = process.execPath.startsWith(join(ROOT, 'node_modules'));
  return process.platform === 'win32' && runsFromInside ? ['install', '--no-save'] : ['ci'];
}

/**
 * Runs the system's npm: one from node_modules would be deleted while it works.
 * @param {readonly string[]} args
 * @param {{ readonly timeout?: number }} [options] ms after which it is ended
 */
function npm(args, options = {}) {
  const path = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter(folder => !folder.includes('node_modules'));
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(npm_(package|lifecycle|execpath|node)|INIT_CWD)/.test(name),
  );
  return run(
    process.platform === 'win32' ? 'npm.cmd' : 'npm',
    [...args, ...PATIENCE, '--no-audit', '--no-fund', '--loglevel=error'],
    {
      ...options,
      cwd: ROOT,
      env: { ...Object.fromEntries(inherited), PATH: path.join(delimiter) },
      // npm's own output goes where ours goes: standard output may be read by a program.
      stdio: ['ignore', process.stderr, process.stderr],
      // npm.cmd is a batch file, which only a shell can run.
      shell: process.platform === 'win32',
    },
  ).catch(error => {
    throw new Advice(
      `npm can't be started (${error.message}). Install Node.js 20 or newer together with npm.`,
    );
  });
}
