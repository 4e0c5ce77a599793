import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const LINUX_NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge',
];

const MAC_APPS = ['Chromium', 'Google Chrome', 'Microsoft Edge'];

const WINDOWS_PATHS = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
];

/**
 * The system's Chromium (or a browser built on it), or undefined. `SEALDESK_CHROMIUM` names one outright.
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined}
 */
export function findChromium(env = process.env) {
  if (env['SEALDESK_CHROMIUM']) return env['SEALDESK_CHROMIUM'];
  return candidates(env).find(isExecutable);
}

/** @param {NodeJS.ProcessEnv} env */
function candidates(env) {
  switch (process.platform) {
    case 'darwin':
      return MAC_APPS.flatMap(app =>
        ['/Applications', join(env['HOME'] ?? '/', 'Applications')].map(folder =>
          join(folder, `${app}.app`, 'Contents', 'MacOS', app),
        ),
      );
    case 'win32':
      return WINDOWS_PATHS.flatMap(path =>
        [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].flatMap(folder =>
          folder === undefined ? [] : [join(folder, ...path)],
        ),
      );
    default:
      return LINUX_NAMES.flatMap(name =>
        (env['PATH'] ?? '').split(delimiter).map(folder => join(folder, name)),
      );
  }
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
