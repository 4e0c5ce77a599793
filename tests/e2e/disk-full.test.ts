import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import * as hands from '../../tools/drive/hands.ts';
import { readyCases } from '../../tools/drive/ready-cases.ts';
import type { Workstation } from '../../tools/drive/workstation.ts';
import { openOffice, patience, picturesOfFailures, textOf, type Office } from '../support/e2e.ts';
import { finishesAt } from '../support/e2e-ledger.ts';
import { fill, smallDisk } from '../support/small-disk.ts';

let office: Office;
let workstation: Workstation;
picturesOfFailures(() => workstation);

beforeAll(() =>
  openOffice({ sample: 12 }, async opened => {
    office = opened;
  }),
);

test.skipIf(!smallDisk.available)(
  '[JRN-3] what a full disk keeps out of the journal is refused in words, and taken when there is room (needs mount)',
  async () => {
    const disk = smallDisk.mount('48m');
    workstation = await office.startReady(join(disk, 'profile'));
    const { page } = workstation;
    const [decided] = readyCases(await office.integrator.underReview());
    if (!decided) throw new Error('the sample has no case that is ready for a decision');
    await hands.openCase(page, decided.name);
    const filler = join(disk, 'filler');
    fill(filler);
    await page.getByRole('button', { name: /^Start check/ }).click();
    await expect.poll(() => textOf(page), patience).toContain('The disk is full');
    expect(await page.getByRole('button', { name: /^Finish check/ }).count()).toBe(0);

    rmSync(filler);
    await hands.startCheck(page);
    await hands.approveAll(page);
    await hands.finish(page);
    await hands.goToOutbox(page);
    await hands.outboxDrained(page);
    expect(finishesAt(office.database, decided.id).map(({ outcome }) => outcome)).toEqual(['applied']);
    await workstation.quit();
  },
);
