import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { toHex } from '../../../../src/shared/bytes.ts';
import { seededRandom } from '../../../support/random.ts';
import { journalWorld } from './world.ts';

type World = Awaited<ReturnType<typeof journalWorld>>;

function writer({ directory, vault }: World, ...rest: readonly string[]) {
  const file = join(import.meta.dirname, 'write-journal.ts');
  const keys = [toHex(vault.journalKey), toHex(vault.headMacKey)];
  const child = spawn(process.execPath, [file, directory, ...keys, ...rest], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', data => (output += String(data)));
  child.stderr.on('data', data => (errors += String(data)));
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, output: () => output, errors: () => errors };
}

test('[JRN-2] a kill between the commit and its head record is no alarm, and loses nothing', async () => {
  const world = await journalWorld();
  const { child, output, errors } = writer(world, '6');
  while (!output().includes('stopped')) await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  expect(errors()).toBe('');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const journal = await world.open();
  expect(
    output()
      .split('\n')
      .filter(line => /^\d+$/.test(line)),
  ).toHaveLength(5);
  expect(journal.head().size).toBe(6);
  expect(journal.findings).toEqual([]);
  expect(journal.verify().ok).toBe(true);
  journal.close();
});

test('[JRN-1] killed at any moment, every acknowledged entry is there, and nothing is taken for damage', async () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
  const random = seededRandom(seed);
  const world = await journalWorld();
  for (let round = 0; round < 8; round += 1) {
    const { child, output, errors } = writer(world);
    await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
    await new Promise(resolve => setTimeout(resolve, random.integer(60)));
    child.kill('SIGKILL');
    await once(child, 'close');
    expect(errors(), `seed ${seed}, round ${round}`).toBe('');
    const acknowledged = Math.max(...output().trimEnd().split('\n').map(Number));
    const journal = await world.open();
    expect(journal.findings, `seed ${seed}, round ${round}`).toEqual([]);
    expect(journal.head().size, `seed ${seed}, round ${round}`).toBeGreaterThanOrEqual(acknowledged);
    expect(journal.head().size, `seed ${seed}, round ${round}`).toBeLessThanOrEqual(acknowledged + 1);
    expect(journal.verify().ok, `seed ${seed}, round ${round}`).toBe(true);
    journal.close();
  }
});
