import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Customer } from '../../src/shared/domain/index.ts';
import * as hands from '../../tools/drive/hands.ts';
import { readyCases } from '../../tools/drive/ready-cases.ts';
import type { Workstation } from '../../tools/drive/workstation.ts';
import { OUT } from '../../tools/index.mjs';
import { openOffice, patience, picturesOfFailures, textOf, type Office } from '../support/e2e.ts';
import { finishesAt } from '../support/e2e-ledger.ts';

let office: Office;
let workstation: Workstation;
let company: Customer;
picturesOfFailures(() => workstation);

beforeAll(() =>
  openOffice({ sample: 30 }, async opened => {
    office = opened;
    const [found] = readyCases(await office.integrator.underReview()).filter(
      ({ kind }) => kind === 'business',
    );
    if (!found) throw new Error('the sample has no business that is ready for a decision');
    company = found;
    workstation = await office.startReady();
  }),
);

const line = () =>
  hands.items(workstation.page).and(workstation.page.locator('[data-item="field:legalName"]'));

test('[REV-6] a name that changes under its approval is open again, said, and not approved by finishing', async () => {
  const { page } = workstation;
  await hands.openCase(page, company.name);
  await hands.startCheck(page);
  await hands.approveAll(page);
  const now = await office.integrator.customer(company.id);
  await office.integrator.correct(now, 'legalName', 'Altogether Another Company');

  const news = page.getByRole('status').filter({ hasText: /^Changed at .+ while you were reviewing:/ });
  await news.waitFor();
  expect(await news.innerText()).toContain('Legal name');
  expect(await line().getAttribute('aria-label')).toContain('changed since your verdict');
  expect(await line().innerText()).toContain('Changed since you approved it');
  expect(await line().innerText()).toContain(company.fields['legalName']?.value);

  await page.keyboard.press('f');
  await expect.poll(() => textOf(page), patience).toContain('1 item has changed since your verdict');
  mkdirSync(join(OUT, 'e2e'), { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(OUT, 'e2e', `changed-${colorScheme}.png`), animations: 'disabled' });
  }
  expect(finishesAt(office.database, company.id)).toEqual([]);
});

test('[REV-6] once it is judged again, what is applied at the backend is the approval of the new name', async () => {
  const { page } = workstation;
  await hands.mark(page, 'Approve', 'Legal name');
  await line()
    .getByRole('button', { name: /^Approve /, pressed: true })
    .waitFor();
  await page.keyboard.press('f');
  await expect
    .poll(() => finishesAt(office.database, company.id).map(({ outcome }) => outcome), patience)
    .toEqual(['applied']);
  const [finish] = finishesAt(office.database, company.id);
  const after = await office.integrator.customer(company.id);
  expect(after.fields['legalName']?.value).toBe('Altogether Another Company');
  expect(finish?.command.baseVersion).toBeGreaterThan(company.version);
  expect(after.status).toBe('ACTIVE');
  expect(workstation.complaints).toEqual([]);
  await workstation.quit();
});
