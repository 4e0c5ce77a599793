import * as fs from 'node:fs';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { StorageError } from '../ports.ts';
import type { Files, StorageFault } from '../ports.ts';
import { fileFault } from './file-fault.ts';
import { closeToOthers } from './owner-only.ts';
import { lockProfile } from './profile-lock.ts';

const ownerOnlyFolder = 0o700;
const ownerOnlyFile = 0o600;
const unfinished = '.new';

/** The profile directory, made for its owner alone or closed to everybody else. Throws `StorageError` when it can't be. */
export function createFiles(profileDirectory: string): Files {
  const root = resolve(profileDirectory);
  const made = attempt(() => {
    fs.mkdirSync(root, { recursive: true, mode: ownerOnlyFolder });
    closeToOthers(root);
  });
  if (!made.ok) throw new StorageError(made.problem);

  const path = (name: string): string => {
    if (name.split('/').some(part => part === '' || part === '.' || part === '..' || part.includes('\\'))) {
      throw new Error('a file name stays inside the profile');
    }
    return join(root, ...name.split('/'));
  };

  return {
    path,
    exists: name => fs.existsSync(path(name)),
    read: name => attempt(() => new Uint8Array(fs.readFileSync(path(name)))),
    replace: (name, bytes) => attempt(() => replaceDurably(path(name), bytes)),
    overwrite: (name, offset, bytes) => attempt(() => overwriteDurably(path(name), offset, bytes)),
    replaceQuickly: (name, bytes) => attemptLater(() => replaceQuickly(path(name), bytes)),
    readSlowly: name => attemptLater(async () => new Uint8Array(await readFile(path(name)))),
    rename: (from, to) =>
      attempt(() => {
        renameStubbornly(path(from), path(to));
        syncFolder(dirname(path(to)));
      }),
    remove: name => attempt(() => fs.rmSync(path(name), { force: true })),
    list: folder => {
      const names = attempt(() => fs.readdirSync(folder === '' ? root : path(folder)));
      if (names.ok) return names.value;
      if (names.problem.kind === 'missing') return [];
      throw new StorageError(names.problem);
    },
    size: name => {
      const stat = attempt(() => fs.statSync(path(name)));
      if (stat.ok) return stat.value.size;
      if (stat.problem.kind === 'missing') return 0;
      throw new StorageError(stat.problem);
    },
    lock: () => lockProfile(join(root, 'profile.lock')),
  };
}

function replaceDurably(target: string, bytes: Uint8Array): void {
  const next = target + unfinished;
  fs.mkdirSync(dirname(target), { recursive: true, mode: ownerOnlyFolder });
  try {
    const file = fs.openSync(next, 'w', ownerOnlyFile);
    try {
      fs.writeFileSync(file, bytes);
      fs.fsyncSync(file);
    } finally {
      fs.closeSync(file);
    }
    renameStubbornly(next, target);
  } catch (error) {
    fs.rmSync(next, { force: true });
    throw error;
  }
  syncFolder(dirname(target));
}

function overwriteDurably(target: string, offset: number, bytes: Uint8Array): void {
  const file = fs.openSync(target, 'r+');
  try {
    for (let done = 0; done < bytes.length;) {
      done += fs.writeSync(file, bytes, done, bytes.length - done, offset + done);
    }
    fs.fdatasyncSync(file);
  } finally {
    fs.closeSync(file);
  }
}

async function replaceQuickly(target: string, bytes: Uint8Array): Promise<void> {
  const next = target + unfinished;
  await mkdir(dirname(target), { recursive: true, mode: ownerOnlyFolder });
  try {
    const file = await open(next, 'w', ownerOnlyFile);
    try {
      await file.writeFile(bytes);
    } finally {
      await file.close();
    }
    await rename(next, target);
  } catch (error) {
    fs.rmSync(next, { force: true });
    throw error;
  }
}

/** On Windows a virus scanner may hold a new file for a moment; elsewhere the first try decides. */
function renameStubbornly(from: string, to: string): void {
  for (let left = process.platform === 'win32' ? 20 : 0; ; left -= 1) {
    try {
      fs.renameSync(from, to);
      return;
    } catch (error) {
      const kind = fileFault(error)?.kind;
      if (left <= 0 || (kind !== 'busy' && kind !== 'denied')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 25);
    }
  }
}

/** A rename is durable once its folder is on the disk. Windows opens no folders and journals renames itself. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}

function attempt<T>(run: () => T): Result<T, StorageFault> {
  try {
    return ok(run());
  } catch (error) {
    return refused(error);
  }
}

async function attemptLater<T>(run: () => Promise<T>): Promise<Result<T, StorageFault>> {
  try {
    return ok(await run());
  } catch (error) {
    return refused(error);
  }
}

function refused(error: unknown): { readonly ok: false; readonly problem: StorageFault } {
  const fault = fileFault(error);
  if (!fault) throw error;
  return fail(fault);
}
