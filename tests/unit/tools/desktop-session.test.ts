import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { NODE, ROOT, openDesktopSession } from '../../../tools/index.mjs';
import { temporaryFolder } from './chromium-shell.harness.ts';

/** Runs a line of code on the keychain, in a process of its own as the app does. */
async function keychain(line: string, env: Readonly<Record<string, string>>): Promise<string> {
  const program = `
    const { AsyncEntry } = require('@napi-rs/keyring');
    const entry = new AsyncEntry('sealdesk-session-test', 'someone', { linux: { store: 'secret-service' } });
    ${line}.then(value => process.stdout.write(String(value)));`;
  const { stdout } = await promisify(execFile)(NODE, ['-e', program], {
    cwd: ROOT,
    env: { ...process.env, ...env },
  });
  return stdout;
}

describe.runIf(process.platform === 'linux')('a desktop session of its own', () => {
  it('keeps its secrets in the folder it is given, for the next session on it, and for no other', async () => {
    const home = temporaryFolder();
    const first = await openDesktopSession({ home: home.path, virtualDisplay: false });
    await keychain("entry.setPassword('s3cret')", first.env);
    await first.close();

    const second = await openDesktopSession({ home: home.path, virtualDisplay: false });
    expect(await keychain('entry.getPassword()', second.env)).toBe('s3cret');
    await second.close();

    const other = await openDesktopSession({ virtualDisplay: false });
    expect(await keychain('entry.getPassword()', other.env)).not.toContain('s3cret');
    await other.close();
    home.remove();
  });

  it('brings a display on request, and both end with it', async () => {
    const session = await openDesktopSession({ virtualDisplay: true });
    const socket = join('/tmp/.X11-unix', `X${session.env['DISPLAY']?.slice(1)}`);
    expect(existsSync(socket)).toBe(true);
    await session.close();
    expect(existsSync(socket)).toBe(false);
    await expect(keychain('entry.getPassword()', session.env)).rejects.toThrow(/D-?Bus|Command failed/i);
  });
});
