import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE, ROOT } from '../run/paths.mjs';
import { capture } from '../run/processes.mjs';
import { Advice, say } from '../run/say.mjs';
import { readStamp, updateStamp } from './stamp.mjs';

const PACKAGE = join(ROOT, 'node_modules', 'electron');

const DAY_MS = 24 * 60 * 60 * 1000;

/** Long enough for its 100 MB on a fair line; a closed network mostly fails at once. */
const DOWNLOAD_TIMEOUT_MS = 120_000;

/**
 * Electron's executable, or undefined when its binary was not downloaded.
 * @returns {string | undefined}
 */
export function electronExecutable() {
  const pathFile = join(PACKAGE, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(PACKAGE, 'dist');
  const executable = join(folder, readFileSync(pathFile, 'utf8'));
  return existsSync(executable) ? executable : undefined;
}

/**
 * Tries to get Electron's binary, at most once a day when that fails.
 * @param {{ readonly again: boolean, readonly isCheck: boolean }} options `again` tries whatever happened before;
 * `isCheck` never downloads: it throws when it would be tried
 */
export async function ensureElectron({ again, isCheck }) {
  if (electronExecutable() !== undefined || process.env['SEALDESK_SHELL'] === 'chromium') return;
  const failure = readStamp().electronFailure;
  if (failure !== undefined && Date.now() - failure.at < DAY_MS && !again) return;
  if (isCheck) throw new Advice("Electron's binary is still to be downloaded; run: npm run setup");
  const { code, output } = await capture(NODE, [join(PACKAGE, 'install.js')], {
    timeout: DOWNLOAD_TIMEOUT_MS,
  });
  if (code === 0 && electronExecutable() !== undefined) return;
  const reason = reasonIn(output);
  updateStamp({ electronFailure: { at: Date.now(), reason } });
  say(
    `Electron's binary can't be downloaded here (${reason}); the Chromium stand-in is used. To try again: npm run setup -- --electron`,
  );
}

/** @param {string} output */
function reasonIn(output) {
  const named = /\b(E[A-Z_]{4,}|ENOTFOUND|HTTPError[^\n]*|self[- ]signed certificate)\b/.exec(output)?.[0];
  return (
    named ??
    output
      .split('\n')
      .find(line => /error/i.test(line))
      ?.trim() ??
    'no answer within two minutes'
  );
}
