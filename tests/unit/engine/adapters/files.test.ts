import { spawn } from 'node:child_process';
import mutableFs, { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { databases } from '../../../../src/main/engine/adapters/sqlite.ts';
import { createFiles } from '../../../../src/main/engine/adapters/files.ts';
import { utf8 } from '../../../../src/shared/bytes.ts';
import { temporaryDirectory } from '../../../support/directory.ts';
import { smallDisk } from '../../../support/small-disk.ts';

test('a replaced file has the new bytes, its owner alone may read it, and nothing unfinished stays', () => {
  const directory = join(temporaryDirectory(), 'profile');
  const files = createFiles(directory);
  expect(files.replace('vault.json', utf8('one')).ok).toBe(true);
  expect(files.replace('vault.json', utf8('two')).ok).toBe(true);
  expect(files.read('vault.json')).toEqual({ ok: true, value: utf8('two') });
  expect(readdirSync(directory)).toEqual(['vault.json']);
  if (process.platform !== 'win32') {
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(statSync(join(directory, 'vault.json')).mode & 0o777).toBe(0o600);
  }
});

test('what is missing is named so, and an absent folder is an empty one', async () => {
  const files = createFiles(temporaryDirectory());
  expect(files.read('vault.json')).toMatchObject({ problem: { kind: 'missing' } });
  expect(await files.readSlowly('documents/a')).toMatchObject({ problem: { kind: 'missing' } });
  expect(files.list('documents')).toEqual([]);
  expect(files.size('vault.json')).toBe(0);
  expect(files.exists('vault.json')).toBe(false);
  expect(files.remove('vault.json').ok).toBe(true);
});

test('files in folders are written without a wait, listed, measured, moved and removed', async () => {
  const files = createFiles(temporaryDirectory());
  expect((await files.replaceQuickly('documents/a', utf8('abc'))).ok).toBe(true);
  expect(files.list('documents')).toEqual(['a']);
  expect(files.size('documents/a')).toBe(3);
  expect(await files.readSlowly('documents/a')).toEqual({ ok: true, value: utf8('abc') });
  expect(files.rename('documents/a', 'documents/b').ok).toBe(true);
  expect(files.list('documents')).toEqual(['b']);
  expect(files.remove('documents/b').ok).toBe(true);
  expect(files.list('documents')).toEqual([]);
});

test.each(['../secrets', 'a/../../b', '/etc/passwd', 'a\\..\\b', ''])(
  'the name %j leaves the profile and throws',
  name => {
    const files = createFiles(temporaryDirectory());
    expect(() => files.read(name)).toThrow('inside the profile');
  },
);

test.skipIf(!smallDisk.available)('a full disk is named and the old file stays whole', () => {
  const disk = smallDisk.mount('256k');
  const files = createFiles(disk);
  expect(files.replace('vault.json', utf8('old')).ok).toBe(true);
  expect(files.replace('vault.json', new Uint8Array(1_000_000))).toMatchObject({
    problem: { kind: 'disk_full' },
  });
  expect(files.read('vault.json')).toEqual({ ok: true, value: utf8('old') });
  expect(readdirSync(disk)).toEqual(['vault.json']);
});

test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
  'a folder that may not be written is denied',
  () => {
    const directory = temporaryDirectory();
    const files = createFiles(directory);
    chmodSync(directory, 0o500);
    onTestFinished(() => chmodSync(directory, 0o700));
    expect(files.replace('a', utf8('x'))).toMatchObject({ problem: { kind: 'denied' } });
  },
);

test('the profile is held once: a second hold is refused until the first is released', () => {
  const directory = temporaryDirectory();
  const first = createFiles(directory).lock();
  if (!first.ok) throw new Error(first.problem.kind);
  expect(createFiles(directory).lock()).toEqual({ ok: false, problem: { kind: 'profile_in_use' } });
  first.value();
  const again = createFiles(directory).lock();
  expect(again.ok).toBe(true);
  if (again.ok) again.value();
});

