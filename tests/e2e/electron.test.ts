import { beforeAll, describe, expect, test } from 'vitest';
import type { Workstation } from '../../tools/drive/workstation.ts';
import { chooseShell } from '../../tools/index.mjs';
import { openOffice, picturesOfFailures } from '../support/e2e.ts';

let workstation: Workstation;
picturesOfFailures(() => workstation);

/** The stand-in says of itself that it can't honour these; see docs/adr. */
describe.skipIf(chooseShell() !== 'electron')(
  'in Electron (skipped where its binary is not installed)',
  () => {
    beforeAll(() =>
      openOffice({ sample: 12 }, async office => {
        workstation = await office.start(office.newProfile());
      }),
    );

    test('[SHL-1] the window has the bridge and nothing of Node', async () => {
      const reach = await workstation.page.evaluate(() => ({
        bridge: 'sealdesk' in window,
        node: ['process', 'require', 'module', 'Buffer', 'global'].filter(name => name in window),
      }));
      expect(reach).toEqual({ bridge: true, node: [] });
    });

    test('the window opens no other, and can’t be led away', async () => {
      const { page } = workstation;
      const before = page.url();
      expect(await page.evaluate(() => window.open('https://example.com') === null)).toBe(true);
      await page.evaluate(() => location.assign('https://example.com'));
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(page.url()).toBe(before);
      expect(page.context().pages()).toHaveLength(1);
    });
  },
);
