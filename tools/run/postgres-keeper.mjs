// Runs a PostgreSQL in a folder of its own until standard input ends: that it does also when whoever started it was killed.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPostgres, serverUser } from './postgres-programs.mjs';

const bin = findPostgres();
if (bin === undefined) throw new Error('PostgreSQL is not installed');
const user = process.getuid?.() === 0 ? serverUser() : undefined;

const folder = mkdtempSync(join(tmpdir(), 'sealdesk-postgres-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }));
const data = join(folder, 'data');
mkdirSync(data);
if (user) for (const path of [folder, data]) chownSync(path, user.uid, user.gid);
// Others must get through to the socket; the data stays the server's own.
chmodSync(folder, 0o755);

/** Where the programs run: the caller's folder may not be open to the server's user. */
const as = { ...user, cwd: folder };
const init = [
  '-D',
  data,
  '--no-sync',
  '--username=sealdesk',
  '--auth=trust',
  '--encoding=UTF8',
  '--locale=C',
];
execFileSync(join(bin, 'initdb'), init, { ...as, stdio: ['ignore', 'ignore', 'inherit'] });
// One user has to say a password, so that a wrong one can be tried.
writeFileSync(join(data, 'pg_hba.conf'), 'local all guarded scram-sha-256\nlocal all all trust\n');

const quick = { fsync: 'off', full_page_writes: 'off', autovacuum: 'off' };
const settings = {
  listen_addresses: '',
  unix_socket_directories: folder,
  max_connections: '400',
  wal_level: 'minimal',
  max_wal_senders: '0',
  ...(process.argv[2] === 'durable' ? {} : quick),
};
const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
const log = /** @type {string[]} */ ([]);
const server = spawn(join(bin, 'postgres'), ['-D', data, ...options], {
  ...as,
  // A group of its own: what ends the caller's group ends us first, and we end the server in order.
  detached: true,
  stdio: ['ignore', 'ignore', 'pipe'],
});
let isEnding = false;
server.stderr.setEncoding('utf8').on('data', text => {
  log.splice(0, log.length - 50);
  log.push(String(text));
  if (String(text).includes('ready to accept connections')) process.stdout.write(`${folder}\n`);
});
server.once('exit', code => {
  if (!isEnding) process.stderr.write(`PostgreSQL ended with ${code}:\n${log.join('')}`);
  process.exit(isEnding ? 0 : 1);
});

/** Immediate: nobody needs what is in it. */
function endServer() {
  if (isEnding) return;
  isEnding = true;
  server.kill('SIGQUIT');
  setTimeout(() => server.kill('SIGKILL'), 5000).unref();
}
process.stdin.resume().on('end', endServer).on('error', endServer);
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, endServer);
