import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { period } from '../../../src/backend/sample/plan.ts';
import { NODE, OUT, ROOT } from '../../../tools/index.mjs';
import { addressOf, bringKeychain, homeFor, keychainFor } from '../../../tools/run/profiles.mjs';
import { startSampleBackend } from '../../../tools/run/sample-backend.mjs';
import { temporaryDirectory } from '../../support/directory.ts';

function begin(tool: string, ...args: readonly string[]) {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...env } = process.env;
  const child = spawn(NODE, [join(ROOT, 'tools', `${tool}.mjs`), ...args], { env, stdio: 'pipe' });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', text => (said.stdout += String(text)));
  child.stderr.setEncoding('utf8').on('data', text => (said.stderr += String(text)));
  const end = once(child, 'close').then(([code]) => ({ code: Number(code), ...said }));
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, said, end };
}

test.each([
  ['start', ['--bogus'], 'Unknown option'],
  ['start', ['--backend'], 'argument missing'],
  ['start', ['--sample', 'abc'], 'not "abc"'],
  ['start', ['--sample=-1'], 'not "-1"'],
  ['start', ['--backend', 'https://cases.example.com', '--sample', '5'], 'means nothing with --backend'],
  ['demo', ['--bogus'], 'Unknown option'],
  ['demo', ['word'], 'Unexpected argument'],
  ['setup', ['--bogus'], 'Unknown option'],
])('%s %j is refused with a line on its use, and nothing is started', async (tool, args, cause) => {
  const { code, stdout, stderr } = await begin(tool, ...args).end;
  expect(stderr).toContain(cause);
  expect(stderr).toMatch(/\nnpm (start|run)/);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect([code, stdout]).toEqual([2, '']);
});

test.each(['start', 'demo', 'setup'])('%s --help says how it is used', async tool => {
  const { code, stdout, stderr } = await begin(tool, '--help').end;
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^npm (start|run)/);
});

test('without a number npm start begins with as many cases as have documents of their own, and says so', async () => {
  const { stdout } = await begin('start', '--help').end;
  expect(stdout).toContain(`(default ${period},`);
  expect(readFileSync(join(ROOT, 'tools', 'start.mjs'), 'utf8')).toContain('sample = SAMPLE_CASES');
});

test('each backend has a folder of its own, and the same address, however typed, the same one', () => {
  expect(homeFor(undefined)).toBe(join(OUT, 'start'));
  const home = (typed: string) => homeFor(addressOf(typed));
  expect(home('https://Cases.example.com/')).toBe(home('https://cases.example.com'));
  const homes = [
    'https://cases.example.com',
    'https://cases.example.com/b',
    'https://cases.example.com:8443',
  ];
  expect(new Set([...homes.map(home), homeFor(undefined)]).size).toBe(4);
});

test('a profile that was made with the keychain of the sample data gets a copy of it, a new one gets none', () => {
  const folder = temporaryDirectory();
  const shared = join(folder, 'shared');
  mkdirSync(shared);
  writeFileSync(join(shared, 'login.keyring'), 'a key');
  const [old, made] = [join(folder, 'old'), join(folder, 'made')];
  for (const profile of [old, made]) mkdirSync(profile);
  writeFileSync(join(old, 'vault.json'), '{}');
  for (const profile of [old, made]) bringKeychain(profile, `${profile}.keychain`, shared);
  expect(readFileSync(join(`${old}.keychain`, 'login.keyring'), 'utf8')).toBe('a key');
  expect(existsSync(`${made}.keychain`)).toBe(false);
  writeFileSync(join(`${old}.keychain`, 'login.keyring'), 'another since');
  bringKeychain(old, `${old}.keychain`, shared);
  expect(readFileSync(join(`${old}.keychain`, 'login.keyring'), 'utf8')).toBe('another since');
});

test('each profile has a keychain of its own beside it, out of reach of deleting the sample data', () => {
  const profile = temporaryDirectory();
  const address = addressOf('https://cases.example.com');
  expect(keychainFor(profile, undefined)).toBe(`${profile}.keychain`);
  expect(keychainFor(`${profile}/`, address)).toBe(`${profile}.keychain`);
  expect(keychainFor(undefined, undefined)).toBe(join(homeFor(undefined), 'keychain'));
  expect(keychainFor(undefined, address)).toBe(join(homeFor(address), 'keychain'));
});

test.each([
  'https:\\\\evil',
  'cases',
  'https://',
  'https://a:b@cases.example.com',
  'https://cases.example.com?x',
])('the backend %s is refused plainly', async typed => {
  const { code, stderr } = await begin('start', '--backend', typed).end;
  expect(stderr).toContain('is not a backend');
  expect(code).toBe(2);
});

test('a profile that is connected to another backend is not opened on it in silence', async () => {
  const profile = join(temporaryDirectory(), 'profile');
  mkdirSync(profile);
  const header = { owner: { backendUrl: 'https://cases.example.com' } };
  writeFileSync(join(profile, 'vault.json'), JSON.stringify({ header }));
  const { code, stderr } = await begin(
    'start',
    '--backend',
    'https://other.example.com',
    '--profile',
    profile,
  ).end;
  expect(stderr).toContain('is connected to https://cases.example.com');
  expect(stderr).toContain(`--backend https://cases.example.com --profile ${profile}`);
  expect(code).toBe(1);
});

test.skipIf(process.platform !== 'linux')(
  'without a display the options that need one are named, and SIGTERM ends it all without a complaint',
  async () => {
    const { child, said, end } = begin('start', '--sample', '7', '--profile', temporaryDirectory());
    await expect.poll(() => said.stderr).toContain('--sample, --profile');
    expect(said.stderr).toContain('running the demo instead');
    child.kill('SIGTERM');
    const { code, stderr } = await end;
    expect(code).toBe(143);
    expect(stderr).not.toMatch(/^\s+at /m);
  },
);

test('a sample backend whose port is taken says so, and what deleting its folder would lose', async () => {
  const home = temporaryDirectory();
  const other = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' ? String(address?.port) : '';
  writeFileSync(join(home, 'backend.port'), port);
  await expect(startSampleBackend(home, '1')).rejects.toThrow(
    new RegExp(`port ${port}, .* is taken by another program.*every decision in it that was not sent`, 's'),
  );
});

test.each(['', 'x', '99999'])(
  'a port that was kept as %j is none: the sample backend takes a free one and keeps that',
  async kept => {
    const home = temporaryDirectory();
    const file = join(home, 'backend.port');
    writeFileSync(file, kept);
    const backend = await startSampleBackend(home, '0');
    try {
      expect(readFileSync(file, 'utf8')).toBe(new URL(backend.url).port);
      expect(readdirSync(home).filter(name => name.startsWith('backend.port'))).toEqual(['backend.port']);
    } finally {
      await backend.stop();
    }
  },
);

test('a sample backend that can not start for another cause says that one, and proposes to delete nothing', async () => {
  const home = temporaryDirectory();
  writeFileSync(join(home, 'backend.port'), '0');
  writeFileSync(join(home, 'backend.log'), 'a line of yesterday\n');
  mkdirSync(join(home, 'backend.db'));
  const failure = await startSampleBackend(home, '1').catch((error: unknown) => String(error));
  expect(failure).toMatch(/backend.db is a folder/);
  expect(failure).not.toMatch(/yesterday|delet|is taken/);
  expect(readFileSync(join(home, 'backend.log'), 'utf8')).toContain('yesterday');
});
