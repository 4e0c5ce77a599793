import { execFile, spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { NODE, ROOT } from '../../../tools/index.mjs';
import { temporaryDirectory } from '../../support/directory.ts';

/** A checkout with a program that takes a lock, says so, and ends. */
function checkout() {
  const root = temporaryDirectory();
  chmodSync(root, 0o755);
  cpSync(join(ROOT, 'tools', 'run'), join(root, 'tools', 'run'), { recursive: true });
  const program = join(root, 'tools', 'work.mjs');
  writeFileSync(
    program,
    `import { withLock } from './run/lock.mjs';
     import { runMain } from './run/say.mjs';
     await runMain(() => withLock('work', async () => (console.log('worked'), 0)));`,
  );
  const out = join(root, 'out');
  return { root, program, out, lock: join(out, 'work.lock') };
}

test.each([
  ['left empty', ''],
  ['garbled', '{'],
  ['of a process that has ended', JSON.stringify({ pid: spawnSync(NODE, ['--version']).pid, started: '1' })],
  ['whose number another process has now', JSON.stringify({ pid: process.pid, started: 'another time' })],
])('a lock %s is taken over', async (_what, content) => {
  const { program, out, lock } = checkout();
  mkdirSync(out);
  writeFileSync(lock, content);
  const past = Date.now() / 1000 - 60;
  utimesSync(lock, past, past);
  const { stdout } = await promisify(execFile)(NODE, [program]);
  expect(stdout).toBe('worked\n');
  expect(existsSync(lock)).toBe(false);
});

test('a lock that is held is waited for, its file is named, and it is taken when it is free', async () => {
  const { root, program, out } = checkout();
  const holder = spawn(
    NODE,
    [
      '--input-type=module',
      '-e',
      `import { withLock } from ${JSON.stringify(join(root, 'tools', 'run', 'lock.mjs'))};
       await withLock('work', () => new Promise(done => process.stdin.once('end', done).resume()));`,
    ],
    { stdio: ['pipe', 'ignore', 'inherit'] },
  );
  onTestFinished(() => void holder.kill('SIGKILL'));
  await expect.poll(() => existsSync(join(out, 'work.lock'))).toBe(true);
  const waiting = spawn(NODE, [program], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void waiting.kill('SIGKILL'));
  const said: string[] = [];
  for (const stream of [waiting.stdout, waiting.stderr]) {
    stream.setEncoding('utf8').on('data', text => said.push(String(text)));
  }
  await expect.poll(() => said.join('')).toContain(join('out', 'work.lock'));
  expect(said.join('')).not.toContain('worked');
  holder.stdin.end();
  await expect.poll(() => said.join('')).toContain('worked');
});

test.skipIf(process.platform === 'win32')('a checkout that can only be read is named without a stack', () => {
  const { root, program } = checkout();
  chmodSync(root, 0o555);
  onTestFinished(() => chmodSync(root, 0o755));
  // Root may write anywhere: there the program runs as somebody else.
  const other = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const { status, stderr } = spawnSync(NODE, [program], { encoding: 'utf8', cwd: root, ...other });
  expect(stderr).toMatch(/^sealdesk: .*out is not open to this user\. .*\n$/);
  expect(status).toBe(1);
});
