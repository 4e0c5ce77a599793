import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { findChromium } from '../../tools/chromium-shell/browser/find-chromium.mjs';
import { startBackend, type TestBackend } from './backend.ts';

/** The system's Chromium without a window. */
export function openBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('there is no Chromium on this system');
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args: asRoot });
}

/** What an applicant holds in their hands. */
export const screens = {
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1280, height: 800 } },
} as const satisfies Record<string, BrowserContextOptions>;

export interface Visitor {
  readonly page: Page;
  /** What went wrong in the page: errors of its script, breaches of its policy, requests to anybody else. */
  readonly trouble: readonly string[];
  readonly leave: () => Promise<void>;
}

/** Whether the page's script runs, does not arrive, or could not run: without any, no rule can be run on the page either. */
export type Script = 'on' | 'blocked' | 'off';

/** Opens an address in a browser of its own. */
export async function visit(
  browser: Browser,
  url: string,
  options: BrowserContextOptions,
  script: Script = 'on',
): Promise<Visitor> {
  const javaScriptEnabled = script !== 'off';
  const context = await browser.newContext({
    locale: 'en-GB',
    reducedMotion: 'reduce',
    javaScriptEnabled,
    ...options,
  });
  if (script === 'blocked')
    await context.route('**/verify/assets/*.js', route =>
      route.fulfill({ body: '', contentType: 'text/javascript' }),
    );
  const page = await context.newPage();
  const trouble: string[] = [];
  const { origin } = new URL(url);
  page.on('pageerror', error => trouble.push(`error: ${error.message}`));
  page.on('console', message => {
    // An answer that names what is wrong has a status of its own; Chromium notes that as an error.
    if (message.type() === 'error' && !/status of (422|410|404)/.test(message.text()))
      trouble.push(`console: ${message.text()}`);
  });
  page.on('request', request => {
    const target = request.url();
    if (!/^(data|blob):/.test(target) && new URL(target).origin !== origin)
      trouble.push(`request: ${target}`);
  });
  await page.goto(url);
  return { page, trouble, leave: () => context.close() };
}

export interface Pages {
  readonly server: TestBackend;
  /** Opens the page of a link in a browser of its own. */
  readonly visit: (url: string, options: BrowserContextOptions, script?: Script) => Promise<Visitor>;
}

/** A company's backend and a browser in front of its pages, for a whole file of tests. */
export function pagesOf(tenantName: string): Pages {
  let server: TestBackend;
  let browser: Browser;
  beforeAll(async () => {
    server = await startBackend({ tenantName });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });
  return {
    get server() {
      return server;
    },
    visit: (url, options, script) => visit(browser, url, options, script),
  };
}

/** WCAG 2.2 A and AA; the colour schemes differ in colours alone. */
const looks = [
  {
    colorScheme: 'light',
    only: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
  },
  { colorScheme: 'dark', only: { type: 'rule', values: ['color-contrast'] } },
] as const;

/** What breaks WCAG 2.2 A and AA on the page as it stands, in both colour schemes. */
export async function violationsOn(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  const isDark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  for (const { colorScheme, only } of looks) {
    await page.emulateMedia({ colorScheme });
    // Legacy mode: without a second page for each look, which takes longer than the look itself.
    const results = await new AxeBuilder({ page })
      .setLegacyMode()
      // Of countries alone there are hundreds, drawn by the system and not by the page.
      .exclude('option')
      .options({ runOnly: { type: only.type, values: [...only.values] } })
      .analyze();
    if (results.passes.length === 0) throw new Error('the rules found nothing on the page to look at');
    for (const { id, nodes } of results.violations)
      found.push(...nodes.map(({ target }) => `${colorScheme}: ${id} at ${target.join(' ')}`));
  }
  await page.emulateMedia({ colorScheme: isDark ? 'dark' : 'light' });
  return found;
}

/** Whether something is wider than the screen, so that it would have to be moved sideways (WCAG 1.4.10). */
export const isTooWide = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
