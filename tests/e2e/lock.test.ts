import { beforeAll, expect, test } from 'vitest';
import type { Customer } from '../../src/shared/domain/index.ts';
import * as hands from '../../tools/drive/hands.ts';
import { readyCases } from '../../tools/drive/ready-cases.ts';
import type { Workstation } from '../../tools/drive/workstation.ts';
import { openOffice, passphrase, picturesOfFailures, type Office } from '../support/e2e.ts';
import { canListProcesses, engineProcesses } from '../support/e2e-processes.ts';

let office: Office;
let workstation: Workstation;
let shown: Customer;
picturesOfFailures(() => workstation);

beforeAll(() =>
  openOffice({ sample: 30 }, async opened => {
    office = opened;
    const found = readyCases(await office.integrator.underReview()).find(
      ({ documents }) => documents.length > 0,
    );
    if (!found) throw new Error('the sample has no case with documents');
    shown = found;
    workstation = await office.startReady();
  }),
);

/** Everything in the page: text, attributes, what was typed, what scripts could read of it. */
const everything = (): Promise<string> =>
  workstation.page.evaluate(() =>
    [
      document.documentElement.outerHTML,
      document.title,
      ...[...document.querySelectorAll('input, textarea')].map(field =>
        'value' in field ? String(field.value) : '',
      ),
    ].join('\n'),
  );

test('[WIN-2] Ctrl+L leaves nothing of any case in the window', async () => {
  const { page } = workstation;
  await hands.openCase(page, shown.name);
  await hands.documentsPainted(page);
  const names = (await office.integrator.customers()).map(({ name }) => name).filter(name => name.length > 3);
  expect(await everything()).toContain(shown.name);

  await page.keyboard.press('Control+l');
  await page.getByRole('heading', { name: 'Unlock Sealdesk' }).waitFor();
  const left = await everything();
  expect(names.filter(name => left.includes(name))).toEqual([]);
  expect(await page.locator('canvas, img').count()).toBe(0);
  expect(await page.getByLabel('Passphrase').evaluate(field => field === document.activeElement)).toBe(true);
});

test('the passphrase brings the case back that was open', async () => {
  await hands.unlock(workstation.page, passphrase);
  await workstation.page.getByRole('heading', { name: shown.name }).waitFor();
  expect(await hands.casesHere(workstation.page)).toBe(30);
});

test.skipIf(!canListProcesses)(
  'locking ends the engine process, keys and all, and another one waits for the passphrase (needs /proc)',
  async () => {
    const { page, pid } = workstation;
    const [before, ...more] = engineProcesses(pid);
    expect(more).toEqual([]);
    await page.keyboard.press('Control+l');
    await page.getByRole('heading', { name: 'Unlock Sealdesk' }).waitFor();
    await hands.unlock(page, passphrase);
    const after = engineProcesses(pid);
    expect(after).toHaveLength(1);
    expect(after).not.toContain(before);
    expect(workstation.complaints).toEqual([]);
  },
);
