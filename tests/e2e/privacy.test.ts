import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Customer } from '../../src/shared/domain/index.ts';
import * as hands from '../../tools/drive/hands.ts';
import { findPlaintext, plaintextIn, type Needle } from '../../tools/drive/plaintext.ts';
import { readyCases } from '../../tools/drive/ready-cases.ts';
import type { Workstation } from '../../tools/drive/workstation.ts';
import { openOffice, passphrase, picturesOfFailures, type Office } from '../support/e2e.ts';
import { documentNeedles, personalNeedles } from '../support/e2e-needles.ts';

let office: Office;
let profile: string;
let workstation: Workstation;
let decided: Customer;
let needles: readonly Needle[];
/** Addresses that the window asked for. */
const requested: string[] = [];
picturesOfFailures(() => workstation);

/** Told to the workstation in the course of this file. */
const said = {
  note: 'The caller sounded like someone reading from a page.',
  searched: 'Zaphod Beeblebrox',
} as const;

beforeAll(() =>
  openOffice({ sample: 12 }, async opened => {
    office = opened;
    const customers = await office.integrator.customers();
    const found = readyCases(customers).find(({ documents }) => documents.length > 0);
    if (!found) throw new Error('the sample has no case with documents');
    decided = found;
    needles = [
      { label: 'the passphrase', text: passphrase },
      { label: 'the password', text: office.analyst.password },
      ...Object.entries(said).map(([label, text]) => ({ label, text })),
      ...personalNeedles(customers),
      ...documentNeedles(office.database),
    ];
    profile = office.newProfile();
    workstation = await office.start(profile);
    workstation.page.on('request', request => requested.push(request.url()));
  }),
);

/** Temporary folders of this workstation: the browser's, and what the session keeps. */
const temporaryFolders = (): readonly string[] =>
  readdirSync(tmpdir())
    .filter(name => name.startsWith(`sealdesk-chromium-${workstation.pid}-`))
    .map(name => join(tmpdir(), name));

test('a check from first run to decision breaks no rule of the content security policy', async () => {
  const { page } = workstation;
  await page.evaluate(() => {
    document.addEventListener('securitypolicyviolation', event =>
      console.error(`refused by the policy: ${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  await hands.chooseBackend(page, office.url);
  await hands.signIn(page, { ...office.analyst, deviceName: 'Test workstation' });
  await hands.choosePassphrase(page, passphrase);
  await hands.awaitFirstSync(page);
  await hands.search(page, said.searched);
  await page.getByText(/^Nothing found for/).waitFor();
  await hands.openCase(page, decided.name);
  await hands.documentsPainted(page);
  await hands.startCheck(page);
  await hands.approveAll(page);
  await page.getByRole('tab', { name: /^Notes/ }).click();
  await page.getByLabel('New note').fill(said.note);
  await page.keyboard.press('Control+Enter');
  await page.getByText(said.note).waitFor();
  await page.getByRole('tab', { name: /^Verification/ }).click();
  await hands.finish(page);
  expect(workstation.complaints).toEqual([]);
});

test('[SHL-3] the window has asked for nothing but its own files', () => {
  const own = new URL(workstation.page.url()).origin;
  const foreign = requested.filter(
    url => !url.startsWith(`${own}/`) && !url.startsWith(`blob:${own}/`) && !url.startsWith('data:'),
  );
  expect(requested.length).toBeGreaterThan(0);
  expect(foreign).toEqual([]);
});

test('[DOC-2] while it runs nothing personal is readable in the profile, in temporary folders or in the log', () => {
  const found = findPlaintext(profile, needles);
  expect(found.hits).toEqual([]);
  expect(found.files).toBeGreaterThan(5);
  if (workstation.shell === 'chromium') expect(temporaryFolders()).not.toEqual([]);
  expect(temporaryFolders().flatMap(folder => findPlaintext(folder, needles).hits)).toEqual([]);
  expect(plaintextIn(Buffer.from(workstation.log()), needles)).toEqual([]);
});

test('[DOC-2] nothing personal is readable after it has quit, and its temporary folders are gone', async () => {
  await workstation.quit();
  expect(findPlaintext(profile, needles).hits).toEqual([]);
  expect(temporaryFolders()).toEqual([]);
  expect(plaintextIn(Buffer.from(workstation.log()), needles)).toEqual([]);
});

test('the search for plain text would find each of them', () => {
  for (const needle of needles) {
    const bytes = 'bytes' in needle ? Buffer.from(needle.bytes) : Buffer.from(needle.text, 'utf16le');
    expect(plaintextIn(Buffer.concat([Buffer.alloc(7), bytes]), [needle])).not.toEqual([]);
  }
});
