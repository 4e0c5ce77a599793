import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { patience } from './e2e.ts';

/** The documents that the viewers of the review room show, and whether their first page was seen. */
const shownNow = (page: Page): Promise<readonly { readonly sha256: string; readonly seen: boolean }[]> =>
  page.locator('footer code[title^="SHA-256 "]').evaluateAll((codes: readonly HTMLElement[]) =>
    codes.map(code => ({
      sha256: code.title.replace('SHA-256 ', ''),
      // Nothing is said before the document is open.
      seen: /^(Seen|All pages seen|Pages? (?!1\b))/.test(code.parentElement?.textContent ?? ''),
    })),
  );

/** A page that is not drawn within its ten seconds, on a machine with much else to do, is asked for again. */
async function tryAgain(page: Page): Promise<void> {
  const stopped = page.getByRole('region', { name: /^Viewer/ }).getByRole('button', { name: 'Try again' });
  const focused = await stopped.evaluateAll(([button]: readonly HTMLElement[]) => {
    button?.focus();
    return button !== undefined;
  });
  if (focused) await page.keyboard.press('Enter');
}

/** Waits until every document on the screen was there long enough to count as seen. Returns their hashes. */
export async function shownAreSeen(page: Page): Promise<readonly string[]> {
  const areSeen = async (): Promise<boolean> => {
    await tryAgain(page);
    const shown = await shownNow(page);
    return shown.length > 0 && shown.every(({ seen }) => seen);
  };
  await expect.poll(areSeen, patience).toBe(true);
  return (await shownNow(page)).map(({ sha256 }) => sha256);
}

/** Goes round the documents with the key for it, as often as it takes, until each of these was seen. */
export async function seeDocuments(page: Page, hashes: readonly string[]): Promise<void> {
  const left = new Set(hashes);
  while (left.size > 0) {
    for (const sha256 of await shownAreSeen(page)) left.delete(sha256);
    await page.keyboard.press(']');
  }
}
