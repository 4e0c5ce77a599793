import { existsSync } from 'node:fs';
import { open, readdir, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { loadKeys } from '../../../../src/backend/identity/keys.ts';
import { temporaryDirectory } from '../../../support/directory.ts';

const random = { bytes: (count: number) => Buffer.alloc(count, 7) };

/** What is written to the disk, in its order, and whether the key file had its name by then. */
async function syncsOf(
  path: string,
  mayCreate = true,
): Promise<readonly (readonly [what: string, isNamed: boolean])[]> {
  const syncs: [string, boolean][] = [];
  const probe = await open(import.meta.filename, 'r');
  const prototype = Object.getPrototypeOf(probe) as FileHandle;
  await probe.close();
  const sync = prototype.sync;
  const spy = vi.spyOn(prototype, 'sync').mockImplementation(async function (this: FileHandle) {
    const about = await this.stat();
    syncs.push([about.isDirectory() ? 'folder' : `file of ${about.size}`, existsSync(path)]);
    await sync.call(this);
  });
  onTestFinished(() => spy.mockRestore());
  await loadKeys(path, mayCreate, random);
  return syncs;
}

test('[STO-2] a key file that is made is on the disk before a store can be bound to it, and its name too', async () => {
  const folder = temporaryDirectory('sealdesk-keys');
  const path = join(folder, 'backend.keys');
  const syncs = await syncsOf(path);
  const { size } = await stat(path);
  const named = process.platform === 'win32' ? [] : [['folder', true]];
  expect(syncs).toEqual([[`file of ${size}`, false], ...named]);
  expect(await readdir(folder)).toEqual(['backend.keys']);
});

test('[STO-2] a key file that somebody else has just made is on the disk by its name before a store can be bound to it', async () => {
  const path = join(temporaryDirectory('sealdesk-keys'), 'backend.keys');
  await loadKeys(path, true, random);
  expect(await syncsOf(path)).toEqual(process.platform === 'win32' ? [] : [['folder', true]]);
  // A store that is bound to it has been through that.
  expect(await syncsOf(path, false)).toEqual([]);
});
