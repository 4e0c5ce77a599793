import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { OUT, ROOT } from './paths.mjs';
import { Advice, Misuse } from './say.mjs';

/**
 * A backend's address as a workstation keeps it.
 * @param {string} given
 */
export function addressOf(given) {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (
    url === undefined ||
    !/^https?:\/\/[^/\\]/.test(given) ||
    url.username ||
    url.password ||
    /[?#]/.test(given)
  ) {
    throw new Misuse(`"${given}" is not a backend's address; one is like https://cases.example.com`);
  }
  return url.origin + url.pathname.replace(/\/+$/, '');
}

/**
 * The folder of this checkout where the work on one backend is kept: profile, and keychain where the desktop has none.
 * @param {string | undefined} address undefined is the embedded backend
 */
export function homeFor(address) {
  if (address === undefined) return join(OUT, 'start');
  const name = new URL(address).host.replaceAll(/[^a-z0-9.-]/g, '-');
  return join(OUT, 'backends', `${name}-${createHash('sha256').update(address).digest('hex').slice(0, 8)}`);
}

/**
 * The keychain of a profile where the desktop has none: the profile is worth nothing without it, so each has its own,
 * and both are kept, and deleted, together.
 * @param {string | undefined} profile as it was given
 * @param {string | undefined} address
 */
export function keychainFor(profile, address) {
  return profile === undefined ? join(homeFor(address), 'keychain') : `${resolve(profile)}.keychain`;
}

/**
 * Gives a profile that was made while it shared the sample data's keychain a copy of that: its key is in there.
 * @param {string} profile
 * @param {string} keychain its own
 */
export function bringKeychain(profile, keychain, shared = keychainFor(undefined, undefined)) {
  if (existsSync(keychain) || !existsSync(join(profile, 'vault.json')) || !existsSync(shared)) return;
  cpSync(shared, keychain, { recursive: true });
}

/**
 * Throws {@link Advice} when a profile was connected to another backend: it would go on with that one in silence.
 * @param {string} profile
 * @param {string} address
 */
export function expectBackend(profile, address) {
  const bound = backendOf(profile);
  if (bound === undefined || bound === address) return;
  throw new Advice(
    `the profile ${shown(profile)} is connected to ${bound} and can't be opened on ${address}. Give another ` +
      `folder, or open it on its own backend: npm start -- --backend ${bound} --profile ${shown(profile)}`,
  );
}

/**
 * The backend that a profile is connected to; undefined before its first run is done, and when it can't be read,
 * which the workstation itself then says.
 * @param {string} profile
 * @returns {string | undefined}
 */
function backendOf(profile) {
  const path = join(profile, 'vault.json');
  if (!existsSync(path)) return undefined;
  try {
    const { backendUrl } = JSON.parse(readFileSync(path, 'utf8')).header.owner;
    return typeof backendUrl === 'string' ? backendUrl : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

/**
 * A folder as a person at the checkout would name it.
 * @param {string} folder
 */
export function shown(folder) {
  const path = relative(ROOT, folder);
  return path.startsWith('..') ? folder : path;
}
