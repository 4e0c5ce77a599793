import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { NODE, ROOT } from '../../../tools/index.mjs';

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
