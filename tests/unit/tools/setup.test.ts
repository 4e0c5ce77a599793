import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { NODE, ROOT } from '../../../tools/index.mjs';
import { temporaryDirectory } from '../../support/directory.ts';

/** Says at its end how much processor time a program has used; waiting for a busy machine is no part of it. */
const meter = `data:text/javascript,${encodeURIComponent(`
  process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    process.stdout.write(String((user + system) / 1e6));
  });
`)}`;

it('finds nothing to do in a checkout that is set up, with less than a second of work', async () => {
  const setup = join(ROOT, 'tools', 'setup.mjs');
  // It ends with an error when anything is to be installed, downloaded or tried again.
  const { stdout, stderr } = await promisify(execFile)(NODE, ['--import', meter, setup, '--check']);
  expect(stderr).toBe('sealdesk: everything is set up\n');
  expect(Number(stdout)).toBeGreaterThan(0);
  expect(Number(stdout)).toBeLessThan(1);
});

it('says within a minute what to do where the network refuses or stays silent and nothing is cached', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void silent.close());
  await once(silent, 'listening');
  const address = silent.address();
  const discard = 9;
  const ports = [discard, typeof address === 'object' ? (address?.port ?? 0) : 0];
  const advised = { code: 1, stderr: expect.stringContaining('run the same command again') };
  expect(await Promise.all(ports.map(installFrom))).toMatchObject([advised, advised]);
});

/** Installs the packages of a new checkout from a registry of this machine, with nothing in npm's cache. */
function installFrom(port: number): Promise<unknown> {
  const root = temporaryDirectory();
  for (const path of ['package.json', 'package-lock.json', 'tools']) {
    cpSync(join(ROOT, path), join(root, path), { recursive: true });
  }
  const program = join(root, 'tools', 'packages-only.mjs');
  writeFileSync(
    program,
    `import { ensurePackages } from './setup/packages.mjs';
     import { runMain } from './run/say.mjs';
     await runMain(() => ensurePackages({ isCheck: false }).then(() => 0));`,
  );
  const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'npm_config_proxy', 'npm_config_https_proxy'];
  const env = {
    ...process.env,
    ...Object.fromEntries(proxies.flatMap(name => [name, name.toLowerCase()]).map(name => [name, ''])),
    npm_config_cache: join(root, 'cache'),
    npm_config_registry: `http://127.0.0.1:${port}/`,
  };
  const run = promisify(execFile)(NODE, [program], { env });
  return run.catch((error: unknown) => error);
}