test('a lock file full of noise holds nobody out', () => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, 'profile.lock'), Buffer.alloc(5_000, 3));
  const lock = createFiles(directory).lock();
  expect(lock.ok).toBe(true);
  if (lock.ok) lock.value();
});

test('a profile held by another process is in use, and free the moment that process is killed', async () => {
  const directory = temporaryDirectory();
  mkdirSync(directory, { recursive: true });
  const holder = spawn(process.execPath, [join(import.meta.dirname, 'hold-profile.ts'), directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void holder.kill('SIGKILL'));
  await once(holder.stdout, 'data');
  expect(createFiles(directory).lock()).toEqual({ ok: false, problem: { kind: 'profile_in_use' } });
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  expect(existsSync(join(directory, 'profile.lock'))).toBe(true);
  const lock = createFiles(directory).lock();
  expect(lock.ok).toBe(true);
  if (lock.ok) lock.value();
});

test.skipIf(process.platform === 'win32')(
  'a profile that was open to others is closed to them: its folder, its lock and its databases, old and new',
  () => {
    const directory = temporaryDirectory();
    chmodSync(directory, 0o755);
    writeFileSync(join(directory, 'cache.db'), '', { mode: 0o644 });
    const files = createFiles(directory);
    const lock = files.lock();
    const opened = ['cache.db', 'journal.db'].map(name =>
      databases.open(files.path(name), new Uint8Array(32).fill(7), 'full'),
    );
    for (const database of opened) if (database.ok) database.value.exec('CREATE TABLE t (x)');
    const modes = readdirSync(directory).map(name => [name, statSync(join(directory, name)).mode & 0o777]);
    expect(modes.length).toBeGreaterThanOrEqual(3 + 2);
    expect(modes.filter(([, mode]) => mode !== 0o600)).toEqual([]);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect([lock, ...opened].every(({ ok }) => ok)).toBe(true);
    for (const database of opened) if (database.ok) database.value.close();
    if (lock.ok) lock.value();
  },
);

/** The system calls that make bytes last, in their order, while `work` runs; each is made as well. */
function recordCalls(work: () => void): readonly string[] {
  const calls: string[] = [];
  const { writeSync, fdatasyncSync, fsyncSync, renameSync, writeFileSync: writeWhole } = mutableFs;
  const real = { writeSync, fdatasyncSync, fsyncSync, renameSync, writeFileSync: writeWhole };
  for (const [name, made] of Object.entries(real)) {
    const call = made as (...given: unknown[]) => unknown;
    Object.assign(mutableFs, {
      [name]: (...given: unknown[]) => {
        const result = call(...given);
        calls.push(name);
        return result;
      },
    });
  }
  syncBuiltinESMExports();
  try {
    work();
  } finally {
    Object.assign(mutableFs, real);
    syncBuiltinESMExports();
  }
  return calls;
}

test('[JRN-2] bytes written over others are on the disk before the call returns', () => {
  const files = createFiles(temporaryDirectory());
  files.replace('head', utf8('one'));
  const calls = recordCalls(() => expect(files.overwrite('head', 0, utf8('two')).ok).toBe(true));
  expect(calls).toEqual(['writeSync', 'fdatasyncSync']);
  expect(files.read('head')).toEqual({ ok: true, value: utf8('two') });
});

test('a replaced file is on the disk before it takes its name, and its name before the call returns', () => {
  const files = createFiles(temporaryDirectory());
  const calls = recordCalls(() => expect(files.replace('vault.json', utf8('one')).ok).toBe(true));
  const folder = process.platform === 'win32' ? [] : ['fsyncSync'];
  expect(calls.filter(name => name !== 'writeSync')).toEqual([
    'writeFileSync',
    'fsyncSync',
    'renameSync',
    ...folder,
  ]);
});
