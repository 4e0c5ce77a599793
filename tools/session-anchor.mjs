// Runs inside `dbus-run-session`: brings up a keychain and, if asked to, a display; prints where they are; and
// ends them when standard input closes, which it also does when whoever started this was killed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const SCREEN = '1920x1200x24';
const READY_TIMEOUT_MS = 90_000;

/** @type {import('node:child_process').ChildProcess[]} */
const children = [];

async function startKeychain() {
  const daemon = spawn('gnome-keyring-daemon', ['--unlock', '--components=secrets', '--foreground'], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  children.push(daemon);
  // The password guards nothing: this keychain is a throw-away one or holds sample data.
  daemon.stdin.end('sealdesk');
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (!(await ownsSecretService())) {
    if (Date.now() > deadline) throw new Error('gnome-keyring-daemon did not offer the Secret Service');
    await delay(25);
  }
}

async function ownsSecretService() {
  const query = ['--session', '--print-reply', '--dest=org.freedesktop.DBus', '/org/freedesktop/DBus'];
  const asked = spawn(
    'dbus-send',
    [...query, 'org.freedesktop.DBus.NameHasOwner', 'string:org.freedesktop.secrets'],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const answer = (await asked.stdout.toArray()).join('');
  return answer.includes('boolean true');
}

async function startDisplay() {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  children.push(server);
  const output = server.stdio[3];
  if (!output) throw new Error('Xvfb has no pipe to say its number on');
  const number = await Promise.race([once(output, 'data'), once(server, 'exit').then(() => undefined)]);
  if (number === undefined) throw new Error('Xvfb ended at once');
  return `:${String(number[0]).trim()}`;
}

/** Also waits, so that no one is left to be collected by a system that may not do so. */
async function endAll() {
  const running = children.filter(child => child.exitCode === null && child.signalCode === null);
  await Promise.all(running.map(child => (child.kill(), once(child, 'exit'))));
}

process.stdin.resume();
process.stdin.once('close', () => void endAll().then(() => process.exit(0)));
process.once('exit', () => children.forEach(child => child.kill()));

const wanted = process.argv.slice(2);
const [display] = await Promise.all([
  wanted.includes('display') ? startDisplay() : undefined,
  wanted.includes('keychain') ? startKeychain() : undefined,
]);
const env = {
  DBUS_SESSION_BUS_ADDRESS: process.env['DBUS_SESSION_BUS_ADDRESS'],
  ...(display === undefined ? {} : { DISPLAY: display }),
};
process.stdout.write(`${JSON.stringify(env)}\n`);
