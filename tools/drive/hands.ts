import type { Locator, Page } from 'playwright-core';

/** What a person does at the workstation, by the words and keys that a person sees; nothing reaches behind the window. */
export interface FirstRunAnswers {
  readonly backendUrl: string;
  readonly email: string;
  readonly password: string;
  readonly deviceName: string;
  readonly passphrase: string;
}

export type VerdictKey = 'a' | 'p' | 'r';

const button = (page: Page | Locator, name: string | RegExp): Locator => page.getByRole('button', { name });

/** Types text in place of what the field holds. */
async function fill(page: Page, label: string, text: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(text);
}

export async function chooseBackend(page: Page, url: string): Promise<void> {
  await fill(page, 'Backend address', url);
  await button(page, 'Continue').click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
}

export async function signIn(
  page: Page,
  answers: Omit<FirstRunAnswers, 'backendUrl' | 'passphrase'>,
): Promise<void> {
  await fill(page, 'E-mail', answers.email);
  await fill(page, 'Password', answers.password);
  await fill(page, 'Name of this device', answers.deviceName);
  await button(page, 'Sign in').click();
  await page.getByRole('heading', { name: 'Choose a passphrase' }).waitFor();
}

export async function choosePassphrase(page: Page, passphrase: string): Promise<void> {
  await fill(page, 'Passphrase', passphrase);
  await fill(page, 'Passphrase again', passphrase);
  await button(page, 'Seal this device').click();
}

/** From the queue's heading on, work can begin; waits until the first sync is complete. */
export async function awaitFirstSync(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Queue' }).waitFor({ timeout: 180_000 });
  await sync(page, /Online · synced/).waitFor({ timeout: 180_000 });
}

export async function unlock(page: Page, passphrase: string): Promise<void> {
  await page.getByRole('heading', { name: 'Unlock Sealdesk' }).waitFor();
  await fill(page, 'Passphrase', passphrase);
  await button(page, 'Unlock').click();
  await page.getByLabel('Search cases').waitFor();
}

/** The pill that tells how the workstation stands to the backend. */
export const sync = (page: Page, words: RegExp): Locator => page.getByRole('button', { name: words });

export const queueGrid = (page: Page): Locator => page.getByRole('grid', { name: 'Cases' });

export async function goToQueue(page: Page): Promise<void> {
  await page.keyboard.press('Control+1');
  await page.getByRole('heading', { name: 'Queue' }).waitFor();
}

export async function goToOutbox(page: Page): Promise<void> {
  await page.keyboard.press('Control+2');
  await page.getByRole('heading', { name: 'Outbox' }).waitFor();
}

export const linksGrid = (page: Page): Locator => page.getByRole('grid', { name: 'Links' });

export async function goToLinks(page: Page): Promise<void> {
  await page.keyboard.press('Control+3');
  await page.getByRole('heading', { name: 'Links', exact: true }).waitFor();
}

export interface WantedLink {
  readonly business?: boolean;
  /** The level's name; by itself the first. */
  readonly level?: string;
  /** In the language's own name. */
  readonly language?: string;
  /** What is known already, by label. */
  readonly known?: Readonly<Record<string, string>>;
}

/** Fills in the dialog for a new link, from any screen; `createLink` makes it. */
export async function openNewLink(page: Page, wanted: WantedLink = {}): Promise<Locator> {
  await page.keyboard.press('Control+n');
  const dialog = page.getByRole('dialog', { name: 'New verification link' });
  await dialog.waitFor();
  if (wanted.business) await dialog.getByRole('radio', { name: 'Business (KYB)' }).click();
  if (wanted.level) await dialog.getByRole('radio', { name: wanted.level, exact: true }).click();
  if (wanted.language) await dialog.getByRole('radio', { name: wanted.language }).click();
  for (const [label, text] of Object.entries(wanted.known ?? {}))
    await dialog.getByLabel(label, { exact: true }).fill(text);
  return dialog;
}

/** Makes what the open dialog says; the address as it stands there, with its QR code in sight. */
export async function createLink(page: Page): Promise<string> {
  await page.getByRole('dialog').getByRole('button', { name: 'Create link' }).click();
  const made = page.getByRole('dialog', { name: 'The link is ready' });
  await made.getByRole('img', { name: 'QR code of the link' }).waitFor();
  return madeAddress(made);
}

/** The address as the dialog shows it. */
export const madeAddress = (made: Locator): Promise<string> =>
  made.getByRole('textbox', { name: 'Address', exact: true }).innerText();

/** A link for somebody new, from any screen. Its dialog stays open: `closeDialog` forgets the address. */
export async function makeLink(page: Page, wanted: WantedLink = {}): Promise<string> {
  await openNewLink(page, wanted);
  return createLink(page);
}

/** Ends an open dialog as its last button does. */
export async function closeDialog(page: Page): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** Types into the search above the queue; an empty text clears it. */
export async function search(page: Page, text: string): Promise<void> {
  await page.getByLabel('Search cases').fill(text);
}

/** Finds a case by its name in the queue and opens it. */
export async function openCase(page: Page, name: string): Promise<void> {
  await goToQueue(page);
  await search(page, name);
  await queueGrid(page).getByRole('button', { name, exact: true }).first().click();
  await page.getByRole('heading', { name }).waitFor();
}

export const items = (page: Page): Locator =>
  page.getByRole('complementary', { name: 'Items' }).getByRole('listitem');

export async function startCheck(page: Page): Promise<void> {
  await button(page, /^Start check/).click();
  await button(page, /^Finish check/).waitFor();
}

/** From wherever one is to an open check of a case, with keys alone. */
export async function startCheckByKeys(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+1');
  await page.keyboard.press('/');
  await page.keyboard.type(name);
  // Not waited for: the second Enter holds for what is found.
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name }).waitFor();
  await button(page, /^Start check/).waitFor();
  await page.keyboard.press('Enter');
  await button(page, /^Finish check/).waitFor();
}

