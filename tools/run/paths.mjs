import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's folder. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Node 24 as the `node` package brings it: native parts need it, whatever Node the system has. */
export const NODE = join(
  ROOT,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

/** Where `npm start`, the demo and the tests keep what they make; never committed. */
export const OUT = join(ROOT, 'out');

/**
 * The script behind a package's command, to be run by {@link NODE}: no `.cmd` shims, no shell.
 * @param {string} path inside node_modules
 */
export function packageScript(path) {
  return join(ROOT, 'node_modules', ...path.split('/'));
}

/** Whether a person could see a window: other systems than Linux always have a desktop. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

/**
 * The path of a command on PATH, or undefined.
 * @param {string} name
 */
export function findCommand(name) {
  const separator = process.platform === 'win32' ? ';' : ':';
  return (process.env['PATH'] ?? '')
    .split(separator)
    .map(folder => join(folder, name))
    .find(path => existsSync(path));
}
