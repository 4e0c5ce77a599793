import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Workstation } from '../../tools/drive/workstation.ts';
import { openOffice, patience, picturesOfFailures, textOf, type Office } from '../support/e2e.ts';

let office: Office;
let workstation: Workstation;
picturesOfFailures(() => workstation);

beforeAll(() =>
  openOffice({ sample: 12 }, async opened => {
    office = opened;
  }),
);

test('a profile that another process holds blocks the start, and trying again works when it is free', async () => {
  const profile = office.newProfile();
  mkdirSync(profile, { recursive: true });
  const holding = join(import.meta.dirname, '../unit/engine/adapters/hold-profile.ts');
  const holder = spawn(process.execPath, [holding, profile], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void holder.kill('SIGKILL'));
  await once(holder.stdout, 'data');

  workstation = await office.start(profile);
  const { page } = workstation;
  const words = (): Promise<string> => textOf(page);
  await expect.poll(words, patience).toContain('Sealdesk is already open');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(words, patience).toContain('Sealdesk is already open');

  holder.kill('SIGKILL');
  await once(holder, 'exit');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(words, patience).not.toContain('Sealdesk is already open');
  await expect.poll(() => page.getByRole('button', { name: 'Try again' }).count(), patience).toBe(0);
  expect(workstation.complaints).toEqual([]);
});