/** Gives one item a verdict with its button. */
export async function mark(
  page: Page,
  verdict: 'Approve' | 'Pending' | 'Reject',
  label: string,
): Promise<void> {
  const choice = page
    .getByRole('group', { name: `Verdict: ${label}`, exact: true })
    .getByRole('button', { name: verdict });
  await choice.first().click();
}

/** The documents of the open case are on the workstation, as its lines say. */
export async function documentsHere(page: Page): Promise<void> {
  await items(page).first().waitFor();
  await items(page)
    .getByText(/Not on this workstation/)
    .first()
    .waitFor({ state: 'detached' });
}

/**
 * Approves every item with the keyboard alone, as an analyst does: `A`, `J`, `A`, `J`; documents when they are here.
 * Returns how many there are.
 */
export async function approveAll(page: Page): Promise<number> {
  await documentsHere(page);
  const count = await items(page).count();
  // The first open item is chosen when a case opens; the way begins at the first of all.
  for (let step = 1; step < count; step += 1) await page.keyboard.press('k');
  for (let step = 1; step <= count; step += 1) {
    await page.keyboard.press('a');
    if (step < count) await page.keyboard.press('j');
  }
  const approved = items(page).getByRole('button', { name: /^Approve /, pressed: true });
  await approved.nth(count - 1).waitFor();
  return count;
}

/** Ends the check with an approval and waits until it is recorded. */
export async function finish(page: Page): Promise<void> {
  const name = await caseName(page);
  await page.keyboard.press('f');
  await recorded(page, `Approved: ${name}`);
}

/** Whose case is open, also behind a dialog. */
export const caseName = async (page: Page): Promise<string> => (await page.locator('h1').textContent()) ?? '';

/** A decision is recorded when the workstation says it and offers to undo it. */
async function recorded(page: Page, words: string): Promise<void> {
  const message = page.getByRole('region', { name: 'Messages' }).getByText(words, { exact: true });
  await message.waitFor();
}

export async function openReject(page: Page): Promise<void> {
  await page.keyboard.press('x');
  await page.getByRole('dialog').waitFor();
}

export async function chooseReason(page: Page, group: string, reason: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('tab', { name: group }).click();
  await dialog.getByRole('checkbox', { name: reason }).check();
}

export async function confirmReject(page: Page): Promise<void> {
  const name = await caseName(page);
  await button(page, 'Reject customer').click();
  await recorded(page, `Rejected: ${name}`);
}

/** Chooses one of the reasons that are offered beside an item. */
export async function chooseChip(page: Page, label: string, reason: string): Promise<void> {
  const row = items(page).filter({
    has: page.getByRole('group', { name: `Verdict: ${label}`, exact: true }),
  });
  await row.getByRole('button', { name: reason }).click();
  await row.getByRole('button', { name: reason, pressed: true }).waitFor();
}

export async function openResubmission(page: Page): Promise<void> {
  await page.keyboard.press('m');
  await page.getByRole('dialog', { name: 'Ask for resubmission' }).waitFor();
}

export async function confirmResubmission(page: Page): Promise<void> {
  const name = await caseName(page);
  await button(page.getByRole('dialog'), /^Ask for \d+ item/).click();
  await recorded(page, `Resubmission asked: ${name}`);
}

/** Both viewers have drawn their document. */
export async function documentsPainted(page: Page): Promise<void> {
  await page.locator('canvas').first().waitFor();
}

/** How many cases are here, as the search box says. */
export async function casesHere(page: Page): Promise<number> {
  const words = (await page.getByLabel('Search cases').getAttribute('placeholder')) ?? '';
  return Number(words.replace(/\D/g, ''));
}

const group = (page: Page, name: string): Locator =>
  page.getByRole('navigation', { name: 'Decisions' }).getByRole('region', { name, exact: true });

/** The entry of the outbox about a customer; the newest where there are several. */
export const decision = (page: Page, name: string): Locator =>
  page.getByRole('navigation', { name: 'Decisions' }).getByRole('button', { name }).first();

/** Waits until the outbox shows what is in it: rows, or that there are none. */
export async function outboxShown(page: Page): Promise<void> {
  const rows = page.getByRole('navigation', { name: 'Decisions' }).getByRole('listitem').getByRole('button');
  await rows.first().or(page.getByText('Nothing decided on this workstation yet')).waitFor();
}

/** Waits until nothing is left that could still be sent. */
export async function outboxDrained(page: Page): Promise<void> {
  await group(page, 'Done').waitFor();
  await group(page, 'Can still be undone').waitFor({ state: 'detached' });
  await group(page, 'Waiting for the network').waitFor({ state: 'detached' });
}

/** How many decisions a group of the outbox holds, by the total that its heading says. */
async function total(page: Page, name: string): Promise<number> {
  const heading = group(page, name).getByRole('heading');
  return (await heading.count()) === 0 ? 0 : Number((await heading.innerText()).replace(/\D/g, ''));
}

/** Decisions that have not been sent. */
export async function unsentCount(page: Page): Promise<number> {
  await outboxShown(page);
  return (await total(page, 'Can still be undone')) + (await total(page, 'Waiting for the network'));
}

export async function parkedCount(page: Page): Promise<number> {
  await outboxShown(page);
  return total(page, 'Needs you');
}

export async function showParked(page: Page, name: string): Promise<void> {
  await group(page, 'Needs you').getByRole('button', { name }).first().click();
  await page.getByRole('table').waitFor();
}

export const journalVerified = (page: Page): Promise<boolean> =>
  page.getByText('chain verified', { exact: false }).isVisible();
