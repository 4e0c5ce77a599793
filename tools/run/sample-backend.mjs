import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { startBackend } from './backend.mjs';
import { shown } from './profiles.mjs';
import { Advice, say } from './say.mjs';

/**
 * A workstation keeps the address it was connected to, so the sample backend comes back on the same port.
 * @param {string} home a folder for its data
 * @param {string} count
 */
export async function startSampleBackend(home, count) {
  mkdirSync(home, { recursive: true });
  const log = join(home, 'backend.log');
  const portFile = join(home, 'backend.port');
  const port = keptPort(portFile);
  say(`starting a backend with sample cases (its log: ${shown(log)})`);
  const args = ['--db', `sqlite:${join(home, 'backend.db')}`, '--port', port, '--sample', count];
  const file = openSync(log, 'a');
  const before = statSync(log).size;
  try {
    const backend = await startBackend(args, { log: file });
    keepPort(portFile, new URL(backend.url).port);
    return backend;
  } catch (error) {
    if (!(error instanceof Advice)) throw error;
    if (await isTaken(Number(port))) throw new Advice(portTaken(home, port));
    const said = readFileSync(log).subarray(before).toString().trim();
    throw new Advice(
      said === '' ? error.message : `the backend with sample cases does not start. It says: ${said}`,
    );
  } finally {
    closeSync(file);
  }
}

/**
 * The port of the last time; `0`, any free one, where none was kept or what is there is no port.
 * @param {string} file
 */
function keptPort(file) {
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : '0';
  return /^\d{1,5}$/.test(kept) && Number(kept) <= 65_535 ? kept : '0';
}

/**
 * Whole or not at all: a disk that is full, or a power cut, leaves the port of the time before.
 * @param {string} file
 * @param {string} port
 */
function keepPort(file, port) {
  writeFileSync(`${file}.new`, port);
  renameSync(`${file}.new`, file);
}

/**
 * @param {string} home
 * @param {string} port
 */
function portTaken(home, port) {
  return (
    `port ${port}, where the workstation of this checkout expects its sample backend, is taken by another program; ` +
    'another `npm start`, perhaps. End that one, then run this again. Or begin afresh by deleting ' +
    `${shown(home)}: that also deletes the sample cases, the workstation's profile and every decision in it that ` +
    'was not sent yet.'
  );
}

/**
 * @param {number} port 0 is any free one
 * @returns {Promise<boolean>}
 */
function isTaken(port) {
  return new Promise(settle => {
    const server = createServer();
    server.once('error', error => settle('code' in error && error.code === 'EADDRINUSE'));
    server.listen(port, '127.0.0.1', () => server.close(() => settle(false)));
  });
}
